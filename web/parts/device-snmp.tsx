import type { DeviceRow } from '../../server/domain/feed.ts';
import type { PollFailure } from '../../server/domain/polling.ts';
import { snmpLines, trapLines, type LineTarget } from '../../server/domain/snmp-lines.ts';
import { snmpTrouble } from '../../server/domain/snmp-trouble.ts';
import type { AskedDevice } from '../views/device.tsx';
import { useRows } from '../watch.ts';
import { loggingHost, udpPort } from '../words/logging.ts';
import { plain } from '../words/plain.ts';
import { safeWord } from '../words/shell.ts';
import { paceWords } from '../words/polling.ts';
import { accessWords, figures } from '../words/snmp.ts';
import { age, duration, iso } from '../words/time.ts';
import { Commands } from './copy.tsx';
import { Fact } from './fact.tsx';
import { Panel } from './panel.tsx';

interface SnmpProps {
  readonly device: DeviceRow;
  readonly snmp: AskedDevice['snmp'];
  readonly now: number;
}

/** This machine as the devices reach it, and its port for traps. */
function useUs(): LineTarget {
  const health = useRows('health') ?? [];
  return { address: loggingHost(location.hostname), trapPort: udpPort(health, 'traps') };
}

/** How a device's SNMP is spoken with, which engine is believed, what went wrong, and what it counts. */
export function DeviceSnmp({ device, snmp, now }: SnmpProps) {
  const { access, last, pace, engines, samples } = snmp;
  const us = useUs();
  const name = safeWord(device.name) ?? 'NAME';
  if (access === undefined)
    return (
      <Panel
        title="SNMP"
        state="unknown"
        span="col-12"
        hint="its traps of version 1 and 2c prove nothing, and it is not polled"
      >
        <p>
          Traps tell of tunnels at once, and an agent tells load and totals without a login. Say how it is spoken with:
        </p>
        <Commands lines={[`tunnelwatch device snmp ${name} --version 3 --user USER --auth sha256 --priv aes`]} />
        <p>On the device these lines add to what is there; words in capitals are yours:</p>
        <Commands
          lines={[...snmpLines({ version: 'v3', user: 'USER', auth: 'sha256', priv: 'aes' }, us), ...trapLines]}
        />
      </Panel>
    );
  const strange = engines.filter(({ accepted }) => !accepted);
  const failed = last?.failures ?? [];
  const isBad = strange.length > 0 || failed.length > 0;
  const state = isBad ? 'warn' : last === undefined && engines.length === 0 ? 'unknown' : 'ok';
  return (
    <>
      <Panel title="SNMP" state={state} span="col-5">
        <dl class="kv">
          <Fact name="Spoken with">{accessWords(access)}</Fact>
          <Fact name="Agent">
            <span class="mono">{plain(`${access.host}:${access.port}`)}</span>
          </Fact>
          <Fact name="Last poll">
            {last === undefined ? (
              <span class="muted">{access.everySeconds === 0 ? 'none: for traps alone' : 'none yet'}</span>
            ) : (
              <time title={iso(last.at)}>
                {age(now - last.at)} ago, it took {duration(last.at - last.startedAt)}
              </time>
            )}
          </Fact>
          {pace !== undefined && <Fact name="Next">{paceWords(pace, access.everySeconds, undefined, now)}</Fact>}
          {access.version === 'v3' && engines.length === 0 && (
            <Fact name="Engine">
              <span class="muted">none seen yet: the first good trap tells it</span>
            </Fact>
          )}
          {engines.map(({ engineId, accepted, boots, at }) => (
            <Fact key={engineId} name={accepted ? 'Engine' : 'Strange engine'}>
              <span class="mono sample">{plain(engineId)}</span>
              <span class="muted">
                {' '}
                {accepted ? 'believed' : 'refused'}, {boots} boots, heard {age(now - at)} ago
              </span>
            </Fact>
          ))}
        </dl>
        {strange.map(({ engineId }) => (
          <div key={engineId} data-engine={engineId}>
            <p>
              <b>Its traps come from another SNMP engine than before, and are refused.</b> If it was replaced, or has a
              second unit, accept that engine:
            </p>
            <Commands lines={[`tunnelwatch device snmp ${name} --accept-engine ${engineId}`]} />
          </div>
        ))}
        {failed.map((failure) => (
          <Trouble key={`${failure.at} ${failure.why}`} failure={failure} access={access} />
        ))}
      </Panel>
      <Panel title="What its agent counts" state={samples.length === 0 ? 'unknown' : 'ok'} span="col-7">
        {samples.length === 0 && <p class="muted">It has told nothing yet.</p>}
        <dl class="kv" data-samples={samples.length}>
          {figures(samples).map(([words, value]) => (
            <Fact key={words} name={words}>
              {value}
            </Fact>
          ))}
        </dl>
      </Panel>
    </>
  );
}

function Trouble({
  failure,
  access,
}: {
  readonly failure: PollFailure;
  readonly access: NonNullable<AskedDevice['snmp']['access']>;
}) {
  const { said, todo, lines } = snmpTrouble(failure, access, useUs());
  return (
    <div data-snmp-failure={failure.why}>
      <p>
        <b>{plain(said)}</b> {todo}
      </p>
      {lines.length > 0 && <Commands lines={lines} />}
    </div>
  );
}
