import { Counter, Gauge, Registry } from 'prom-client';
import { Type } from 'typebox';
import type { CommittedView, Health } from './committed.ts';
import type { Reads } from '../store/reads.ts';
import { failures } from './errors.ts';
import { ledgerMetrics } from './ledger-metrics.ts';
import { labels, polledSamples } from './polled-metrics.ts';
import { processMetrics } from './process-metrics.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';

/** A figure with its labels. */
type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** What is told of viewers. */
export interface ViewerFigures {
  readonly viewers: number;
  readonly refused: number;
  readonly cut: Readonly<Record<string, number>>;
}

/** Where the figures come from. */
export interface MetricSources {
  readonly book: CommittedView;
  readonly health: () => Health;
  readonly viewers?: (() => ViewerFigures) | undefined;
  readonly reads?: Pick<Reads, 'snmp'> | undefined;
}

/**
 * The figures for Prometheus, read when they are asked for. Labels are names from the configuration and words of ours, never bytes
 * that somebody sent.
 */
export function createMetrics({ book, health, viewers, reads }: MetricSources): Registry {
  const registry = new Registry();
  const add = (Kind: typeof Counter | typeof Gauge) => {
    return (
      name: string,
      labelNames: readonly string[],
      help: string,
      read: () => Iterable<Sample> | Promise<Iterable<Sample>>,
    ): void => {
      const metric = new Kind({ name, help, labelNames: [...labelNames], registers: [registry], collect });
      async function collect(): Promise<void> {
        const samples = await read();
        metric.reset();
        for (const [labels, value] of samples) metric.inc(labels, value);
      }
    };
  };
  const gauge = add(Gauge);
  // Absolute values of counts that are kept elsewhere: a counter that is set anew at each scrape.
  const counter = add(Counter);

  gauge('tunnelwatch_sessions', ['device', 'protocol'], 'Active sessions.', function* () {
    const protocols = Object.keys(book.summary().sessions.byProtocol);
    // A series that is there from the start: Prometheus takes a missing one for no data.
    for (const { name: device, state } of book.devices()) {
      if (state === 'adopted') for (const protocol of protocols) yield [{ device, protocol }, 0];
    }
    for (const { device, protocol, state } of book.sessions()) if (state === 'active') yield [{ device, protocol }, 1];
  });
  gauge('tunnelwatch_tunnels', ['kind'], 'Tunnels of active sessions.', () => byName('kind', book.summary().tunnels));
  gauge('tunnelwatch_users', [], 'Users with at least one active session.', () => [[{}, book.summary().users]]);
  gauge('tunnelwatch_pool_addresses', ['device', 'pool'], 'Addresses of a pool.', function* () {
    for (const { device, name, size } of book.pools()) if (size !== null) yield [{ device, pool: name }, size];
  });
  gauge('tunnelwatch_pool_used', ['device', 'pool'], 'Addresses of a pool that are assigned.', function* () {
    for (const { device, name, used } of book.pools()) yield [{ device, pool: name }, used];
  });
  gauge('tunnelwatch_pool_listed', ['device', 'pool', 'state'], 'Addresses of a pool as last polled.', function* () {
    for (const { device, name, polled } of book.pools()) {
      if (polled === undefined) continue;
      const { used, held, free } = polled;
      for (const [state, count] of Object.entries({ used, held, free })) yield [{ device, pool: name, state }, count];
    }
  });
  gauge('tunnelwatch_pool_leaked', ['device', 'pool'], 'Addresses in use that no session has.', function* () {
    for (const { device, name, polled } of book.pools())
      if (polled !== undefined) yield [{ device, pool: name }, polled.leaked.length];
  });
  gauge('tunnelwatch_listed_bytes', ['sessions', 'direction'], 'Counted by the sessions last polled.', function* () {
    const { remoteAccess, lanToLan } = book.summary();
    for (const [sessions, total] of Object.entries({ remoteAccess, lanToLan })) {
      if (total === undefined) continue;
      yield [{ sessions, direction: 'tx' }, total.bytesTx];
      yield [{ sessions, direction: 'rx' }, total.bytesRx];
    }
  });
  const ended = growth(book);
  counter(
    'tunnelwatch_session_bytes_total',
    ['direction'],
    'Bytes of sessions that ended since the start; tx went to the client.',
    () => byName('direction', ended()),
  );
  counter('tunnelwatch_messages_total', ['collector', 'bucket'], 'What became of what arrived.', function* () {
    for (const { collector, buckets } of health().collectors) {
      for (const [bucket, count] of Object.entries(buckets)) yield [{ collector, bucket }, count];
    }
  });
  counter('tunnelwatch_messages_outcome_total', ['collector', 'outcome'], 'What was read in messages.', function* () {
    for (const { collector, outcomes } of health().collectors) {
      for (const [outcome, count] of Object.entries(outcomes)) yield [{ collector, outcome }, count];
    }
  });
  for (const { name, type, labelNames, help, read } of ledgerMetrics(book, health))
    (type === 'counter' ? counter : gauge)(name, labelNames, help, read);
  gauge('tunnelwatch_last_message_timestamp_seconds', ['device'], 'Arrival of the last message.', function* () {
    for (const { name, lastMessageAt } of book.devices()) {
      if (lastMessageAt !== null) yield [{ device: name }, lastMessageAt / 1000];
    }
  });
  if (reads !== undefined) {
    const told = polledSamples(book, reads);
    gauge('tunnelwatch_device_gauge', labels, 'Read over SNMP.', () => told('gauge'));
    counter('tunnelwatch_device_counter_total', labels, 'Read over SNMP; a device counts anew when it restarts.', () =>
      told('counter'),
    );
  }
  if (viewers !== undefined) {
    gauge('tunnelwatch_viewers', [], 'Browsers that watch.', () => [[{}, viewers().viewers]]);
    counter('tunnelwatch_viewers_refused_total', [], 'Handshakes refused.', () => [[{}, viewers().refused]]);
    counter('tunnelwatch_viewers_cut_total', ['reason'], 'Viewers cut.', () => byName('reason', viewers().cut));
  }
  for (const { name, type, help, read } of processMetrics) {
    (type === 'counter' ? counter : gauge)(name, [], help, () => [[{}, read()]]);
  }
  return registry;
}

/** The figures as Prometheus' text. */
export function metricsResource(sources: MetricSources): Resource {
  const registry = createMetrics(sources);
  return (app, _options, done) => {
    const response = { 200: Type.String({ description: "Prometheus' text format." }), ...failures() };
    const schema = { summary: 'Figures for Prometheus', querystring: query({}), response, produces: ['text/plain'] };
    app.get('/metrics', { schema }, async (_request, reply) => {
      const text = await registry.metrics();
      return reply.type(registry.contentType).send(text);
    });
    done();
  };
}

function* byName(label: string, values: Readonly<Record<string, number>>): Iterable<Sample> {
  for (const [name, value] of Object.entries(values)) yield [{ [label]: name }, value];
}

/**
 * Sums up the bytes of a day's minutes over all days: a counter must not fall when a minute is forgotten. It begins at 0, like every
 * counter of a process: what ended before the start was told by the process before, and Prometheus would add it a second time.
 */
function growth(book: CommittedView): () => { readonly tx: number; readonly rx: number } {
  let known = new Map([...book.minutes()].map(({ minute, bytesTx: tx, bytesRx: rx }) => [minute, { tx, rx }]));
  const total = { tx: 0, rx: 0 };
  return () => {
    const next = new Map<number, { readonly tx: number; readonly rx: number }>();
    for (const { minute, bytesTx: tx, bytesRx: rx } of book.minutes()) {
      const before = known.get(minute);
      total.tx += Math.max(0, tx - (before?.tx ?? 0));
      total.rx += Math.max(0, rx - (before?.rx ?? 0));
      next.set(minute, { tx, rx });
    }
    known = next;
    return total;
  };
}
