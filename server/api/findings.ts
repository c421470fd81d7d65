import { Type } from 'typebox';
import { arrivalOf, liveOf } from '../domain/doctor/circumstances.ts';
import { diagnose } from '../domain/doctor/doctor.ts';
import type { Finding, Severity, Touched } from '../domain/doctor/finding.ts';
import type { DeviceRow } from '../domain/feed.ts';
import { knownConfiguration } from '../domain/kept-configuration.ts';
import type { Evidence } from '../domain/stated.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView, Health } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { protocol } from './rows.ts';
import { listOf, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text, Boolean, Literal } = Type;

const evidence = schemaOf<Evidence>()(Row({ line: Integer(), text: Text({ description: 'Without secrets.' }) }));

const touched = schemaOf<Touched>()(
  Row({ tunnelGroup: Optional(Text()), protocol, clientType: Optional(Text()), sessions: Integer() }),
);

const finding = schemaOf<Finding>()(
  Row({
    id: Text(),
    severity: Enum(['critical', 'warning', 'note']),
    title: Text(),
    subject: Optional(Text({ description: 'The tunnel group, policy, pool or user it is about.' })),
    why: Text(),
    evidence: listOf(evidence),
    seen: Optional(Text({ description: 'What no line shows: what arrives, or what is absent.' })),
    verified: Boolean({ description: 'False: by default of the release, which nobody has looked up.' }),
    breaks: Text({ description: 'What would break when it is mended.' }),
    touches: Optional(listOf(touched)),
    mend: Type.Union([
      Row({ how: Literal('commands'), commands: listOf(Text()), note: Optional(Text()) }),
      Row({ how: Literal('migrate'), to: Text() }),
    ]),
  }),
);

const configuration = Type.Unsafe<{
  readonly at: number;
  readonly source: 'poll' | 'file';
  readonly complete: boolean;
  readonly version: string | null;
} | null>({
  type: ['object', 'null'],
  description: 'The configuration that was looked at; `null`: nobody has told one yet.',
  properties: {
    at: time,
    source: { type: 'string', enum: ['poll', 'file'] },
    complete: { type: 'boolean' },
    version: { type: ['string', 'null'] },
  },
  required: ['at', 'source', 'complete', 'version'],
});

/** What is wrong with a device's configuration, judged anew at each question. */
export function findingsResource(reads: Reads, book: CommittedView, health: () => Health): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'What is wrong with the configuration of a device, or hidden by it: the worst first',
      params: Row({ name: Text({ minLength: 1, maxLength: 256 }) }),
      querystring: query({}),
      response: {
        200: Row({ configuration, findings: listOf(finding), notChecked: listOf(Text()) }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/devices/:name/findings', { schema }, async ({ params }) => {
      const device = book.devices().find(({ name }) => name === params.name);
      if (device === undefined) throw new ApiError('noDevice');
      const diagnosed = await diagnosisOf(device, reads, book, health());
      if (diagnosed === undefined) return { configuration: null, findings: [], notChecked: [] };
      const { known, findings, notChecked } = diagnosed;
      const { at, source, complete } = known;
      const version = known.configuration.version?.value ?? null;
      return { configuration: { at, source, complete, version }, findings, notChecked };
    });
    done();
  };
}

/** What the doctor says of a device's configuration; `undefined` where nobody has told one. */
export async function diagnosisOf(device: DeviceRow, reads: Reads, book: CommittedView, { at, gaps }: Health) {
  const known = knownConfiguration(await reads.configurations(device.id));
  if (known === undefined) return undefined;
  const { last } = await reads.poll(device.id);
  const arrival = arrivalOf(device, last?.facts, { at, gap: gaps.length > 0 });
  const { findings, notChecked } = diagnose(known.configuration, arrival, liveOf(book.sessions(), device.name));
  const of = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const counts = { critical: of('critical'), warning: of('warning'), note: of('note') };
  return { known, findings, notChecked, counts };
}
