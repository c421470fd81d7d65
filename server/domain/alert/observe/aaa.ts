import type { Observation } from '../alert.ts';
import type { Observer } from '../observer.ts';
import { groupsOf, learn, type Member } from './aaa-servers.ts';
import { grouped } from './grouped.ts';
import { standing } from './standing.ts';
import { coarse, list, utc } from './words.ts';

/** A server or a group that is down on one head-end. */
interface Down {
  readonly device: number;
  readonly group: string;
  /** Milliseconds. */
  readonly since: number;
  readonly down: number;
  readonly servers: readonly Member[];
}

/** `aaa.group` and `aaa.server`, by the address of the server: one alert for all head-ends that use it. */
export const aaa: Observer = (seen, memory) => {
  learn(seen, memory);
  const names = new Map(seen.estate.devices.map(({ id, name }) => [id, name]));
  const groups = [...names.keys()].flatMap((device) => groupsOf(device, seen, memory));
  const dead = groups.flatMap(({ device, group, members, others }): readonly (Down & { readonly server: string })[] => {
    const servers = [...members].sort((a, b) => (a.address < b.address ? -1 : 1));
    const [first] = servers;
    if (first === undefined || others || !servers.every(({ downSince }) => downSince !== undefined)) return [];
    // All are down since the last of them is.
    const down = Math.min(...servers.map((one) => one.down));
    const since = Math.max(...servers.map(({ downSince = 0 }) => downSince));
    return [{ device, group, since, down, servers, server: first.address }];
  });
  const failed = groups.flatMap(({ device, group, members }) =>
    members
      .filter(({ isFailed }) => isFailed)
      .map((one) => ({ device, group, since: one.downSince ?? 0, server: one.address })),
  );
  const nameOf = (device: number): string => names.get(device) ?? '';
  return standing(
    ['aaa.group', 'aaa.server'],
    [
      ...[...grouped(dead, ({ server }) => server)].map(([server, its]) => groupLook(server, its, nameOf)),
      ...[...grouped(failed, ({ server }) => server)].map(([server, its]) => serverLook(server, its, nameOf)),
    ],
    memory,
  );
};

function groupLook(server: string, its: readonly Down[], nameOf: (device: number) => string): Observation {
  const where = placesOf(its, nameOf);
  const states = new Map(
    its.flatMap(({ servers }) => servers.map(({ address, isFailed }) => [address, isFailed ? 'failed' : 'silent'])),
  );
  const servers = list([...states].map(([address, state]) => `${address} ${state}`));
  return {
    ...{ rule: 'aaa.group', subject: server, about: aboutOf(server, its), events: 0, evidence: [] },
    value: coarse(Math.floor(Math.max(...its.map(({ down }) => down)) / 1000)),
    text: `nobody answers${where}: ${servers}, since ${utc(Math.min(...its.map(({ since }) => since)))}`,
  };
}

function serverLook(
  server: string,
  its: readonly Omit<Down, 'servers' | 'down'>[],
  nameOf: (device: number) => string,
): Observation {
  const since = utc(Math.min(...its.map((one) => one.since)));
  return {
    ...{ rule: 'aaa.server', subject: server, about: aboutOf(server, its), events: 0, evidence: [] },
    value: new Set(its.map(({ device }) => device)).size,
    text: `${server} is marked as failed${placesOf(its, nameOf)} since ${since}`,
  };
}

/** ` in group VPN-AAA, on NYC1, LON1`. */
function placesOf(its: readonly Pick<Down, 'device' | 'group'>[], nameOf: (device: number) => string): string {
  const groups = [...new Set(its.map(({ group }) => group))].filter((group) => group !== '');
  const devices = [...new Set(its.map(({ device }) => nameOf(device)))];
  return `${groups.length === 0 ? '' : ` in group ${list(groups)}`} on ${list(devices)}`;
}

function aboutOf(aaaServer: string, its: readonly Pick<Down, 'device'>[]): Observation['about'] {
  const [device, ...others] = new Set(its.map((one) => one.device));
  return device === undefined || others.length > 0 ? { aaaServer } : { aaaServer, device };
}
