import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Intake } from '../../collectors/syslog/intake.ts';
import type { Clock } from '../../server/domain/clock.ts';
import type { Event } from '../../server/domain/event.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { Recorder } from '../../server/record/recorder.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { login, logout } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** The repeated hour in Paris: what the stamps say may be an hour earlier. */
const START = Date.UTC(2026, 9, 25, 1, 30);
const SECOND = 1_000;
const stamps = {
  right: (at: number) => printed(at, 'UTC'),
  unset: (at: number) => printed(at - 33 * 365 * 86_400_000, 'UTC'),
  nextYear: (at: number) => printed(at + 365 * 86_400_000, 'UTC'),
  yearless: (at: number) => printed(at, 'Europe/Paris').replace(' 2026', ''),
  repeated: (at: number) => printed(at - (at % 2_000 === 0 ? 3_600_000 : 0), 'Europe/Paris'),
  leapDay: () => 'Feb 29 23:59:59',
  impossible: () => 'Feb 30 2026 25:00:00',
  none: () => undefined,
} satisfies Readonly<Record<string, (at: number) => string | undefined>>;

test('whatever the stamps of the lines say, the same is recorded', async (t) => {
  const expected = await recorded(t, stamps.right);
  const kinds = expected.events.map(({ kind }) => kind);
  for (const kind of ['session.opened', 'session.ended', 'login.rejected'])
    assert.ok(kinds.includes(kind as never), kind);
  const says: Record<string, Clock['says'] | undefined> = {};
  for (const [name, stamp] of Object.entries(stamps)) {
    const { events, rows, clock } = await recorded(t, stamp);
    assert.deepEqual(events, expected.events, name);
    assert.deepEqual(rows, expected.rows, name);
    says[name] = clock?.says;
  }
  assert.deepEqual(says, {
    ...{ right: 'time', unset: 'unset', nextYear: 'time', yearless: 'time', repeated: 'time', leapDay: 'unreadable' },
    ...{ impossible: 'unreadable', none: 'nothing' },
  });
});

test('a clock that is 5 minutes ahead is shown so, and exactly once its zone is told', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const ahead = 5 * 60 * SECOND;
  const [line = ''] = login('marty');
  await send(program.syslogPort, [withStamp(line, printed(Date.now() + ahead, 'Europe/Paris').replace(/ \d{4}/, ''))]);
  const estimated = await clockOf(program, (device) => device.clock !== undefined);
  const offset = Math.round((civil(Date.now(), 'Europe/Paris') - Date.now()) / 60_000);
  assert.deepEqual([estimated.clock?.offset, estimated.clock?.offsetIs], [offset, 'estimated']);
  assert.ok(Math.abs((estimated.clock?.skew ?? 0) - ahead) <= 2 * SECOND, `${estimated.clock?.skew}`);
  assert.equal(estimated.zone, undefined);

  await tunnelwatch(lab.database, 'device', 'zone', '127.0.0.1', 'Australia/Adelaide');
  const wrong = await clockOf(program, (device) => device.zone === 'Australia/Adelaide');
  assert.ok(Math.abs(wrong.clock?.skew ?? 0) > 3_600_000);
  await tunnelwatch(lab.database, 'device', 'zone', '127.0.0.1', 'Europe/Paris');
  const exact = await clockOf(program, (device) => device.zone === 'Europe/Paris');
  assert.deepEqual([exact.clock?.offset, exact.clock?.offsetIs], [offset, 'configured']);
  assert.ok(Math.abs((exact.clock?.skew ?? 0) - ahead) <= 2 * SECOND, `${exact.clock?.skew}`);
  await assert.rejects(tunnelwatch(lab.database, 'device', 'zone', '127.0.0.1', 'Mars/Olympus'), {
    code: 2,
    stderr:
      'tunnelwatch: "Mars/Olympus": not a time zone (an IANA name such as Europe/Paris, or an offset such as UTC+05:30)\n',
  });
  assert.equal(await program.stop(), 0);

  const again = await startProgram(lab.database);
  t.after(() => again.kill());
  const after = await clockOf(again, () => true);
  assert.equal(after.zone, 'Europe/Paris', 'the zone is kept');
  assert.equal(after.clock, undefined, 'the clock is looked at anew');
  assert.equal(await again.stop(), 0);
});

function clockOf(program: Program, passes: (device: DeviceRow) => boolean): Promise<DeviceRow> {
  const ask = async (): Promise<DeviceRow | undefined> =>
    (await program.get<{ devices: DeviceRow[] }>('/api/devices')).devices[0];
  return until(ask, (device) => device !== undefined && passes(device)).then((device) => device as DeviceRow); // it passed
}

/** What is recorded of a login, its end and a failed login a second apart, each line with its stamp. */
async function recorded(t: TestContext, stampAt: (at: number) => string | undefined) {
  const lab = await makeLab();
  t.after(lab.remove);
  let at = START;
  const now = (): number => at;
  const store = await openStore({ path: lab.database, now });
  let clock: Clock | undefined;
  const recorder = await Recorder.open({
    ...{ store, now, adopt: true },
    publish: ({ devices }) => (clock = devices[0]?.clock),
    devicesChanged: () => undefined,
  });
  const admission = { known: [], room: 1 };
  const intake = new Intake({ admission, firstMessage: 1, queueBytes: 1_000_000, now });
  const rejected =
    '<166>x: %ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = doc';
  const lines = [...login('marty'), ...logout('marty'), rejected];
  for (const [index, line] of lines.entries()) {
    at += SECOND;
    intake.receive(withStamp(line, stampAt(at)), '10.10.10.2');
    const load = intake.load();
    const health = { collector: 'syslog', ...intake.counts('now'), receiveBuffer: { effective: null, wanted: 0 } };
    await recorder.take({
      collector: 'syslog',
      epoch: 1,
      seq: index + 1,
      at,
      ...load,
      health: { ...health, warnings: [] },
    });
    intake.stored();
  }
  const { sessions, attempts, verdicts } = await store.load(at, 0);
  const events: readonly Event[] = (await store.eventsAfter(0, 1_000)).map(({ event }) => event);
  await store.close();
  return { events, rows: { sessions, attempts, verdicts }, clock };
}

function withStamp(line: string, stamp: string | undefined): string {
  return line.replace(/^(<\d+>)[^%]*/, (_, pri: string) => (stamp === undefined ? pri : `${pri}${stamp}: `));
}

/** What a clock in the zone shows, as if that were UTC. */
function civil(at: number, timeZone: string): number {
  return Date.parse(`${new Date(at).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T')}Z`);
}

/** `Oct 25 2026 02:30:00` */
function printed(at: number, timeZone: string): string {
  const [, day, month, year, clock] = new Date(civil(at, timeZone)).toUTCString().split(' ');
  return `${month} ${day} ${year} ${clock}`;
}
