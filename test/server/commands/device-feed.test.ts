import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, beforeEach, describe, it } from 'node:test';

import { withDatabase } from '../../../server/commands/database.ts';
import { deviceFeed } from '../../../server/commands/device-feed.ts';
import { deviceAdd } from '../../../server/commands/device.ts';
import { UsageFault } from '../../../server/commands/fault.ts';
import { readFeed } from '../../../server/commands/feed-body.ts';
import { readConfig, type Config } from '../../../server/config.ts';
import { deviceOf, type Device } from '../../asa/cli/device.ts';
import { screen } from '../../asa/cli/screen.ts';
import { simulate } from '../../asa/simulation.ts';
import { busyAsa } from '../../collectors/show/lab.ts';

const HOUR = 3_600_000;
const busy = { release: '9.16', scenario: 'normal-day', users: 60, anyconnect: 0.8, sessionSeconds: 900 } as const;
const listings = ['ra-ikev1-ipsec', 'ra-ikev2-ipsec', 'anyconnect', 'webvpn'].map((word) => `show vpn-sessiondb ${word}`); // prettier-ignore

describe('device feed, with no server running', () => {
  let folder: string;
  let config: Config;
  let device: Device;
  let text: string;
  let lines: string[];
  const print = (line: string): void => void lines.push(line);
  const feed = (what: string, options = {}, name = 'asa01'): Promise<void> => {
    const file = join(folder, 'session.log');
    writeFileSync(file, what);
    return deviceFeed(config, name, file, options, print);
  };
  const active = (): Promise<readonly string[]> =>
    withDatabase(config, async ({ reads }) => {
      const { sessions } = await reads.sessions({ state: 'active', limit: 500 });
      return sessions.map(({ user }) => user).sort();
    });
  const present = (): readonly string[] => [...device.asa.sessions].map(({ user }) => user).sort();

  before(async () => {
    device = deviceOf(await busyAsa('9.16'));
    text = screen(device, ['show version', ...listings, 'show running-config', 'show ip local pool vpnpool']);
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tw-'));
    config = readConfig({ DATABASE: join(folder, 'x.db') });
    lines = [];
    await deviceAdd(config, 'asa01', '10.10.10.2', {}, () => undefined);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('takes sessions, pools, configuration and what the device is, and tells what became of each command', async () => {
    await feed(text);
    assert.deepEqual(await active(), present());
    const [head = '', ...rest] = lines;
    const { mtimeMs } = statSync(join(folder, 'session.log'));
    const at = new Date(Math.floor(mtimeMs)).toISOString();
    assert.equal(head, `asa01 as of ${at}: ${present().length} sessions active, ${present().length} began and 0 ended by this`); // prettier-ignore
    assert.equal(rest.length, 7);
    assert.match(rest.join('\n'), /^ {2}line 1: show version: read\n.*: \d+ sessions, all of them\n/);
    await withDatabase(config, async (store) => {
      const [known] = await store.devices();
      assert.deepEqual(known?.pools.map(({ name }) => name), ['vpnpool', 'acpool']); // prettier-ignore
      assert.equal((await store.lastPolls())[0]?.facts.version, '9.16(4)');
      const [kept] = await store.reads.configurations(1);
      assert.deepEqual([kept?.part, kept?.source, kept?.complete], ['whole', 'file', true]);
      const { polls } = await store.load(Date.now(), 0);
      assert.deepEqual(polls.pools.map(({ pool }) => pool), ['vpnpool']); // prettier-ignore
    });
  });

  it('ends who is not listed any more only by a listing that is whole', async () => {
    const start = Date.now() - 3 * HOUR;
    const { asa, engine } = simulate(() => undefined, { ...busy, start });
    const device = deviceOf(asa);
    const anyconnect = (): readonly string[] =>
      [...asa.sessions].flatMap(({ seat, user }) => (seat.protocol === 'anyconnect' ? user : [])).sort();
    const told = async (how: (text: string) => string): Promise<readonly string[]> => {
      await engine.run({ until: engine.now() + HOUR / 4 });
      const said = how(screen(device, ['show vpn-sessiondb anyconnect']));
      await feed(said, { at: new Date(engine.now()).toISOString() }).catch(() => undefined);
      return active();
    };
    const were = await told((whole) => whole);
    assert.deepEqual(were, anyconnect());
    for (const share of [0.9, 0.6, 0.3, 0.001]) {
      const are = await told((whole) => whole.slice(0, share * (whole.length - device.hostname.length - 2)));
      assert.ok(were.every((user) => are.includes(user)), String(share)); // prettier-ignore
    }
    const left = were.filter((user) => !anyconnect().includes(user));
    assert.ok(left.length > 0, 'somebody has left meanwhile');
    assert.deepEqual(await told((whole) => whole), anyconnect());
  });

  it('takes all but what is not understood, tells its line, and fails', async () => {
    const strange = text.replace('Username', 'Flux capacitor : password canary1985\r\nUsername');
    await assert.rejects(feed(strange), /session\.log: 1 of 7 commands were not understood$/);
    const misfit = lines.find((line) => line.includes('not understood')) ?? '';
    assert.match(misfit, /^ {2}line \d+: show vpn-sessiondb \S+: not understood, so nothing of it is used: line \d+ is not known: Flux capacitor/); // prettier-ignore
    assert.ok(!lines.join().includes('canary'));
    const some = await active();
    assert.ok(some.length > 0 && some.length < present().length);
    await withDatabase(config, async ({ reads }) => {
      const { unread = [] } = await reads.poll(1);
      assert.match(unread[0]?.failure.transcript ?? '', /Flux capacitor/);
      assert.ok(!JSON.stringify(unread).includes('canary'));
    });
  });

  it('takes nothing that is older than what the device has told since, or is of another device', async () => {
    await feed(text);
    const hour = new Date(Date.now() - 3_600_000).toISOString();
    await assert.rejects(feed(text, { at: hour }), /what it says is of .*, and asa01 has told more since/);
    const other = text.replaceAll(`${device.hostname}#`, 'edge7#').replace(`${device.hostname} up`, 'edge7 up');
    const renamed = other.replaceAll(device.chassis().serial, 'JMX0000L000');
    await assert.rejects(feed(renamed), new RegExp(`this is of edge7, and asa01 is known as ${device.hostname}`));
    assert.deepEqual(await active(), present());
    await feed(other);
    assert.deepEqual(await active(), present(), 'the same chassis, with another name');
  });

  it('takes the output of one command where it is told which, and then ends nobody', async () => {
    await feed(text);
    await feed('', { command: 'show vpn-sessiondb anyconnect' }).catch(() => undefined);
    await feed('INFO: There are presently no active sessions of the type specified\n', { command: ' show  vpn-sessiondb anyconnect' }); // prettier-ignore
    assert.match(
      lines.at(-1) ?? '',
      /^ {2}show vpn-sessiondb anyconnect: 0 sessions, nothing shows that these are all/,
    );
    assert.deepEqual(await active(), present());
  });

  it('refuses what it cannot take', async () => {
    await assert.rejects(feed('nothing here\n'), /no prompt with a show command in it/);
    await assert.rejects(feed(text, {}, 'asa09'), /asa09: not known here/);
    await assert.rejects(feed(text, { command: 'show arp' }), UsageFault);
    await assert.rejects(feed(text, { at: 'yesterday' }), UsageFault);
    await assert.rejects(feed(text, { at: '2999-01-01T00:00:00Z' }), /yet to come/);
    assert.deepEqual(await active(), []);
  });
});

describe('the body of device.feed', () => {
  const good = { startedAt: 1, finishedAt: 2, rosters: [], facts: {}, failures: [], read: [], configurations: [] };
  const roster = {
    kind: 'sessions.listed',
    startedAt: 1,
    finishedAt: 2,
    complete: true,
    listing: 'ikev1',
    sessions: [],
  };

  it('is made anew of what belongs in it', () => {
    assert.deepEqual(readFeed({ ...good, device: 'x', more: 'y' }, 3), good);
    assert.equal(readFeed({ ...good, rosters: [roster] }, 3).rosters.length, 1);
  });

  it('is refused where it is none', () => {
    for (const wrong of [
      ...[undefined, 7, [], { ...good, startedAt: 'x' }, { ...good, startedAt: 3 }, { ...good, finishedAt: 9 }],
      ...[
        { ...good, rosters: {} },
        { ...good, rosters: [7] },
        { ...good, rosters: [{ ...roster, kind: 'toString' }] },
      ],
      ...[
        { ...good, rosters: [{ ...roster, sessions: 7 }] },
        { ...good, rosters: [{ ...roster, complete: 1 }] },
      ],
      ...[
        { ...good, facts: null },
        { ...good, failures: [{}] },
        { ...good, read: [7] },
      ],
      ...[
        { ...good, configurations: [undefined] },
        { ...good, configurations: [{ configuration: {} }] },
      ],
    ])
      assert.throws(() => readFeed(wrong, 3), UsageFault, JSON.stringify(wrong));
  });
});
