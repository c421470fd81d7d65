import { Type } from 'typebox';
import type { DeviceFacts, PollPace } from '../domain/polling.ts';
import { withRates, type RatedSample } from '../domain/sample-rates.ts';
import { snmpAuths, snmpPrivs, type SnmpAccess, type SnmpEngine } from '../domain/snmp.ts';
import { toldFacts, type FactSource, type ToldFacts } from '../domain/told-facts.ts';
import type { DevicePoll, DeviceSnmp } from '../store/polled-reads.ts';
import { deviceFacts } from './device-facts.ts';
import { failure, pace } from './poll-rows.ts';
import { listOf, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, Number, String: Text, Boolean } = Type;

const access = schemaOf<Omit<SnmpAccess, 'device'>>()(
  Row(
    {
      version: Enum(['v2c', 'v3']),
      user: Optional(Text()),
      auth: Optional(Enum([...snmpAuths])),
      priv: Optional(Enum([...snmpPrivs])),
      host: Text(),
      port: Integer(),
      everySeconds: Integer({ description: '0: not polled, for traps alone.' }),
    },
    { description: 'How its SNMP is spoken with. Its community and passphrases are told to nobody.' },
  ),
);

const engine = schemaOf<Omit<SnmpEngine, 'device'>>()(
  Row({
    engineId: Text({ description: 'Hexadecimal.' }),
    accepted: Boolean({
      description: 'Whether its traps are believed: the first one, and those that a person accepts.',
    }),
    boots: Integer(),
    time: Integer({ description: 'Seconds since its last boot.' }),
    at: time,
  }),
);

const sample = schemaOf<RatedSample>()(
  Row({
    metric: Text(),
    instance: Text({ description: 'Which of several: an interface, a processor; empty where there is but one.' }),
    kind: Enum(['gauge', 'counter']),
    value: Text({ description: 'Decimal: counters of 64 bits do not fit a number.' }),
    bits: Optional(Enum([32, 64])),
    at: time,
    rate: Optional(Number({ description: 'A second, between the last two readings; absent where it cannot be told.' })),
  }),
);

/** A device's SNMP, and what came of it. */
export const snmp = Row({
  access: Optional(access),
  pace: Optional(pace),
  engines: listOf(engine),
  last: Optional(Row({ startedAt: time, at: time, facts: deviceFacts, failures: listOf(failure) })),
  samples: listOf(sample),
});

/** What is known of the device, from whomever. */
export const told = Row({
  facts: deviceFacts,
  from: Type.Unsafe<Readonly<Partial<Record<keyof DeviceFacts, FactSource>>>>({
    type: 'object',
    description: 'Who told each fact: commands (`show`), or SNMP where they told none.',
    additionalProperties: Row({ by: Enum(['show', 'snmp']), at: time }),
  }),
});

/** What is shown of it. */
export function shownSnmp({ samples, ...rest }: DeviceSnmp, now: PollPace | undefined) {
  return { ...rest, samples: withRates(samples), ...(now !== undefined && { pace: now }) };
}

/** What is known of the device by both kinds of polls. */
export function toldBy({ last: show }: DevicePoll, { last: over }: DeviceSnmp): ToldFacts {
  return toldFacts(show, over);
}
