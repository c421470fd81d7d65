import { Type } from 'typebox';
import type { AaaTold } from '../domain/aaa.ts';
import type { LocalUsersTold, ShunsTold } from '../domain/lock.ts';
import type { DeviceFacts, InterfacesTold, LoggingTold, PairTold, PlatformTold, UnitTold } from '../domain/polling.ts';
import { counts, listOf, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text, Boolean } = Type;

const percent = Type.Unsafe<readonly [number, number, number]>({ type: 'array', items: { type: 'number' } });
const two = Type.Unsafe<readonly [string, string]>({ type: 'array', items: { type: 'string' } });
const texts = Type.Unsafe<Readonly<Record<string, string>>>({
  type: 'object',
  additionalProperties: { type: 'string' },
});

const platform = schemaOf<PlatformTold>()(
  Row({
    hardware: Optional(Text()),
    flash: Optional(Text()),
    image: Optional(Text()),
    compiled: Optional(Text()),
    configChanged: Optional(Text()),
    licenseMode: Optional(Text()),
    licenseState: Optional(Text()),
    licenses: Optional(texts),
    pairLicenses: Optional(texts),
    ports: Optional(listOf(Text())),
  }),
);

const unit = schemaOf<UnitTold>()(
  Row({
    unit: Optional(Enum(['primary', 'secondary'])),
    state: Optional(Text()),
    groups: Optional(texts),
    activeSeconds: Optional(Integer()),
    slots: listOf(Row({ slot: Integer(), model: Text(), status: Optional(Text()) })),
    interfaces: listOf(
      Row({
        context: Optional(Text()),
        name: Text(),
        address: Text(),
        status: Text(),
        monitoring: Optional(Text()),
      }),
    ),
  }),
);

const pair = schemaOf<PairTold>()(
  Row({
    link: Optional(Text()),
    versions: Optional(two),
    lastFailovers: Optional(texts),
    here: unit,
    mate: unit,
  }),
);

const logging = schemaOf<LoggingTold>()(
  Row({
    isOn: Boolean(),
    trap: Optional(Text({ description: 'What goes to log servers: `level informational`.' })),
    trapMessages: Optional(Integer()),
    hasTimestamp: Optional(Boolean()),
    hidesUsers: Optional(Boolean()),
    onStandby: Optional(Boolean()),
    permitsHostdown: Optional(Boolean()),
    deviceId: Optional(Text()),
    hosts: listOf(
      Row({
        interface: Text(),
        host: Text(),
        transport: Text({ description: '`udp`, or `tcp/1470`.' }),
        sent: Optional(Integer()),
        errors: Optional(Integer()),
        dropped: Optional(Integer()),
      }),
    ),
  }),
);

const aaa = schemaOf<AaaTold>()(
  Row({
    at: time,
    servers: listOf(
      Row({
        group: Text(),
        protocol: Text(),
        address: Optional(Text({ description: 'Absent for the local database.' })),
        status: Optional(Enum(['active', 'failed'])),
      }),
    ),
  }),
);

const localUsers = schemaOf<LocalUsersTold>()(
  Row({
    at: time,
    users: listOf(
      Row({
        user: Text(),
        failures: Integer(),
        isLocked: Boolean(),
        lockedAt: Optional(Text({ description: 'By its own clock, as printed.' })),
      }),
    ),
  }),
);
const shuns = schemaOf<ShunsTold>()(Row({ at: time, shuns: listOf(Row({ interface: Text(), address: Text() })) }));
const rate = Optional(Type.Number({ description: 'Bytes a second over the last minute.' }));
const interfaces = schemaOf<InterfacesTold>()(
  Row({ at: time, list: listOf(Row({ name: Text(), isUp: Boolean(), in: rate, out: rate })) }),
);

const loadAt = Type.Unsafe<NonNullable<DeviceFacts['loadAt']>>({
  ...counts,
  description: 'When it told what changes by the minute, epoch milliseconds.',
});

/** What a device says of itself: `domain/polling`. */
export const deviceFacts = schemaOf<DeviceFacts>()(
  Row({
    hostname: Optional(Text()),
    version: Optional(Text()),
    asdmVersion: Optional(Text()),
    model: Optional(Text()),
    serial: Optional(Text()),
    uptime: Optional(Integer({ description: 'Seconds.' })),
    platform: Optional(platform),
    cpu: Optional(percent),
    memoryUsed: Optional(Integer({ description: 'Bytes.' })),
    memoryTotal: Optional(Integer({ description: 'Bytes.' })),
    connections: Optional(Integer()),
    clock: Optional(Text({ description: 'Its own, as printed.' })),
    role: Optional(Enum(['active', 'standby'])),
    unit: Optional(Enum(['primary', 'secondary'])),
    failover: Optional(Text()),
    mateSerial: Optional(Text()),
    lastFailover: Optional(Text()),
    pair: Optional(pair),
    logged: Optional(counts),
    logging: Optional(logging),
    aaa: Optional(aaa),
    localUsers: Optional(localUsers),
    shuns: Optional(shuns),
    sessionLimit: Optional(Integer({ description: 'Sessions that the platform or its licence takes.' })),
    interfaces: Optional(interfaces),
    loadAt: Optional(loadAt),
  }),
);
