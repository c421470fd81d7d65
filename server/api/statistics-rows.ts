import { Type } from 'typebox';
import { asaFields, clientFields, NOT_REPORTED, type Field, type Statistics } from '../domain/statistics.ts';
import { listOf, schemaOf } from './schema.ts';

const field = schemaOf<Field>()(
  Type.Object({
    value: Type.Unsafe<string | number>({ type: ['string', 'number'] }),
    is: Type.Enum(['measured', 'derived', 'not reported', 'not listed yet', 'not polled'], {
      description: `\`derived\` from the running configuration, or from something else that was told; \`not reported\`: ${NOT_REPORTED}, or why; \`not polled\`: it would tell if it were asked.`,
    }),
    source: Type.Optional(Type.Enum(['syslog', 'trap', 'poll', 'configuration'])),
    at: Type.Optional(Type.Integer({ description: 'When its source told it, epoch milliseconds.' })),
    dueAt: Type.Optional(Type.Integer({ description: 'By when it is to be listed, epoch milliseconds.' })),
  }),
);

// The border: fromEntries loses the names, which are those of the tables.
const fields = <K extends string>(names: readonly K[]) =>
  Type.Unsafe<Readonly<Record<K, Field>>>(Type.Object(Object.fromEntries(names.map((name) => [name, field]))));

/** The fields of the client's Statistics window, as both ends of a session see them. */
export const statistics = schemaOf<Statistics>()(
  Type.Object({
    client: fields(clientFields),
    asa: fields(asaFields),
    securedRoutes: Type.Object({
      routes: listOf(Type.String({ description: 'Network and mask: `0.0.0.0 0.0.0.0` is everything.' })),
      is: Type.Enum(['derived', 'not reported']),
      at: Type.Optional(Type.Integer({ description: 'When the configuration was told, epoch milliseconds.' })),
    }),
    traffic: Type.Optional(Type.Enum(['flowing', 'idle', 'no return path', 'blocked at the client or NAT-T'])),
  }),
);
