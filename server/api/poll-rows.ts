import { Type } from 'typebox';
import type { PollFailure, PollPace } from '../domain/polling.ts';
import { schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text } = Type;

export const failure = schemaOf<PollFailure>()(
  Row({
    at: Text({ description: '`connect`, `login`, or the command.' }),
    why: Enum(['unreachable', 'deadline', 'key unknown', 'key changed', 'login refused', 'refused', 'misfit', 'cut']),
    detail: Text(),
    transcript: Optional(Text({ description: 'What the device printed, without its secrets.' })),
    line: Optional(Integer({ description: 'The line of it that nobody knows, from 1.' })),
    fingerprint: Optional(Text({ description: 'SHA-256 of the key that answered, and that nobody has accepted.' })),
    until: Optional(time),
  }),
);

export const pace = schemaOf<PollPace>()(
  Row({
    polling: Type.Boolean({ description: 'Whether a poll is under way.' }),
    stretch: Type.Number({ description: 'How many times longer than asked for its interval is.' }),
    skipped: Integer(),
    late: Type.Number({ description: 'How late the last poll began, in milliseconds.' }),
    nextAt: time,
    blockedUntil: Optional(time),
  }),
);
