import type { TestContext } from 'node:test';
import type { HealthRow, Summary } from '../../server/domain/feed.ts';
import { openSyslogUdp, type SyslogUdp } from '../asa/syslog-udp.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { startProgram, type Program } from '../end-to-end/program.ts';
import { until } from '../end-to-end/until.ts';
import { closed, opened, rekeyed } from '../end-to-end/crowd-lines.ts';

/** What really happened: who is connected, and how many pairs of SAs each has. */
export interface Crowd {
  readonly program: Program;
  readonly syslog: SyslogUdp;
  /** A login, which is one change. */
  readonly login: (user: string, n: number) => void;
  /** Changes so many rows a second, evenly, until it is stopped; tells how many it has sent so far. */
  change(perSecond: number): { readonly sent: () => number; readonly stop: () => void };
  readonly truth: () => { readonly sessions: number; readonly pairs: number; readonly lines: number };
  /** Resolves when all that was sent is committed: with what the program believes, and how many lines it has counted. */
  settled(): Promise<{ readonly sessions: number; readonly pairs: number; readonly lines: number }>;
}

/** So many live sessions in a program of their own. */
export async function crowd(t: TestContext, size: number): Promise<Crowd> {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { LOG_LEVEL: 'warn' });
  t.after(() => program.kill());
  const syslog = await openSyslogUdp({ host: '127.0.0.1', port: program.syslogPort, from: '127.0.0.1', most: 5000 });
  t.after(() => syslog.close());
  const connected = new Map<number, { readonly user: string; readonly since: number; pairs: number }>();
  let lines = 0;
  const send = (line: string) => {
    lines += 1;
    syslog.send(line);
  };
  const login = (user: string, n: number) => {
    connected.set(n, { user, since: performance.now(), pairs: 0 });
    for (const line of opened(user, n)) send(line);
  };
  const summary = () => program.get<Summary>('/api/summary');
  for (let n = 0; n < size; n += 1) login(`user${n}`, n);
  await until(summary, ({ sessions }) => sessions.total === size, 120);

  /** Of twenty changes one is a login, one a logout, and the others are rekeys; those who have left are passed over. */
  function changeOne(turn: number): void {
    if (turn % 20 === 10) {
      login(`late${turn}`, size + turn);
      return;
    }
    for (let n = (turn * 7919) % size; ; n = (n + 1) % size) {
      const session = connected.get(n);
      if (session === undefined) continue;
      if (turn % 20 === 0) {
        connected.delete(n);
        send(closed(session.user, n, (performance.now() - session.since) / 1000));
      } else {
        session.pairs += 1;
        send(rekeyed(session.user, n, turn + 1));
      }
      return;
    }
  }

  return {
    program,
    syslog,
    login,
    change(perSecond) {
      let sent = 0;
      const begun = performance.now();
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - begun) / 1000) * perSecond);
        for (; sent < due; sent += 1) changeOne(sent);
      }, 20);
      return { sent: () => sent, stop: () => clearInterval(timer) };
    },
    truth: () => ({
      sessions: connected.size,
      pairs: [...connected.values()].reduce((sum, { pairs }) => sum + pairs, 0),
      lines,
    }),
    async settled() {
      const received = async () => {
        const { collectors } = await program.get<{ readonly collectors: readonly HealthRow[] }>('/api/health');
        const syslogHealth = collectors.find(({ collector }) => collector === 'syslog');
        return Object.values(syslogHealth?.outcomes ?? {}).reduce((sum, count) => sum + count, 0);
      };
      const counted = await until(received, (count) => count >= lines, 60);
      const { sessions, tunnels } = await summary();
      return { sessions: sessions.total, pairs: tunnels.ipsec, lines: counted };
    },
  };
}
