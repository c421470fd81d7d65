import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { insertRows } from './bench/insert.ts';

// What we store a second, beside syslog-ng and rsyslog on the same lines, and what this machine can do at most, in one run. The peers and the
// programs in C are those of a kit that lies outside of the repository: `npm run bench -- --kit FOLDER`.

const { values } = parseArgs({
  options: {
    kit: { type: 'string', default: '../shared/bench' },
    /** Where the kit's `fetch-rsyslog.sh` has unpacked rsyslog; without it syslog-ng alone is compared with. */
    rsyslog: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    rate: { type: 'string', default: '80000' },
    only: {
      type: 'string',
      default: 'udp,tcp,udp-usual,tcp-usual,udp-kept,tcp-kept,rows,receive,receive-vpn,read-vpn,read-all',
    },
  },
});
const only = new Set(values.only.split(','));
const kit = values.kit;
if (!existsSync(join(kit, 'compare.mjs'))) {
  process.stderr.write(`no kit in ${kit}: tell it with --kit FOLDER\n`);
  process.exit(2);
}
// Of an adopted device, so that each claim is decided upon, and all that came is stored, as the peers do.
const settings = 'export SYSLOG_TLS_PORT=off TRAP_PORT=off LOG_LEVEL=silent;';
const program = 'node dist/server/main.js';
const ours = `${settings} ${program} device add LAB 127.0.0.1 && ${program} device store LAB all && exec ${program} serve`;
// Of one that waits to be adopted: then ours does what the peers do, it reads and keeps, and nothing is decided upon.
const pending = (storing: string) =>
  `INSERT INTO device (id, name, state, addedAt, storing) VALUES (9, 'LAB', 'pending', 0, '${storing}'); INSERT INTO device_address (address, device, position) VALUES ('127.0.0.1', 9, 0)`;
const keeping = (storing: string) =>
  `${settings} ${program} device add OTHER 192.0.2.1 && sqlite3 "$DATABASE" "${pending(storing)}" && exec ${program} serve`;
const kept = keeping('all');
const rowsStored = `for f in "$DATABASE".messages/*.db; do sqlite3 -readonly "$f" 'select count(*) from line' 2>/dev/null; done`;
const rowsCounted = `sqlite3 -readonly "$DATABASE" 'select sum(count) from unstored'`;
const sum = `awk '{ n += $1 } END { print n + 0 }'`;
const counted = `${rowsStored} | ${sum}`;
const withCounts = `{ ${rowsStored}; ${rowsCounted}; } | ${sum}`;
// The receiving half of the collector alone, which is what a program is to be held against that receives and does nothing else.
const reading = (storing: string) => `exec node dist/test/bench/receiver.js ${storing}`;
const read = 'cat "$DATABASE.read" 2>/dev/null || echo 0';
const peers = values.rsyslog === undefined ? ['--peers', 'syslog-ng'] : ['--rsyslog', values.rsyslog];
const rounds = ['--rounds', values.rounds, '--json'];
// As large a receive buffer for the program in C as ours may ask for.
const buffer = ['--buffer', String(64 * 1024 * 1024)];
const common = ['--ours-count', counted, ...rounds];
const byUdp = [...common, ...peers, '--rate', values.rate];
const byTcp = [...common, ...peers, '--tcp', '--rate', '0'];
// Of a firewall that logs its connections too one line in twenty is of the VPN, rather less; of the kit's own corpus four in ten are. Three times
// as many as the kit sends of its own: V8 works slower for the first hundred thousand, which is no part of what a receiver stores day and night.
const share = ['--vpn', '0.05'];
const usual = [...share, '--count', '960000'];

// What is not measured today stays as it was told, with the day and the commit it is of.
const file = 'test/results/bench.json';
const stored = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly figures: object }) : undefined; // our own
const figures: Record<string, unknown> = { ...stored?.figures };
const commit = execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
await measure('udp', () => run('compare.mjs', ['--ours', ours, ...byUdp]));
await measure('tcp', () => run('compare.mjs', ['--ours', ours, ...byTcp]));
await measure('udp-usual', () => run('compare.mjs', ['--ours', ours, ...byUdp, ...usual]));
await measure('tcp-usual', () => run('compare.mjs', ['--ours', ours, ...byTcp, ...usual]));
await measure('udp-kept', () => run('compare.mjs', ['--ours', kept, ...byUdp]));
await measure('tcp-kept', () => run('compare.mjs', ['--ours', kept, ...byTcp]));
await measure('receive', () => run('receive.mjs', ['--ours', kept, ...common]));
// What a device stores unless it is told otherwise: its VPN, of a firewall's usual lines. The others are known by their message ID, and counted.
await measure('receive-vpn', () =>
  run('receive.mjs', ['--ours', keeping('vpn'), '--ours-count', withCounts, ...rounds, ...buffer, ...share]),
);
await measure('read-vpn', () =>
  run('receive.mjs', ['--ours', reading('vpn'), '--ours-count', read, ...rounds, ...buffer, ...share]),
);
await measure('read-all', () =>
  run('receive.mjs', ['--ours', reading('all'), '--ours-count', read, ...rounds, ...buffer, ...share]),
);
await measure('rows', () => rows(Number(values.rounds)));

/** Measures that, if it is asked for, and writes it down at once. */
async function measure(what: string, work: () => Promise<object>): Promise<void> {
  if (!only.has(what)) return;
  figures[what] = { commit, date: new Date().toISOString(), node: process.version, ...(await work()) };
  mkdirSync('test/results', { recursive: true });
  writeFileSync(file, `${JSON.stringify({ part: 'bench', figures }, null, 2)}\n`);
}

/** Runs a program of the kit; what it says on the way is shown. */
async function run(program: string, args: readonly string[]): Promise<object> {
  const child = spawn('node', [join(kit, program), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let json = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (json += text));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  const { runs: _each, ...told } = JSON.parse(json) as { readonly runs?: unknown };
  return told;
}

/** Rows a second into the kit's table with its three indexes, by our handle and by a program in C, in turns. */
async function rows(rounds: number): Promise<object> {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tunnelwatch-bench-'));
  try {
    execFileSync('make', ['-s', '-C', kit, `OUT=${folder}`], { stdio: 'inherit' });
    const [corpus, parsed] = [join(folder, 'corpus'), join(folder, 'rows')];
    execFileSync('node', [join(kit, 'corpus.mjs'), corpus, '--rows', parsed]);
    const each: { ours: number; c: number; ratio: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const inC = (): number => {
        const told = execFileSync(join(folder, 'sqliteinsert'), [join(folder, `c${round}.db`), '300000', '20000', join(kit, 'schema.sql'), parsed], { encoding: 'utf8' }); // prettier-ignore
        return (JSON.parse(told) as { readonly rate: number }).rate;
      };
      const byUs = () => insertRows(join(folder, `ours${round}.db`), join(kit, 'schema.sql'), parsed, 300_000, 20_000);
      const first = round % 2 === 0 ? await byUs() : inC();
      const second = round % 2 === 0 ? inC() : await byUs();
      const [ours, c] = round % 2 === 0 ? [first, second] : [second, first];
      each.push({ ours, c, ratio: ours / c });
      process.stderr.write(`round ${round + 1}: ours ${Math.round(ours)} rows/s, C ${Math.round(c)}: ${(ours / c).toFixed(2)}\n`); // prettier-ignore
    }
    return { rounds: each, ratio: median(each.map(({ ratio }) => ratio)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
