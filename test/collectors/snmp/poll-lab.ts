import type { TestContext } from 'node:test';

import { snmpPoll, type SnmpPollOptions } from '../../../collectors/snmp/snmp-poll.ts';
import { fullAppetite } from '../../../collectors/snmp/walk.ts';
import type { SnmpLimits } from '../../../collectors/snmp/session.ts';
import type { Polled } from '../../../server/domain/polling.ts';
import type { Sample } from '../../../server/domain/sample.ts';
import type { SnmpAccess } from '../../../server/domain/snmp.ts';
import { deviceOf, type Device } from '../../asa/cli/device.ts';
import type { Release } from '../../asa/dialect.ts';
import { serveSnmp, type SnmpAgent, type SnmpOptions } from '../../asa/snmp/agent.ts';
import { withGuests } from '../../asa/snmp/guests.ts';

type Guests = ReturnType<typeof withGuests>;

/** What the agents of these tests are asked with. */
export const secrets = { community: 'flux capacitor', authKey: 'great scott 1955', privKey: '1.21 gigawatts' } as const;

/** Short enough for a test, long enough for a loaded machine. */
export const LIMITS: SnmpLimits = { timeout: 1_500, retries: 0, poll: 60_000, rows: 2_000 };

/** How an agent is spoken with. */
export function accessOf({ port }: { readonly port: number }, more: Partial<SnmpAccess> = {}): SnmpAccess {
  return { device: 1, version: 'v2c', host: '127.0.0.1', port, everySeconds: 60, ...more };
}

export const v3 = { version: 'v3', user: 'marty', auth: 'sha256', priv: 'aes' } as const;

/** An agent of a simulated ASA with some sessions of each protocol. */
export async function agent(
  t: TestContext,
  release: Release = '9.16',
  options: SnmpOptions = {},
): Promise<{
  readonly agent: SnmpAgent;
  readonly device: Device;
  readonly asa: Device['asa'];
  readonly play: Guests['play'];
}> {
  const { asa, play } = withGuests(release);
  const device = deviceOf(asa);
  const users = [{ name: v3.user, auth: v3.auth, priv: v3.priv, authKey: secrets.authKey, privKey: secrets.privKey }];
  const served = await serveSnmp(device, { community: secrets.community, users, ...options });
  t.after(() => served.close());
  return { agent: served, device, asa, play };
}

/** Polls once for all there is. */
export function pollOf(access: SnmpAccess, more: Partial<SnmpPollOptions> = {}): Promise<Polled> {
  return snmpPoll({
    ...{ access, secrets, sessions: true, appetite: fullAppetite(), interval: 60, now: Date.now, limits: LIMITS },
    age: () => undefined,
    asked: () => undefined,
    ...more,
  });
}

/** What a metric's instance was told as. */
export function told(polled: Polled, metric: string, instance = ''): string | undefined {
  return polled.samples?.find((one: Sample) => one.metric === metric && one.instance === instance)?.value;
}

/** The sessions that a poll has listed, and whether each of its listings is complete. */
export function listedIn({ rosters }: Polled) {
  const listings = rosters.flatMap((roster) => (roster.kind === 'sessions.listed' ? roster : []));
  return { sessions: listings.flatMap(({ sessions }) => sessions), complete: listings.map(({ complete }) => complete) };
}
