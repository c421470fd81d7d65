import { Type } from 'typebox';
import { ledgerOf, type Ledger, type LedgerLine, type PollLine, type SenderLine } from '../domain/ledger.ts';
import type { CommittedView, Health } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { counts, listOf, orNull, query, schemaOf, time } from './schema.ts';

const { Object: Row, Integer, String: Text } = Type;

const residual = Integer({ description: 'What is not accounted for: 0, or we have a fault.' });

const line = schemaOf<LedgerLine>()(
  Row({
    collector: Text(),
    sent: Integer({ description: 'Received, or dropped by the kernel before.' }),
    received: Integer(),
    buckets: counts,
    queued: Integer({ description: 'Messages that wait to be stored.' }),
    residual,
  }),
);

const sender = schemaOf<SenderLine>()(
  Row({
    from: orNull(Text({ description: '`null`: all others together.' })),
    device: orNull(Text()),
    received: Integer(),
    stored: Integer(),
    counted: Integer(),
    refused: Integer(),
    lost: Integer(),
    queued: Integer(),
    residual,
  }),
);

const polls = schemaOf<PollLine>()(
  Row({
    collector: Text(),
    due: Integer({ description: 'Polls whose time has come.' }),
    buckets: counts,
    queued: Integer({ description: 'Under way, or wait to be stored.' }),
    residual,
  }),
);

const answer = schemaOf<Ledger & Pick<Health, 'at'>>()(
  Row({ at: time, lines: listOf(line), total: line, senders: listOf(sender), polls: listOf(polls) }),
);

/** Where everything went that was received since the start: by collector, all together, and by sender; and what became of each poll. */
export function ledgerResource(health: () => Health, book: Pick<CommittedView, 'deviceNameOf'>): Resource {
  return (app, _options, done) => {
    const schema = { summary: 'Ledger', querystring: query({}), response: { 200: answer, ...failures() } };
    app.get('/api/ledger', { schema }, () => {
      const { at, collectors } = health();
      return { at, ...ledgerOf(collectors, (from) => book.deviceNameOf(from)) };
    });
    done();
  };
}
