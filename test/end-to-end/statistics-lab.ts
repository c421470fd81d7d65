import { callControl } from '../../server/commands/control.ts';
import { socketPath } from '../../server/config.ts';
import { deviceOf } from '../asa/cli/device.ts';
import { lay } from '../asa/cli/layout.ts';
import { listed } from '../asa/cli/listed.ts';
import { detailLines } from '../asa/cli/session-detail.ts';
import { entry } from '../asa/cli/session-listing.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import { dialects, type Release } from '../asa/dialect.ts';
import { Engine, type Life } from '../asa/engine.ts';
import { SimulatedAsa, type Session } from '../asa/model.ts';
import type { Seat } from '../asa/people.ts';
import { ways } from '../asa/protocols.ts';
import { groupsOf, lab, type GroupOptions } from '../asa/simulation.ts';
import { openSyslogUdp } from '../asa/syslog-udp.ts';
import { setRate } from '../asa/traffic.ts';
import type { Program } from './program.ts';
import { until } from './until.ts';

/** A simulated ASA on the clock of this machine, that a program hears by syslog and polls over SSH; nobody is there but who is let in. */
export async function polledAsa(
  program: Program,
  database: string,
  release: Release,
  pools: Partial<Pick<GroupOptions, 'vpnpool' | 'reuseDelay'>> = {},
) {
  const syslog = await openSyslogUdp({ host: '127.0.0.1', port: program.syslogPort, from: '127.0.0.1', most: 10_000 });
  const engine = new Engine(Date.now());
  const { seed, level, hideUsername } = lab;
  const asa = new SimulatedAsa({
    ...{ seed, level, hideUsername, header: 'none', dialect: dialects[release], now: engine.now },
    tunnelGroups: groupsOf({ ...lab, ...pools }),
    send: (line) => syslog.send(line),
  });
  engine.begin(ticking(), true);
  const running = engine.run({ speed: 1 });
  const device = deviceOf(asa);
  const ssh = await serveSsh(device, { syslog: false });
  const act = (action: string, body: object): Promise<unknown> =>
    callControl(socketPath(database), action, { device: 'HV-ASA', ...body });
  const accept = () => act('polling.accept', { fingerprint: `SHA256:${ssh.fingerprint}` });
  const live = <T>(life: Life<T>): Promise<T> => new Promise((resolve) => engine.begin(ending(life, resolve)));
  const polledAt = async (): Promise<number> => ((await act('polling.show', {})) as { readonly at?: number }).at ?? 0; // our own answer
  return {
    asa,
    device,
    login: async (seat: Seat): Promise<Session> => {
      const session = await live(ways[seat.protocol].login(asa, seat));
      if (session === undefined) throw new Error(`${seat.user} cannot log in`);
      return session;
    },
    logout: (session: Session) => live(session.leave('User Requested')),
    /** From now on its counters stand still, or run. */
    flow: (session: Session, rate: number) => {
      for (const way of ['tx', 'rx'] as const) setRate(asa, session, way, rate);
    },
    /** As the ASA counts it and lists it now. */
    truth: (session: Session) => listed(device, session),
    /** The lines that `show vpn-sessiondb detail` prints of it now and that stand still while its counters do. */
    printed: (session: Session): readonly string[] => {
      const one = listed(device, session);
      const lines = [...lay('', entry(device, one, true)), ...detailLines(device, one)];
      return lines
        .map((line) => line.trimEnd())
        .filter((line) => line !== '' && !/Duration|Left|Inactivity/.test(line));
    },
    /** Has everything asked that there is; resolves once a poll has ended that began after this. */
    poll: async (): Promise<void> => {
      const begun = Date.now();
      if ((await polledAt()) === 0) {
        const url = `ssh://tunnelwatch@127.0.0.1:${ssh.port}`;
        // So long an interval that every command is due at each poll.
        await act('polling.set', { url, password: 'flux capacitor', enable: 'great scott', everySeconds: 3600 });
      }
      await accept();
      await until(
        async () => (await act('polling.show', {})) as { readonly startedAt?: number; readonly at?: number }, // our own answer
        ({ startedAt = 0, at = 0 }) => startedAt >= begun && at >= startedAt,
      );
    },
    stop: async (): Promise<void> => {
      engine.stop();
      await running;
      await ssh.close();
      await syslog.close();
    },
  };
}

/** The clock goes on while nothing happens. */
function* ticking(): Life {
  for (;;) yield 20;
}

function* ending<T>(life: Life<T>, done: (result: T) => void): Life {
  done(yield* life);
}
