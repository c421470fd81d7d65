import type { DeviceRow } from '../../server/domain/feed.ts';
import type { PollFailure, Polling } from '../../server/domain/polling.ts';
import { explainFailure } from './polling.ts';
import { clockTrouble } from './clock.ts';
import type { Findings } from './findings.ts';
import { freshest, silent } from './freshness.ts';
import { lossTrouble, syslogTrouble } from './heartbeat.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import { lead, type Statement, type Verdict } from './verdict.ts';

interface Polled {
  readonly polling?: Omit<Polling, 'device'>;
  readonly last?: { readonly at: number; readonly failures: readonly PollFailure[] };
}

/** The failure that kept a poll from asking anything, if one did. */
export function barred(failures: readonly PollFailure[]): PollFailure | undefined {
  return failures.find(({ at }) => !at.startsWith('show '));
}

/** The first line of a device's page. */
export function deviceVerdict(
  device: DeviceRow,
  { polling, last }: Polled,
  told: Findings | undefined,
  now: number,
): Verdict {
  const name = plain(device.name);
  const statements: Statement[] = [];
  const failure = polling === undefined ? undefined : barred(last?.failures ?? []);
  if (failure !== undefined)
    statements.push({
      state: failure.why === 'key changed' ? 'crit' : 'warn',
      text: `${name} is not polled: ${explainFailure(failure, device.name).said}`,
    });
  if (silent(device.heartbeat, now)) {
    const { at } = freshest(device.heartbeat, now);
    const since = at === null ? 'it has never sent anything' : `silent for ${age(now - at)}`;
    statements.push({ state: 'unknown', text: `Of ${name} no messages are heard: ${since}.` });
  }
  const trouble = silent(device.heartbeat, now) ? undefined : clockTrouble(device.clock);
  if (trouble !== undefined) statements.push({ state: 'warn', text: `${name}: ${trouble}.` });
  const mute = syslogTrouble(device.heartbeat, now);
  if (mute !== undefined) statements.push({ state: 'warn', text: `${name}: ${mute}.` });
  const loss = lossTrouble(device.heartbeat, now);
  if (loss !== undefined) statements.push({ state: 'warn', text: `${name}: ${loss}.` });
  const critical = told?.findings.filter(({ severity }) => severity === 'critical') ?? [];
  const [worst] = critical;
  if (worst !== undefined) statements.push({ state: 'crit', text: `${name}: ${worst.title.toLowerCase()}.` });
  if (told?.configuration === null)
    statements.push({ state: 'unknown', text: `The configuration of ${name} is not known.` });
  return lead(statements, { state: 'ok', text: `${name} is heard${polling === undefined ? '' : ' and answers'}.` }, '');
}
