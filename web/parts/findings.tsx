import type { ComponentChildren } from 'preact';
import type { Finding, Severity, Touched } from '../../server/domain/doctor/finding.ts';
import { withQuery } from '../place.ts';
import { many } from '../words/bytes.ts';
import { findingsVerdict, touchedText, type Findings as Told } from '../words/findings.ts';
import { plain } from '../words/plain.ts';
import { safeWord } from '../words/shell.ts';
import type { State } from '../words/verdict.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';

const states: Readonly<Record<Severity, State>> = { critical: 'crit', warning: 'warn', note: 'ok' };
const severityWords: Readonly<Record<Severity, string>> = { critical: 'Critical', warning: 'Warning', note: 'Note' };
/** Lines of evidence that are shown at once. */
const FEW = 6;

/** What the configuration hides or gets wrong, the worst first, and how each is mended. */
export function Findings({ told, device, now }: FindingsProps) {
  const { state, hint } = findingsVerdict(told, now);
  if (told.configuration === null)
    return (
      <Panel title="Configuration" state="unknown" span="col-12" hint={hint}>
        <p>No configuration yet, so nothing can be said of it. Save the output of `show running-config` and give it:</p>
        <Commands lines={[`tunnelwatch device config ${safeWord(device) ?? 'NAME'} --running-config FILE`]} />
        <p class="hint after">Or have the device asked itself, once a day: </p>
        <Commands lines={[`tunnelwatch device poll ${safeWord(device) ?? 'NAME'} ssh://USER@ADDRESS`]} />
      </Panel>
    );
  return (
    <Panel title="Configuration" state={state} span="col-12" hint={hint}>
      {!told.configuration.complete && (
        <p class="hint after">
          This is an excerpt, not the whole from its Version line to `: end`: of what no line of it tells, nothing is
          said.
        </p>
      )}
      {told.findings.length === 0 && <p>Nothing is wrong in what could be checked.</p>}
      <ol class="findings">
        {told.findings.map((one) => (
          <One key={`${one.id} ${one.subject ?? ''}`} finding={one} device={device} />
        ))}
      </ol>
      {told.notChecked.length > 0 && (
        <p class="hint after">Not checked, since it does not tell: {told.notChecked.join(', ')}.</p>
      )}
    </Panel>
  );
}

interface FindingsProps {
  readonly told: Told;
  readonly device: string;
  readonly now: number;
}

function One({ finding, device }: { readonly finding: Finding; readonly device: string }) {
  const { severity, title, subject, why, evidence, seen, verified, breaks, touches, mend } = finding;
  return (
    <li class={`finding finding--${severity}`} data-finding={finding.id}>
      <h3>
        <Status state={states[severity]}>{severityWords[severity]}</Status> {title}
        {subject !== undefined && <span class="muted">: {plain(subject)}</span>}
      </h3>
      {evidence.length > 0 && (
        <pre class="raw" tabIndex={0}>
          {evidence.slice(0, FEW).map(({ line, text }) => (
            <code key={line}>
              {`line ${line}: ${plain(text)}`}
              {'\n'}
            </code>
          ))}
          {evidence.length > FEW && <code class="raw__note">and {many(evidence.length - FEW, 'more line')}</code>}
        </pre>
      )}
      <dl class="kv">
        {seen !== undefined && (
          <Told name="Seen">
            {plain(seen)}
            {!verified && <span class="muted"> (default by release, not verified)</span>}
          </Told>
        )}
        <Told name="Why it matters">{plain(why)}</Told>
        <Told name="Mending breaks">{plain(breaks)}</Told>
        {touches !== undefined && (
          <Told name="Live sessions">
            <Live touches={touches} device={device} />
          </Told>
        )}
        {mend.how === 'migrate' ? (
          <Told name="Mend">
            <b>No safe fix: migrate</b> to {plain(mend.to)}
          </Told>
        ) : (
          <Told name="Mend">{plain(mend.note ?? 'In configuration mode:')}</Told>
        )}
      </dl>
      {mend.how === 'commands' && mend.commands.length > 0 && <Commands lines={mend.commands.map(plain)} />}
    </li>
  );
}

function Live({ touches, device }: { readonly touches: readonly Touched[]; readonly device: string }) {
  if (touches.length === 0) return <span>none is touched now</span>;
  return (
    <>
      {touches.map((one, place) => (
        <span key={JSON.stringify(one)}>
          {place > 0 && ', '}
          <a href={withQuery('/sessions', {}, { device })}>{touchedText(one)}</a>
        </span>
      ))}
    </>
  );
}

function Told({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="kv__row kv__row--text">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
