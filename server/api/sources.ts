import { Type } from 'typebox';
import type { DeviceRow } from '../domain/feed.ts';
import {
  sourceRow,
  type AskedSource,
  type FindingCounts,
  type KnownSources,
  type SourceRow,
} from '../domain/sources.ts';
import type { AllSources } from '../store/polled-reads.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView, Health } from './committed.ts';
import { failures } from './errors.ts';
import { diagnosisOf } from './findings.ts';
import { placeOptions, standing } from './place.ts';
import { failure } from './poll-rows.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Integer, String: Text } = Type;

/** How far back traps are looked for, and for how long findings are kept, in milliseconds. */
const HOUR = 3_600_000;
const KEPT = 60_000;
/** How many configurations are judged for one answer: the others wait for the next. */
const MOST = 50;

export const askedSource = schemaOf<AskedSource>()(
  Row({
    everySeconds: Integer({ description: '0: never, for traps alone.' }),
    at: orNull(time),
    failure: Optional(Type.Pick(failure, ['at', 'why', 'detail'])),
    failed: Integer({ description: 'How much of the last poll gave nothing.' }),
  }),
);

const counted = Type.Unsafe<FindingCounts>({
  type: ['object', 'null'],
  description: '`null`: no configuration was told. Absent: nobody has looked yet; ask again.',
  properties: { critical: { type: 'integer' }, warning: { type: 'integer' }, note: { type: 'integer' } },
  required: ['critical', 'warning', 'note'],
});

const row = schemaOf<SourceRow>()(
  Row({
    device: Text(),
    trapAt: orNull(time),
    show: Optional(askedSource),
    snmp: Optional(askedSource),
    findings: Optional(counted),
    version: Optional(Text()),
    platform: Optional(Text()),
  }),
);

/** What each source of each device last told: traps, polls by commands and over SNMP, and how many findings there are. */
export function sourcesResource(reads: Reads, book: CommittedView, health: () => Health): Resource {
  const kept = new Map<number, { readonly at: number; readonly findings: FindingCounts }>();

  async function judge(devices: readonly DeviceRow[], at: number): Promise<void> {
    const stale = devices.filter(({ id }) => at - (kept.get(id)?.at ?? -Infinity) >= KEPT);
    for (const device of stale.slice(0, MOST)) {
      const diagnosis = await diagnosisOf(device, reads, book, health());
      kept.set(device.id, { at, findings: diagnosis === undefined ? null : diagnosis.counts });
    }
  }

  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary: 'What each source of each device last told, and how many findings there are',
      querystring: query({ site, tag }),
      response: { 200: Row({ at: time, sources: listOf(row) }), ...failures('invalid', 'busy') },
    };
    app.get('/api/sources', { schema }, async ({ query: asked }) => {
      const devices = standing(book.devices(), asked);
      const { at } = health();
      const all = await reads.sources(at - HOUR);
      await judge(devices, at);
      return { at, sources: devices.map((one) => sourceRow(one.name, knownOf(one, all), kept.get(one.id)?.findings)) };
    });
    done();
  };
}

/** What of all that is known is of one device. */
export function knownOf({ id, addresses }: Pick<DeviceRow, 'id' | 'addresses'>, all: AllSources): KnownSources {
  const of = <T extends { readonly device: number }>(rows: readonly T[]) => rows.find(({ device }) => device === id);
  const [polling, show, access, snmp] = [of(all.pollings), of(all.shows), of(all.accesses), of(all.snmps)];
  const traps = addresses.flatMap((address) => all.traps.get(address) ?? []);
  return {
    ...(polling && { polling }),
    ...(show && { show }),
    ...(access && { access }),
    ...(snmp && { snmp }),
    engines: all.engines.filter(({ device }) => device === id),
    ...(traps.length > 0 && { trapAt: Math.max(...traps) }),
  };
}
