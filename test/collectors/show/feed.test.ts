import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';

import { feed } from '../../../collectors/show/feed.ts';
import type { Polled } from '../../../server/domain/polling.ts';
import { deviceOf, type Device } from '../../asa/cli/device.ts';
import { screen } from '../../asa/cli/screen.ts';
import type { SimulatedAsa } from '../../asa/model.ts';
import { busyAsa } from './lab.ts';

const when = { startedAt: 1_000, finishedAt: 2_000 };
const commands = [
  ...['show version', 'show vpn-sessiondb summary', 'show vpn-sessiondb ra-ikev1-ipsec', 'show ip local pool vpnpool'],
  ...['show vpn-sessiondb detail anyconnect', 'show vpn-sessiondb webvpn', 'show vpn-sessiondb ra-ikev2-ipsec'],
];

/** Whether what was read of each listing of sessions is all of it. */
function complete({ rosters }: Pick<Polled, 'rosters'>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    rosters.flatMap((one) => (one.kind === 'sessions.listed' ? [[one.listing, one.complete]] : [])),
  );
}

describe('a saved terminal session', () => {
  let asa: SimulatedAsa;
  let device: Device;
  before(async () => {
    asa = await busyAsa('9.16');
    device = deviceOf(asa);
  });

  it('is read as a poll is: each session that the simulated ASA has, its pools and what it is', () => {
    const { polled, commands: became } = feed(screen(device, commands), when);
    assert.deepEqual(polled.failures, []);
    assert.deepEqual(became.map(({ outcome }) => outcome), commands.map(() => 'read')); // prettier-ignore
    const sessions = polled.rosters.flatMap((one) => (one.kind === 'sessions.listed' ? one.sessions : []));
    const named = (users: readonly (string | undefined)[]) => users.map((user) => user ?? '').sort();
    assert.deepEqual(named(sessions.map(({ user }) => user)), named([...asa.sessions].map(({ user }) => user)));
    assert.deepEqual(complete(polled), { ikev1: true, anyconnect: true, clientless: true, ikev2: true });
    const pool = polled.rosters.find((one) => one.kind === 'pool.listed');
    assert.ok(pool?.use.pool === 'vpnpool' && pool.complete);
    const { hostname, version } = polled.facts;
    assert.deepEqual([hostname, version, polled.startedAt, polled.finishedAt], [device.hostname, '9.16(4)', 1_000, 2_000]); // prettier-ignore
  });

  it('shows that a listing is whole by the prompt behind it alone, wherever it is cut', () => {
    const text = screen(device, commands.slice(2));
    const lines = text.split('\r\n');
    const typed = lines.flatMap((line, place) => (line.startsWith(`${device.hostname}# show`) ? [place] : []));
    const listings = ['ikev1', undefined, 'anyconnect', 'clientless', 'ikev2'];
    for (let end = 1; end < lines.length; end += 1) {
      const seen = complete(feed(lines.slice(0, end).join('\r\n'), when).polled);
      for (const [nth, listing] of listings.entries()) {
        const next = typed[nth + 1] ?? lines.length - 1;
        if (listing !== undefined && end <= next) assert.notEqual(seen[listing], true, `${listing}, cut at ${end}`);
      }
    }
  });

  it('is whole, too, where the counts before and behind a listing say so, though it ends without a prompt', () => {
    const around = ['show vpn-sessiondb summary', 'show vpn-sessiondb anyconnect', 'show vpn-sessiondb summary'];
    const text = screen(device, around);
    const cut = text.slice(0, text.lastIndexOf(device.hostname));
    assert.deepEqual(complete(feed(cut, when).polled), { anyconnect: true });
  });

  it('is not whole where somebody left the pager', () => {
    const text = screen(device, ['show vpn-sessiondb anyconnect']);
    const second = text.indexOf('\r\nUsername', text.indexOf('Username') + 8);
    assert.ok(second > 0, 'at least two sessions');
    const left = `${text.slice(0, second)}\r\n<--- More --->\r              \r${device.hostname}# `;
    const { polled } = feed(left, when);
    assert.deepEqual(complete(polled), { anyconnect: false });
    assert.equal(polled.rosters.flatMap((one) => (one.kind === 'sessions.listed' ? one.sessions : [])).length, 1);
  });

  it('gives nothing of a command with a line that nobody knows, and tells its output without secrets', () => {
    const text = screen(device, ['show vpn-sessiondb anyconnect', 'show version']);
    const strange = 'Flux capacitor : charged, password canary1985';
    const { polled, commands: became } = feed(text.replace('Username', `${strange}\r\nUsername`), when);
    assert.deepEqual(complete(polled), {});
    assert.deepEqual(became.map(({ outcome }) => outcome), ['misfit', 'read']); // prettier-ignore
    assert.deepEqual(polled.failures.map(({ at, why }) => [at, why]), [['show vpn-sessiondb anyconnect', 'misfit']]); // prettier-ignore
    assert.match(polled.failures[0]?.transcript ?? '', /Flux capacitor/);
    assert.ok(!JSON.stringify([polled, became]).includes('canary'));
  });

  it('passes over what is never asked, and tells who answers and in which role', () => {
    const { polled, commands: became } = feed(screen(device, ['show arp', 'show clock'], 'edge/sec/stby# '), when);
    assert.deepEqual(became.map(({ outcome }) => outcome), ['unlisted', 'read']); // prettier-ignore
    assert.deepEqual([polled.facts.hostname, polled.facts.role], ['edge', 'standby']);
  });

  it('asserts nothing of an output without prompts', () => {
    const text = screen(device, ['show vpn-sessiondb anyconnect']).split('\r\n').slice(1, -1).join('\n');
    const { polled } = feed(text, { ...when, command: 'show vpn-sessiondb anyconnect' });
    assert.deepEqual(complete(polled), { anyconnect: false });
    assert.deepEqual(feed(text, when).commands, []);
  });
});
