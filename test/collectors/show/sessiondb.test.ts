import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import type { ListedSession } from '../../../server/domain/roster.ts';
import { showCommands } from '../../../collectors/show/commands/all.ts';
import { groups } from '../../../collectors/show/commands/crypto-stats.ts';
import {
  nacLabels,
  sessionLabels,
  tunnelKinds,
  tunnelLabels,
} from '../../../collectors/show/commands/sessiondb-labels.ts';
import { clients, counting, licensed } from '../../../collectors/show/commands/sessiondb-licenses.ts';
import { emptyWordings, listings } from '../../../collectors/show/commands/sessiondb-record.ts';
import { summaryLabels } from '../../../collectors/show/commands/summary-sections.ts';
import { readShow } from '../../../collectors/show/read.ts';

const golden = 'test/golden/show';
const cases = readdirSync(golden)
  .filter((name) => existsSync(`${golden}/${name}/command.txt`))
  .flatMap((name) => {
    const text = readFileSync(`${golden}/${name}/input.txt`, 'utf8');
    const commands = readFileSync(`${golden}/${name}/command.txt`, 'utf8').trim().split('\n');
    return commands.map((command) => ({ name, command, text }));
  })
  .filter(({ command }) => /^show (?:vpn|crypto \w+ stats)/.test(command));
const listingCases = cases.filter(({ command, text }) => (sessionsOf(command, text) ?? []).length > 0);

describe('a listing of sessions', () => {
  it('has every label, heading and wording of the tables in a golden case', () => {
    const all = cases.map(({ text }) => text).join('\n');
    const lower = all.toLowerCase();
    const labels = [
      ...[...sessionLabels.keys(), ...tunnelLabels.keys(), ...nacLabels.keys(), ...summaryLabels],
      ...[...licensed, ...counting, ...clients],
      ...Object.values(groups).flatMap((group) => Object.values(group.labels).flat()),
    ];
    const missing = [
      // `full` may lack the colon.
      ...labels.filter((label) => !new RegExp(`(?:^|[ |])${label.replace(/[()/]/g, '\\$&')} *[: ]`, 'm').test(all)),
      ...listings.flatMap((row) => row.heads.filter((head) => !new RegExp(`^Session Type: ${head}(?: Detailed)?(?: \\|\\|)?\\s*$`, 'm').test(all))), // prettier-ignore
      ...[...emptyWordings].filter((wording) => !new RegExp(`^(?:INFO: )?${wording}\\.?$`, 'm').test(all)),
      ...[...tunnelKinds].filter((kind) => !new RegExp(`^ *${kind} *:`, 'm').test(lower)),
    ];
    assert.deepEqual(missing, []);
  });

  it('that was cut anywhere has no session that is not in the whole one, and no other facts in one', () => {
    for (const { name, command, text } of listingCases) {
      const whole = sessionsOf(command, text) ?? [];
      for (let end = 0; end < text.length; end += 1) {
        const cut = sessionsOf(command, text.slice(0, end)) ?? [];
        for (const [place, session] of cut.entries()) {
          const { tunnels, ...told } = session;
          // Only the end of the line, which a transport looks for, tells that a last word is whole.
          const words = ['vlanMapping', 'vlan', 'securityGroup', 'nacResult', 'filter'];
          const facts = Object.fromEntries(
            Object.entries(told).filter(([fact]) => text[end - 1] === '\n' || !words.includes(fact)),
          );
          const { tunnels: all = [], ...others } = whole[place] ?? {};
          assert.ok(isPart(facts, others), `${name} cut at ${end}: ${JSON.stringify(facts)}`);
          if (text[end - 1] === '\n')
            assert.ok(tunnels.every((one, at) => isPart(one, all[at])), `${name} cut at ${end}`); // prettier-ignore
        }
      }
    }
  });

  it('that was cut is never read with fewer sessions, but where another could have been the last', () => {
    for (const { name, command, text } of listingCases) {
      const most = sessionsOf(command, text)?.length ?? 0;
      for (let end = 0; end < text.length; end += 1) {
        const sessions = sessionsOf(command, text.slice(0, end));
        if (sessions === undefined || sessions.length === most) continue;
        assert.ok(sessions.length > 0, `${name} cut at ${end} is read as an empty listing`);
        const next = text.slice(end).search(/^\s*(?:Username|Connection|Session ID|Session Type)\b/m);
        assert.ok(next >= 0, `${name} cut at ${end}`);
      }
    }
  });

  it('means the same with a log line at every line, or is not read', () => {
    const logs = [
      '%ASA-6-302013: Built inbound TCP connection 7 for outside:192.0.2.1/1 (192.0.2.1/1) to identity:192.0.2.2/443',
      'Jan 01 2024 10:11:12 asa01 : %ASA-4-113019: Group = g, Username = Index : 5, IP = 192.0.2.1, Session disconnected.',
      'Index        : 5',
      'marty logged in',
    ];
    for (const { name, command, text } of cases) {
      const whole = readShow(command, text);
      const lines = text.split('\n');
      for (const [kind, log] of logs.entries()) {
        for (let at = 0; at <= lines.length; at += 1) {
          const read = readShow(command, [...lines.slice(0, at), log, ...lines.slice(at)].join('\n'));
          // An Index may be just what was missing.
          if (whole?.outcome !== 'read')
            assert.ok(kind === 2 || read?.outcome !== 'read', `${name}: ${log} before ${at}`);
          // A wrapped record has no place for a line that is left out.
          else if (kind < 2 && !name.endsWith('wrapped')) assert.deepEqual(read, whole, `${name}: ${log} before ${at}`);
          else if (read?.outcome === 'read') assert.deepEqual(read, whole, `${name}: ${log} before ${at}`);
        }
      }
    }
  });

  it('has each user under his own number, or is not read, whatever the user is called', () => {
    const parts = fc.constantFrom(
      ...['x', ' ', '  ', ':', ' : ', '|', ' | ', '||', ' || ', 'Index', 'Index : 5', 'Index        : 5', 'Index: 5', 'Username', 'Username: y', 'Public IP    : 6.6.6.6', 'Public IP: 6.6.6.6', 'Duration     : 0h:00m:01s', 'Duration: 0h:00m:01s', 'Protocol: IKE', 'Login Time: 10:13:50 UTC Wed Mar 25 2020', 'Session Type: AnyConnect', 'NAC:', '%ASA-6-302013: ', '__proto__', 'ERROR: %', 'ы'], // prettier-ignore
    );
    const names = fc.array(parts, { minLength: 1, maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(names, fc.boolean(), (user, pushed) => {
        const beside = pushed ? `\nIndex        : 7` : `                  Index        : 7`;
        const pretty = `Session Type: AnyConnect\n\nUsername     : ${user}${beside}\nPublic IP    : 192.0.2.1\nProtocol     : SSL-Tunnel\nLogin Time   : 10:13:50 UTC Wed Mar 25 2020\nDuration     : 0h:24m:28s\n\nUsername     : marty                  Index        : 8\nProtocol     : SSL-Tunnel\nLogin Time   : 10:13:50 UTC Wed Mar 25 2020\nDuration     : 0h:24m:28s\n`;
        const full = `Username: ${user} | Index: 7 | Public IP: 192.0.2.1 | Protocol: SSL-Tunnel | Login Time: 10:13:50 UTC Wed Mar 25 2020 | Duration: 0h:24m:28s ||\nUsername: marty | Index: 8 | Protocol: SSL-Tunnel | Login Time: 10:13:50 UTC Wed Mar 25 2020 | Duration: 0h:24m:28s ||\n`;
        for (const [command, text] of [
          ['anyconnect', pretty],
          ['full anyconnect', full],
          ['detail full anyconnect', full],
        ] as const) {
          // prettier-ignore
          const read = sessionsOf(`show vpn-sessiondb ${command}`, text);
          if (read === undefined) continue;
          assert.deepEqual(read.map(({ user, index, publicIp = '' }) => [user ?? '', index, publicIp]), [[user.trim(), 7, '192.0.2.1'], ['marty', 8, '']]); // prettier-ignore
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the name of a user whole if it can be read in one way only', () => {
    const session =
      '\nProtocol     : SSL-Tunnel\nLogin Time   : 10:13:50 UTC Wed Mar 25 2020\nDuration     : 0h:24m:28s\n';
    const read = (line: string) =>
      sessionsOf('show vpn-sessiondb anyconnect', `Session Type: AnyConnect\nUsername     : ${line}${session}`);
    for (const user of ['a b', 'x  Index : 5', 'x : y', 'HILL\\marty', 'Public IP    : 6.6.6.6', 'a  b:c | d || e']) {
      const [long, short] = [`emmett.lathrop.brown.${user}`, read(`${user}          Index        : 7`)];
      assert.equal(short?.[0]?.user, user);
      assert.equal(read(`${long}\nIndex        : 7`)?.[0]?.user, long);
    }
    // A short name pushes nothing down, and what looks as the ASA sets it may be that.
    assert.equal(read('x  Index : 5\nIndex        : 7'), undefined);
    assert.equal(read('marty                  Index        : 5\nIndex        : 7'), undefined);
  });

  it('never throws and does not take long, whatever the text', () => {
    const words = fc.constantFrom('Username', 'Index', ' : ', ': ', '  ', '\n', '\r\n', ' | ', '||', 'Session Type: AnyConnect', '1', '-------------', 'VPN Session Summary', 'AnyConnect Client', 'Totals', 'IKE:', 'IKE Tunnels: 1', '__proto__', 'constructor'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }), (parts) => {
        for (const { command } of showCommands) readShow(command.replace(/\{\w+\}/g, 'x'), parts.join(''));
      }),
    );
    // Only that each ends.
    for (const part of [
      ' ',
      ':',
      ' : ',
      'Index : ',
      '  Index : 5',
      ' | ',
      '||',
      ' | Index: 5',
      '-',
      '(1)',
      '1',
      'IKE: ',
    ])
      for (const { command } of cases)
        readShow(command, `Session Type: AnyConnect\nUsername: ${part.repeat(20_000 / part.length)}`);
  });
});

function sessionsOf(command: string, text: string): readonly ListedSession[] | undefined {
  const read = readShow(command, text);
  const facts = read?.outcome === 'read' ? (read.facts as { readonly sessions?: unknown }) : undefined;
  return Array.isArray(facts?.sessions) && command !== 'show vpn-sessiondb' && !command.endsWith('summary')
    ? (facts.sessions as readonly ListedSession[])
    : undefined;
}

/** Whether each fact is the same in the other. */
function isPart(facts: object, others: object | undefined): boolean {
  const all: Readonly<Record<string, unknown>> = { ...others };
  return Object.entries(facts).every(([key, value]) => JSON.stringify(all[key]) === JSON.stringify(value));
}
