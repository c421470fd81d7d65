import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { generation } from '../cli/device.ts';
import type { Device } from '../cli/device.ts';
import { engineOf } from './identity.ts';
import { reply } from './lookup.ts';
import { shownBy } from './mibs.ts';
import type { Settings } from './mibs.ts';
import { agentOf } from './net-snmp.ts';
import type { Engine, Peer, Request, SnmpUser, SnmpVersion } from './net-snmp.ts';
import { noSnmpCounts } from './trouble.ts';
import type { SnmpCounts, SnmpTrouble } from './trouble.ts';
import type { Mib } from './varbind.ts';

/** What can be chosen of an agent; by default version 2c with the community `public`, on a free port of 127.0.0.1. */
export interface SnmpOptions extends Settings {
  readonly host?: string;
  readonly port?: number;
  readonly versions?: readonly SnmpVersion[];
  readonly community?: string;
  readonly users?: readonly SnmpUser[];
  /** Whom it answers (`snmp-server host`); without it, everybody. */
  readonly clients?: readonly string[];
  /** Real milliseconds for which what was looked up is shown again: a walk of a big table would take long without. */
  readonly keep?: number;
  /** Hears of a community that is not ours: the device can send authenticationFailure. */
  readonly refused?: () => void;
}

/** What an agent shows, and as whom. */
export interface Shown {
  readonly mib: () => Mib;
  readonly engine: Engine;
  /** Changes where what was looked up shall not be shown again. */
  readonly changed?: () => unknown;
}

/** An agent that is running. */
export interface SnmpAgent {
  readonly port: number;
  readonly engine: Engine;
  readonly counts: SnmpCounts;
  trouble: SnmpTrouble;
  readonly close: () => Promise<void>;
}

const all: readonly SnmpVersion[] = ['v1', 'v2c', 'v3'];

/** Serves the MIBs of a device over SNMP; 7.x has no version 3. */
export function serveSnmp(device: Device, options: SnmpOptions = {}): Promise<SnmpAgent> {
  const engine = engineOf(device);
  const versions = (options.versions ?? all).filter((version) => version !== 'v3' || generation(device) !== 7);
  const changed = () => `${device.chassis().serial} ${engine.boots()}`;
  return serveShown({ mib: () => shownBy(device, options), engine, changed }, { ...options, versions });
}

/** Serves anything that has a MIB and an engine. */
export async function serveShown({ mib, engine, changed = () => 0 }: Shown, options: SnmpOptions): Promise<SnmpAgent> {
  const { host = '127.0.0.1', port = 0, community = 'public', users = [], clients, keep = 1000 } = options;
  const { versions = all } = options;
  const counts = noSnmpCounts();
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  const timers = new Set<NodeJS.Timeout>();
  let kept: { readonly at: number; readonly as: unknown; readonly mib: Mib } | undefined;
  const look = (): Mib => {
    const [at, as] = [performance.now(), changed()];
    if (kept === undefined || at - kept.at >= keep || kept.as !== as) kept = { at, as, mib: mib() };
    return kept.mib;
  };
  const answer = (request: Request) => {
    const { trouble } = served;
    counts[request.kind] += 1;
    counts.mostVarbinds = Math.max(counts.mostVarbinds, request.oids.length);
    if (request.kind === 'bulk') counts.mostRepetitions = Math.max(counts.mostRepetitions, request.maxRepetitions);
    const tooMany = request.kind === 'bulk' && request.maxRepetitions > (trouble.mostRepetitions ?? Infinity);
    return tooMany ? undefined : reply(look(), request, trouble);
  };
  const deliver = (datagram: Buffer, to: Peer) => {
    counts.answered += 1;
    socket.send(datagram, to.port, to.address);
  };
  const send = (datagram: Buffer, to: Peer) => {
    const { slow } = served.trouble;
    if (slow === undefined) {
      deliver(datagram, to);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      deliver(datagram, to);
    }, slow);
    timers.add(timer);
  };
  const refused = () => {
    counts.refused += 1;
  };
  const communities = versions.some((version) => version !== 'v3') ? [community] : [];
  const agent = agentOf({ communities, users: versions.includes('v3') ? users : [], engine, answer, send, refused });
  socket.on('message', (datagram, from) => {
    counts.datagrams += 1;
    if (served.trouble.silent === true) return;
    if (datagram.length > 512) counts.tooLong += 1;
    else if (clients !== undefined && !clients.includes(from.address)) refused();
    else if (!versions.includes(versionOf(datagram))) refused();
    else {
      const before = counts.refused;
      hear(datagram, from);
      if (counts.refused > before && versionOf(datagram) !== 'v3') options.refused?.();
    }
  });
  const hear = (datagram: Buffer, from: Peer) => {
    try {
      agent.hear(datagram, from);
    } catch {
      refused(); // what the package cannot decode or encode
    }
  };
  socket.bind(port, host);
  await once(socket, 'listening');
  const served: SnmpAgent = {
    port: socket.address().port,
    engine,
    counts,
    trouble: {},
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      socket.close();
      await once(socket, 'close');
    },
  };
  return served;
}

/** The first number in the sequence: 0, 1 and 3 are the versions. */
function versionOf(datagram: Buffer): SnmpVersion {
  const long = datagram[1] ?? 0;
  const value = datagram[2 + (long < 128 ? 0 : long & 0x7f) + 2];
  return value === 3 ? 'v3' : value === 1 ? 'v2c' : 'v1';
}
