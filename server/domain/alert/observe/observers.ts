import type { Observer } from '../observer.ts';
import { aaa } from './aaa.ts';
import { clocks } from './clock.ts';
import { collector } from './collector.ts';
import { drops } from './drops.ts';
import { limits } from './limits.ts';
import { logins } from './logins.ts';
import { polls } from './polls.ts';
import { pools } from './pools.ts';
import { psk } from './psk.ts';
import { refusals } from './refusals.ts';
import { silence } from './silence.ts';
import { unparsed } from './unparsed.ts';

/** All observers, by the name under which what they remember is kept. */
export const observers = {
  ...{ logins, psk, pools, refusals, aaa, limits, drops, silence, polls, clocks, collector, unparsed },
} as const satisfies Readonly<Record<string, Observer>>;
