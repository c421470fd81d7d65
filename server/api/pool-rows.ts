import { Type } from 'typebox';
import type { ChainRow, PolledPool, PoolRow } from '../domain/feed.ts';
import type { Excluded } from '../domain/pool-excluded.ts';
import type { Total } from '../domain/unit.ts';
import { listOf, orNull, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, Number: Real, String: Text } = Type;

const polledPool = schemaOf<PolledPool>()(
  Row(
    {
      used: Integer(),
      held: Integer({ description: 'Returned, and not yet given out again.' }),
      free: Integer(),
      utilization: orNull(Real({ description: '0 to 1; held addresses are not free.' })),
      at: time,
      leaked: listOf(Text({ description: 'In use, and no session has it, in polls ten minutes apart.' })),
      heldAddresses: Optional(listOf(Text())),
    },
    { description: 'As the device last listed it.' },
  ),
);

const excluded = schemaOf<Excluded>()(
  Row(
    {
      first: Text(),
      last: Text(),
      why: Enum(['network', 'broadcast', 'interface', 'standby', 'head-end', 'overlap']),
      pool: Optional(Text({ description: 'The other pool of an overlap.' })),
      interface: Optional(Text({ description: 'Whose address it is.' })),
    },
    { description: 'Addresses of the range that cannot be given to a client.' },
  ),
);

export const chainRow = schemaOf<ChainRow>()(
  Row({
    device: Text(),
    tunnelGroup: Text(),
    pools: listOf(Text()),
    size: orNull(Integer()),
    used: Integer({ description: 'Not free; held addresses are among them where the device was polled.' }),
    held: orNull(Integer({ description: 'Of these, held; `null` where only messages tell.' })),
    utilization: orNull(Real({ description: '0 to 1.' })),
    source: Enum(['polled', 'derived']),
    at: orNull(Integer({ description: 'Of the oldest figure in it, epoch milliseconds.' })),
  }),
);

export const poolRow = schemaOf<PoolRow>()(
  Row({
    device: Text(),
    name: Text(),
    first: orNull(Text()),
    last: orNull(Text()),
    size: orNull(Integer({ description: 'Addresses; `null` while no running configuration was read.' })),
    used: Integer({ description: 'Addresses assigned and not freed.' }),
    utilization: orNull(Real({ description: '0 to 1.' })),
    tunnelGroups: listOf(Text()),
    changedAt: orNull(time),
    polled: Optional(polledPool),
    excluded: Optional(listOf(excluded)),
  }),
);

export const total = schemaOf<Total>()(
  Row({
    sessions: Integer(),
    bytesTx: Integer(),
    bytesRx: Integer(),
    rateTx: Optional(Real({ description: 'Bytes a second between the last two polls.' })),
    rateRx: Optional(Real()),
    at: time,
  }),
);
