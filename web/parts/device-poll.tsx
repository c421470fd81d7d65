import type { ComponentChildren } from 'preact';
import type { DeviceRow } from '../../server/domain/feed.ts';
import type { PollFailure } from '../../server/domain/polling.ts';
import type { AskedDevice } from '../views/device.tsx';
import { barred } from '../words/device.ts';
import { plain } from '../words/plain.ts';
import { safeWord } from '../words/shell.ts';
import { explainFailure, paceWords, pollingUrl } from '../words/polling.ts';
import { age, duration, iso } from '../words/time.ts';
import { Commands } from './copy.tsx';
import { Fact } from './fact.tsx';
import { Panel } from './panel.tsx';

interface PollProps {
  readonly device: DeviceRow;
  readonly poll: AskedDevice['poll'];
  readonly told: AskedDevice['told'];
  readonly now: number;
}

/** How a device is asked, when it was and will be, what went wrong, and what it says of itself. */
export function DevicePoll({ device, poll, told, now }: PollProps) {
  const { polling, last, pace, unread = [] } = poll;
  if (polling === undefined)
    return (
      <>
        <Panel
          title="Polling"
          state="unknown"
          span={last === undefined ? 'col-12' : 'col-5'}
          hint="not asked what it knows"
        >
          {last !== undefined && (
            <p data-fed>
              What a saved terminal session told <time title={iso(last.at)}>{age(now - last.at)} ago</time> is all that
              is known beside syslog.
            </p>
          )}
          <p>Syslog alone carries no running byte counters, and loses lines. Have the device asked:</p>
          <Commands lines={[`tunnelwatch device poll ${safeWord(device.name) ?? 'NAME'} ssh://USER@ADDRESS`]} />
        </Panel>
        {Object.keys(told.facts).length > 0 && <About told={told} span={last === undefined ? 'col-12' : 'col-7'} />}
        <Unread unread={unread} device={device.name} now={now} />
      </>
    );
  const stop = barred(last?.failures ?? []);
  const state = stop?.why === 'key changed' ? 'crit' : stop !== undefined ? 'warn' : last === undefined ? 'unknown' : 'ok'; // prettier-ignore
  const cpu = last?.facts.cpu?.[1];
  return (
    <>
      <Panel title="Polling" state={state} span="col-5">
        <dl class="kv">
          <Fact name="Asked at">
            <span class="mono">{pollingUrl({ ...polling, device: device.id })}</span>
            {polling.legacy && <span class="muted">, old algorithms allowed</span>}
          </Fact>
          <Fact name="Last poll">
            {last === undefined ? (
              <span class="muted">none yet</span>
            ) : (
              <time title={iso(last.at)}>
                {age(now - last.at)} ago, it took {duration(last.at - last.startedAt)}
              </time>
            )}
          </Fact>
          <Fact name="Next">
            {pace === undefined ? (
              <span class="muted">not known</span>
            ) : (
              paceWords(pace, polling.everySeconds, cpu, now)
            )}
          </Fact>
          <Fact name="Accepted key">
            {polling.fingerprint === undefined ? (
              <span class="muted">none yet: no password is sent before a person accepts one</span>
            ) : (
              <span class="mono sample">{plain(polling.fingerprint)}</span>
            )}
          </Fact>
        </dl>
        {stop !== undefined && <Failure failure={stop} device={device.name} />}
      </Panel>
      <About told={told} span="col-7" />
      <Unread unread={unread} device={device.name} now={now} />
    </>
  );
}

interface UnreadProps extends Pick<PollProps, 'now'> {
  readonly unread: NonNullable<AskedDevice['poll']['unread']>;
  readonly device: string;
}

function Unread({ unread, device, now }: UnreadProps) {
  if (unread.length === 0) return null;
  return (
    <Panel title="Commands that gave nothing" state="warn" span="col-12" hint="when each was last asked">
      {unread.map(({ at, failure }) => (
        <section key={failure.at} class="unread" data-unread={failure.at}>
          <h3>
            <code>{plain(failure.at)}</code> <span class="hint">{age(now - at)} ago</span>
          </h3>
          <Failure failure={failure} device={device} />
        </section>
      ))}
    </Panel>
  );
}

function Failure({ failure, device }: { readonly failure: PollFailure; readonly device: string }) {
  const { said, todo, command } = explainFailure(failure, device);
  return (
    <div data-failure={failure.why}>
      <p>
        <b>{said}</b> {todo}
      </p>
      {command !== undefined && <Commands lines={[command]} />}
      {failure.transcript !== undefined && (
        <details>
          <summary>{plain(failure.detail)}</summary>
          <pre class="raw" tabIndex={0}>
            {failure.transcript.split('\n').map((line, place) => (
              <code key={place} class={place + 1 === failure.line ? 'raw__wrong' : undefined}>
                {plain(line)}
                {'\n'}
              </code>
            ))}
          </pre>
        </details>
      )}
    </div>
  );
}

function About({ told: { facts, from }, span }: Pick<PollProps, 'told'> & { readonly span: string }) {
  const bySnmp = Object.values(from).filter(({ by }) => by === 'snmp').length;
  const { version, model, serial, uptime, cpu, role, unit, failover, pair, platform, memoryUsed, memoryTotal } = facts;
  const { licenses } = platform ?? {};
  const rows: readonly (readonly [string, ComponentChildren | undefined])[] = [
    ['Release', version],
    ['Hardware', platform?.hardware ?? model],
    ['Serial', serial],
    ['Up for', uptime === undefined ? undefined : duration(uptime * 1000)],
    ['CPU', cpu === undefined ? undefined : `${cpu[0]} % (5 s), ${cpu[1]} % (1 min), ${cpu[2]} % (5 min)`],
    ['Memory', memoryUsed === undefined || !memoryTotal ? undefined : `${Math.round((100 * memoryUsed) / memoryTotal)} % used`], // prettier-ignore
    [
      'This unit',
      failover === 'off' || (role === undefined && unit === undefined)
        ? undefined
        : [unit, role].filter(Boolean).join(', '),
    ],
    ['Other unit', pair === undefined ? failover : `${pair.mate.unit ?? ''} ${pair.mate.state ?? ''}`],
    ['Its release', pair?.versions?.[1]],
    ['Licence', licenses === undefined ? platform?.licenseMode : vpn(licenses)],
    ['Configured', platform?.configChanged],
  ];
  const known = rows.filter(([, value]) => value !== undefined && value !== '');
  return (
    <Panel
      title="Device"
      state={known.length === 0 ? 'unknown' : 'ok'}
      span={span}
      hint={
        bySnmp === 0 ? undefined : bySnmp === Object.keys(from).length ? 'told over SNMP' : 'some of it told over SNMP'
      }
    >
      {known.length === 0 && <p class="muted">It has not said yet what it is.</p>}
      <dl class="kv">
        {known.map(([name, value]) => (
          <Fact key={name} name={name}>
            {typeof value === 'string' ? plain(value) : value}
          </Fact>
        ))}
      </dl>
    </Panel>
  );
}

/** What of a licence limits the VPN. */
function vpn(licenses: Readonly<Record<string, string>>): string {
  const told = Object.entries(licenses).filter(([name]) => /VPN|AnyConnect|SSL/i.test(name));
  return told.map(([name, value]) => `${name}: ${value}`).join('; ');
}
