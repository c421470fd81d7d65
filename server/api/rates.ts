import type { FastifyInstance, FastifyRequest } from 'fastify';
import { countedAs } from '../access/counted-as.ts';
import { isData } from './data.ts';
import { ApiError } from './errors.ts';

/** How often one address may ask, by what it asks for: so many at once, and so many a second over time. */
export const rates = {
  /** What reads. Generous: many people may sit behind one address. */
  look: { atOnce: 2_000, perSecond: 100 },
  /** What changes anything. */
  write: { atOnce: 120, perSecond: 4 },
  /** A file of everything that a search finds. */
  export: { atOnce: 30, perSecond: 0.5 },
  /** A try to log in. */
  login: { atOnce: 20, perSecond: 20 / 60 },
} as const;

/** What a route counts as; by its method, where it does not say. */
export type Rate = keyof typeof rates;

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly rate?: Rate;
  }
}

/** Addresses that are remembered; of more, the one that asked longest ago is forgotten. */
const MOST = 20_000;

/** Refuses what an address asks more often than its class allows, before anything else is done for it; pages and files are free. */
export function limitRates(app: Pick<FastifyInstance, 'addHook'>, ticks: () => number): void {
  const meter = new Meter(ticks);
  app.addHook('onRequest', (request, _reply, done) => {
    const rate = rateOf(request);
    const wait = rate === undefined ? 0 : meter.wait(rate, countedAs(request.ip));
    done(wait > 0 ? new ApiError('tooMany', undefined, Math.ceil(wait / 1000)) : undefined);
  });
}

function rateOf(request: FastifyRequest): Rate | undefined {
  const { routeOptions, method } = request;
  if (!isData(request)) return undefined;
  return routeOptions.config.rate ?? (method === 'GET' || method === 'HEAD' ? 'look' : 'write');
}

/** Counts by class and address (GCRA): one moment is kept of each, at which all that was asked would be paid off. */
export class Meter {
  readonly #paid = new Map<string, number>();
  readonly #ticks: () => number;

  /** `ticks`: milliseconds of a clock that does not step. */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  get size(): number {
    return this.#paid.size;
  }

  /** Counts one more, and gives 0; or the milliseconds until one may ask again. */
  wait(rate: Rate, address: string): number {
    const { atOnce, perSecond } = rates[rate];
    const now = this.#ticks();
    const key = `${rate} ${address}`;
    const price = 1000 / perSecond;
    const paid = Math.max(now, this.#paid.get(key) ?? 0) + price;
    const early = paid - now - atOnce * price;
    if (early > 0.001) return early;
    // The map keeps the order of asking.
    this.#paid.delete(key);
    this.#paid.set(key, paid);
    const [oldest] = this.#paid.keys();
    if (this.#paid.size > MOST && oldest !== undefined) this.#paid.delete(oldest);
    return 0;
  }
}
