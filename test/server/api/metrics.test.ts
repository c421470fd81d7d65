import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../../../server/api/metrics.ts';
import { AT, book, get, health } from './stage.ts';

interface Parsed {
  /** `name{label="value"}` as it stands in the text, and its value. */
  readonly samples: ReadonlyMap<string, number>;
  readonly types: ReadonlyMap<string, string>;
}

/** Reads Prometheus' text format 0.0.4, and nothing that it does not allow. */
function parse(text: string): Parsed {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('# HELP ')) continue;
    const type = /^# TYPE ([a-z_]+) (counter|gauge)$/.exec(line);
    if (type !== null) {
      types.set(String(type[1]), String(type[2]));
      continue;
    }
    const sample =
      /^([a-z_]+(?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})?) (\S+)$/.exec(line);
    assert.ok(sample !== null, `not in the format: ${line}`);
    const [, series = '', value] = sample;
    assert.ok(!samples.has(series), `twice: ${series}`);
    assert.ok(types.has(series.replace(/\{.*/s, '')), `no type before ${series}`);
    samples.set(series, Number(value));
  }
  return { samples, types };
}

test('the figures are in the text, under the names that Prometheus wants', async () => {
  const viewers = () => ({ viewers: 3, refused: 1, cut: { slow: 2, junk: 0 } });
  const answer = await get('/metrics', { viewers });
  assert.match(String(answer.headers['content-type']), /^text\/plain; version=0\.0\.4/);
  const { samples, types } = parse(answer.body);
  const ours = new Map([...samples].filter(([series]) => series.startsWith('tunnelwatch_')));
  const device = 'device="hill-valley"';
  assert.deepEqual(
    ours,
    new Map([
      ...['ikev1', 'ikev2', 'anyconnect', 'clientless', 'unknown'].map((protocol): [string, number] => [
        `tunnelwatch_sessions{${device},protocol="${protocol}"}`,
        protocol === 'ikev1' || protocol === 'anyconnect' ? 1 : 0,
      ]),
      // 2^53 + 1001: a figure for Prometheus is a number.
      [`tunnelwatch_device_counter_total{${device},metric="ipsec.in.octets",instance=""}`, 2 ** 53 + 1000],
      ['tunnelwatch_tunnels{kind="ike"}', 1],
      ['tunnelwatch_tunnels{kind="ipsec"}', 2],
      ['tunnelwatch_tunnels{kind="parent"}', 1],
      ['tunnelwatch_tunnels{kind="ssl"}', 1],
      ['tunnelwatch_tunnels{kind="dtls"}', 0],
      ['tunnelwatch_users', 2],
      [`tunnelwatch_pool_addresses{${device},pool="vpnpool"}`, 100],
      [`tunnelwatch_pool_used{${device},pool="vpnpool"}`, 2],
      [`tunnelwatch_pool_used{${device},pool="elsewhere"}`, 2],
      [`tunnelwatch_pool_listed{${device},pool="vpnpool",state="used"}`, 3],
      [`tunnelwatch_pool_listed{${device},pool="vpnpool",state="held"}`, 2],
      [`tunnelwatch_pool_listed{${device},pool="vpnpool",state="free"}`, 95],
      [`tunnelwatch_pool_leaked{${device},pool="vpnpool"}`, 1],
      ['tunnelwatch_session_bytes_total{direction="tx"}', 0],
      ['tunnelwatch_session_bytes_total{direction="rx"}', 0],
      ['tunnelwatch_messages_total{collector="syslog-udp",bucket="stored"}', 7],
      ['tunnelwatch_messages_total{collector="syslog-udp",bucket="kernelDropped"}', 0],
      ['tunnelwatch_messages_total{collector="syslog-udp",bucket="tooLong"}', 1],
      ...Object.entries({ claim: 4, noted: 1, unlisted: 1, misfit: 0, foreign: 1 }).map(
        ([outcome, count]): [string, number] => [
          `tunnelwatch_messages_outcome_total{collector="syslog-udp",outcome="${outcome}"}`,
          count,
        ],
      ),
      [`tunnelwatch_last_message_timestamp_seconds{${device}}`, AT / 1000],
      ['tunnelwatch_viewers', 3],
      ['tunnelwatch_viewers_refused_total', 1],
      ['tunnelwatch_viewers_cut_total{reason="slow"}', 2],
      ['tunnelwatch_viewers_cut_total{reason="junk"}', 0],
    ]),
  );
  for (const [name, type] of types) assert.equal(name.endsWith('_total'), type === 'counter', name);
  for (const name of ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_start_time_seconds']) {
    assert.ok((samples.get(name) ?? 0) > 0, name);
  }
});

test('each scrape tells what is, and two servers do not share', async () => {
  let users = 1;
  const counting = { ...book, summary: () => ({ ...book.summary(), users }) };
  const one = createMetrics({ book: counting, health: () => health });
  createMetrics({ book, health: () => health });
  assert.equal(parse(await one.metrics()).samples.get('tunnelwatch_users'), 1);
  users = 0;
  assert.equal(parse(await one.metrics()).samples.get('tunnelwatch_users'), 0);
});

test('the count of bytes begins at 0, and does not fall when a minute is forgotten', async () => {
  let minutes = [minute(1, 10), minute(2, 20)];
  const metrics = createMetrics({ book: { ...book, minutes: () => minutes }, health: () => health });
  const read = async () =>
    parse(await metrics.metrics()).samples.get('tunnelwatch_session_bytes_total{direction="tx"}');
  assert.equal(await read(), 0);
  minutes = [minute(2, 25)];
  assert.equal(await read(), 5);
  minutes = [minute(2, 25), minute(3, 5)];
  assert.equal(await read(), 10);
  assert.equal(await read(), 10);
});

test('a name with quotes, a line break or a backslash stays one label', async () => {
  const name = 'a"b\\c\nd{}';
  const odd = { ...book, pools: () => book.pools().map((row) => ({ ...row, device: name })) };
  const { samples } = parse(await createMetrics({ book: odd, health: () => health }).metrics());
  assert.equal(samples.get('tunnelwatch_pool_addresses{device="a\\"b\\\\c\\nd{}",pool="vpnpool"}'), 100);
});

function minute(at: number, bytesTx: number) {
  return { minute: at * 60_000, active: 0, opened: 0, ended: 1, bytesTx, bytesRx: 0 };
}
