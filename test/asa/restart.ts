import { Census } from './census.ts';
import { siteBytes } from './lan-to-lan.ts';
import type { SimulatedAsa } from './model.ts';
import { bytesAt } from './traffic.ts';

/** The ASA restarts: all sessions vanish without a word (domain facts, H, `end.reboot`), indexes and counts begin anew, 199002 tells of it. */
export function restart(asa: SimulatedAsa): void {
  const end = asa.options.now();
  const secondsSince = (start: number) => Math.floor((end - start) / 1000);
  for (const session of asa.sessions) {
    const { entry, group, tunnels } = session;
    const seconds = secondsSince(entry.start);
    Object.assign(entry, { end, seconds, ...bytesAt(session, seconds), reason: 'Unknown' });
    if (entry.assignedIp !== null) group.pool.free(entry.assignedIp, end);
    session.busy = true;
    tunnels.length = 0;
  }
  for (const { entry } of asa.sites) {
    const seconds = secondsSince(entry.start);
    Object.assign(entry, { end, seconds, ...siteBytes(seconds), reason: 'Unknown' });
  }
  asa.sessions.clear();
  asa.sites.clear();
  asa.census = new Census();
  asa.lastIndex = 0;
  asa.bootedAt = end;
  asa.say([6, 199002, 'Startup completed. Beginning operation.']);
}
