import { Type } from 'typebox';
import type { Change } from '../domain/change.ts';
import type { Failing, Standing } from '../domain/standing.ts';
import type { Lock } from '../domain/lock.ts';
import type {
  Alike,
  AlikeSpan,
  EarlierPages,
  EarlierTold,
  HolderRow,
  HoldersTold,
  LastChange,
  PersonRow,
  UserTold,
} from '../domain/user-told.ts';
import { attemptRow, cause, gapRow, messageRow, sessionRow, stage, verdictRow } from './rows.ts';
import { listOf, next, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text } = Type;

const failing = schemaOf<Failing>()(
  Row({
    attempt: Integer({ description: 'The last that failed, or else fell silent.' }),
    stage,
    cause: Optional(cause),
    times: Integer({ description: 'At this stage.' }),
    inAll: Integer(),
    first: time,
    last: time,
    every: Optional(Integer({ description: 'Milliseconds between the tries, where they come at a fixed period.' })),
  }),
);

const is = Enum(['connected', 'under way', 'failing', 'away', 'rejected', 'nothing'], {
  description:
    '`rejected`: nothing but rejections that may have been of SSH, ASDM or enable; `nothing`: no trace at all.',
});

const standing = schemaOf<Standing>()(
  Row({
    is,
    active: listOf(Integer({ description: 'Active sessions, the one that began last first.' })),
    underWay: Optional(Integer({ description: 'The try that goes on.' })),
    failing: Optional(failing),
    success: Optional(Row({ at: time, session: Optional(Integer()) })),
    rejections: Integer({ description: 'After the last success, tied to no login.' }),
  }),
);

const alikeSpan = schemaOf<AlikeSpan>()(
  Row({
    from: time,
    to: time,
    devices: listOf(
      Row({
        device: Text(),
        users: Integer(),
        strangers: Integer({ description: 'Names that may be passwords, or were not told: by address.' }),
      }),
    ),
  }),
);
const alike = schemaOf<Alike>()(Row({ cause, now: alikeSpan, then: Optional(alikeSpan) }));

const change = schemaOf<Change>()(
  Row({
    at: time,
    user: Text(),
    command: Text({ description: 'Without secrets.' }),
    from: Optional(Text()),
    by: Optional(Text()),
  }),
);
const lastChange = schemaOf<LastChange>()(
  Row({
    device: Text(),
    since: Type.Integer({ description: 'Messages were looked for since then, epoch milliseconds.' }),
    commands: Integer({ description: 'Messages of commands that were looked at.' }),
    told: Optional(change),
    polled: Optional(Row({ words: Text({ description: 'As `show version` prints it.' }), at: time })),
  }),
);

const lock = schemaOf<Lock>()(
  Type.Union([
    Row({
      ...{ device: Text(), at: time, is: Type.Literal('locked'), user: Text(), failures: Integer() },
      lockedAt: Optional(Text({ description: "By the device's own clock, as printed." })),
    }),
    Row({ device: Text(), at: time, is: Type.Literal('shunned'), address: Text(), interface: Text() }),
  ]),
);

const earlierPages = schemaOf<EarlierPages>()(Row({ sessions: next, attempts: next }));

/** A page of what a user had and tried before. */
export const earlierTold = schemaOf<EarlierTold>()(
  Row({ sessions: listOf(sessionRow), attempts: listOf(attemptRow), next: earlierPages }),
);

/** What is told of one user. */
export const userTold = schemaOf<UserTold>()(
  Row({
    at: time,
    writings: listOf(Text({ description: 'The name in every way in which it stands in the record.' })),
    standing,
    sessions: listOf(sessionRow),
    attempts: listOf(attemptRow),
    next: earlierPages,
    inAll: Row({ sessions: Integer(), attempts: Integer() }, { description: 'On record.' }),
    locks: listOf(lock),
    locksTold: listOf(Text({ description: 'A head-end whose polls tell who of the local database is locked.' })),
    rejected: listOf(verdictRow),
    nameless: listOf(attemptRow),
    traffic: listOf(
      Row({
        session: Integer(),
        is: Enum(['flowing', 'idle', 'no return path', 'blocked at the client or NAT-T']),
        at: time,
      }),
    ),
    evidence: Optional(Row({ attempt: Integer(), messages: listOf(messageRow) })),
    alike: Optional(alike),
    change: Optional(lastChange),
  }),
);

/** A user in a list. */
export const personRow = schemaOf<PersonRow>()(
  Row({ names: listOf(Text()), is, session: Optional(sessionRow), attempt: Optional(attemptRow) }),
);

const holderRow = schemaOf<HolderRow>()(
  Row({
    session: sessionRow,
    sure: Enum(['yes', 'perhaps'], { description: '`perhaps`: by then it may have been over.' }),
  }),
);

/** Whose an address was. */
export const holdersTold = schemaOf<HoldersTold>()(
  Row({
    address: Text(),
    from: time,
    to: time,
    held: listOf(holderRow),
    cameFrom: listOf(holderRow),
    before: Optional(sessionRow),
    after: Optional(sessionRow),
    gaps: listOf(gapRow),
  }),
);
