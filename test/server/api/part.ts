import { censusOf } from '../../../server/domain/census.ts';
import type { Earlier } from '../../../server/domain/earlier.ts';
import type { DeviceFigures, MinuteSpan, MinutesQuery, Reads } from '../../../server/store/reads.ts';
import { outboxReads } from './outbox-reads.ts';
import { AT } from './stage.ts';

/** What the store tells of some devices' last minutes. */
export const partFigures: DeviceFigures = {
  ...{ failed15m: 1, rejected15m: 2, refused15m: 0 },
  bytes: { tx: 5, rx: 6, sessions: 1 },
};

/** What it tells of the chart. */
export const chart = (): MinuteSpan => ({
  minutes: [{ minute: AT - 60_000, active: 2, opened: 1, ended: 0, bytesTx: 0, bytesRx: 0 }],
  gaps: [{ from: AT - 50_000, to: AT - 40_000 }],
});

/** How it was before, where there was a device. */
export const partEarlier: Omit<Earlier, 'at'> = {
  ...{ sessions: 3, byProtocol: { ikev1: 2, anyconnect: 1 }, users: 2, tunnels: { ike: 2, ipsec: 1 } },
  ...{ failed15m: 4, refused15m: 1, census: censusOf([]), pools: [{ device: 'asa01', pool: 'vpnpool', used: 3 }] },
};

/** A store that tells these, and what it was asked of the chart. */
export const partReads = (
  asked: (query: MinutesQuery) => void,
): Pick<Reads, 'minutes' | 'poolMinutes' | 'series' | 'figures' | 'figuresThen' | keyof typeof outboxReads> => ({
  ...outboxReads,
  minutes(query) {
    asked(query);
    return Promise.resolve(chart());
  },
  poolMinutes: () => Promise.resolve({ minutes: [], gaps: [] }),
  series: () => Promise.resolve({ series: [], gaps: [] }),
  figures: () => Promise.resolve(partFigures),
  figuresThen: (devices, at) => Promise.resolve(devices.length === 0 ? undefined : { ...partEarlier, at }),
});
