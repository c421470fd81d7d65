import { setTimeout as pause } from 'node:timers/promises';

import type { SendTrap } from '../../server/domain/alert/trap-out.ts';
import { link } from './link.ts';
import { sendTrapOver } from './net-snmp.ts';

/** How long the other side's system may take to say that nobody listens, in milliseconds. */
const REFUSAL = 100;
/** 2026-01-01, in seconds: the boots of our engine count seconds since then, so that each start has more of them, without being kept. */
const FIRST_BOOT = 1_767_225_600;

/**
 * Sends a trap of our own. The engine is as old as this process, and its boots come from the clock: only where that was set back behind an earlier
 * start, receivers of v3 refuse until it has caught up.
 */
export const sendTrap: SendTrap = async (to, trap, signal) => {
  signal.throwIfAborted();
  const reached = await link(to.address, to.port);
  try {
    const refused = new Promise<Error>((done) => {
      reached.onFault = done;
    });
    const started = performance.timeOrigin / 1000;
    const engine = { boots: Math.max(1, Math.floor(started) - FIRST_BOOT), time: Math.floor(performance.now() / 1000) };
    const isTaken = await new Promise<boolean>((done) => sendTrapOver(reached, to, trap, engine, done));
    const fault = await Promise.race([refused, pause(REFUSAL)]);
    if (fault !== undefined) throw fault;
    if (!isTaken) throw Object.assign(new Error('not sent'), { code: 'NOT_SENT' });
  } finally {
    reached.socket.close();
  }
};
