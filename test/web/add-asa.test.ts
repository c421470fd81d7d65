import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Arrivals } from '../../server/domain/arrivals.ts';
import { addFields, readAdd, sharedWords, usualAddress, type AddAsked } from '../../web/words/add-asa.ts';
import { addVerdict } from '../../web/words/add-verdict.ts';
import { allAtOnce, BLANKS, deviceBlocks, ourBlocks } from '../../web/words/asa-blocks.ts';
import { devicePath } from '../../web/place.ts';
import { newlyDone, ticks } from '../../web/words/ticks.ts';
import { now } from './rows.ts';

const listening = { addresses: ['192.0.2.1'], syslog: { udp: 5515, tcp: 1470 }, traps: { udp: 1163 } };

function asked(query: Readonly<Record<string, string>> = {}, heard: typeof listening | object = listening): AddAsked {
  return readAdd(addFields({ name: 'HV-ASA', host: '10.10.10.2', ...query }, '192.0.2.1'), {
    addresses: [],
    ...heard,
  });
}

const linesOf = (one: AddAsked): readonly string[] => deviceBlocks(one).flatMap(({ lines }) => lines);

describe('what is asked of who adds an ASA', () => {
  it('is read from the address, with our own address and ports in the lines', () => {
    const one = asked();
    assert.deepEqual(one.troubles, []);
    assert.ok(linesOf(one).includes('logging host inside 192.0.2.1 udp/5515'));
    assert.ok(linesOf(one).some((line) => line.endsWith('version 3 tunnelwatch udp-port 1163')));
    assert.equal(usualAddress('localhost', listening), '192.0.2.1');
    assert.equal(usualAddress('localhost', undefined), 'ADDRESS-OF-THIS-MACHINE');
    assert.equal(usualAddress('tw.example.net', listening), 'tw.example.net');
  });

  it('puts nothing into a line that an ASA or a shell could misread, and says so', () => {
    const evil = { name: '$(reboot)', host: '-rf', interface: 'inside\nreload', us: '<img>', filter: 'list:a b' };
    const one = asked(evil);
    assert.deepEqual(one.troubles.map(({ key }) => key).sort(), ['filter', 'host', 'interface', 'name', 'us']);
    const all = [...linesOf(one), ...ourBlocks(one, undefined).flatMap(({ lines }) => lines)].join('\n');
    assert.doesNotMatch(all, /reboot|-rf|reload|<img>|a b/);
    for (const { lines } of ourBlocks(asked(), { name: '; id', state: 'adopted', addresses: [] }))
      assert.doesNotMatch(lines.join('\n'), /; id/);
  });

  it('says what this server does not listen for, and what the release cannot', () => {
    const trouble = (query: Readonly<Record<string, string>>, heard?: object): string =>
      asked(query, heard).troubles.map(({ key, text }) => `${key}: ${text}`).join('\n'); // prettier-ignore
    assert.match(trouble({ by: 'tls' }), /by: Nothing is listened for over TLS here: SYSLOG_TLS_PORT/);
    assert.match(trouble({ by: 'tls', release: '7.2(5)' }), /cannot log over TLS/);
    assert.match(trouble({ by: 'tcp', release: '6.3(5)' }), /stops all traffic/);
    assert.match(trouble({}, { syslog: { udp: 1000 } }), /does not take port 1000[^]*SYSLOG_PORT/);
    assert.match(trouble({}, { syslog: { udp: 5514 } }), /snmp: Traps are not listened for/);
    assert.match(trouble({ release: 'nine' }), /“nine” is not a release.*The lines are for 9\.16\(4\)/);
    assert.match(trouble({ release: '9.1(7)', poll: 'least' }), /the lines are for level 15/);
    const old = asked({ release: 'PIX Version 6.3(5)' });
    assert.deepEqual([old.snmp, old.poll, old.transport], [false, 'no', 'udp']);
    assert.ok(linesOf(old).includes('logging on'));
  });

  it('says what changes for other log servers, and what else could be done', () => {
    const said = (filter: string, release = '9.16(4)'): string => sharedWords(asked({ filter, release })).join(' ');
    assert.match(said('none'), /For a device that logs to nobody yet/);
    assert.match(
      said('warnings'),
      /begins with all of level warnings: other log servers keep.*as well.*do without syslog/,
    );
    assert.match(said('informational'), /nothing changes/);
    assert.match(said('list:SIEM'), /add to the list in force, and take nothing from it/);
    assert.match(said('warnings', '6.3(5)'), /no lists: every log server/);
  });

  it('never carries a secret: what has to be secret is a blank', () => {
    for (const release of ['9.16(4)', '8.0(2)', '9.1(7)']) {
      const one = asked({ release });
      const secret = linesOf(one).filter((line) => /password|auth |community/.test(line) && !line.startsWith('show'));
      assert.ok(secret.length > 0);
      for (const line of secret.filter((one) => !one.startsWith('aaa ')))
        assert.ok(BLANKS.some((blank) => line.includes(` ${blank}`)) || line.startsWith('snmp-server group') || line.includes('class auth'), line); // prettier-ignore
    }
  });

  it('pastes nothing at once that has to be filled in or decided first', () => {
    const all = allAtOnce(deviceBlocks(asked({ poll: 'least', us: '' })));
    const bare = all.filter((line) => !line.startsWith('! '));
    assert.ok(bare.includes('logging enable') && all.includes('! fill in, then paste: logging host inside ADDRESS-OF-THIS-MACHINE udp/5515')); // prettier-ignore
    assert.doesNotMatch(bare.join('\n'), /PASS|ADDRESS-OF|aaa |^show /);
    assert.ok(allAtOnce(deviceBlocks(asked())).includes('logging host inside 192.0.2.1 udp/5515'));
  });

  it('prints what could lock somebody out apart, with what to beware of', () => {
    for (const poll of ['full', 'least']) {
      const blocks = deviceBlocks(asked({ poll }));
      const aaa = blocks.filter(({ lines }) => lines.some((line) => line.startsWith('aaa ')));
      assert.equal(aaa.length, poll === 'full' ? 1 : 2);
      for (const { apart, beware, title } of aaa) {
        assert.equal(apart, true);
        assert.ok(beware !== undefined && title.startsWith('Only if'));
      }
    }
    assert.match(deviceBlocks(asked({ by: 'tcp' })).find(({ id }) => id === 'syslog')?.beware ?? '', /^An ASA that logs over TCP/); // prettier-ignore
  });

  it('becomes the commands of this side, for what is known of it by now', () => {
    const lines = (device: Arrivals['device'], query = {}): readonly string[] =>
      ourBlocks(asked(query), device).flatMap((block) => block.lines);
    assert.deepEqual(lines(undefined, { release: '9.16(4)' }), [
      'tunnelwatch device add HV-ASA 10.10.10.2',
      'tunnelwatch device snmp HV-ASA --version 3 --user tunnelwatch --auth sha256 --priv aes',
      'tunnelwatch device poll HV-ASA ssh://tunnelwatch@10.10.10.2 --enable',
      'tunnelwatch device key HV-ASA',
    ]);
    const pending = { name: '10.10.10.2', state: 'pending', addresses: ['10.10.10.2'] } as const;
    assert.equal(lines(pending)[0], 'tunnelwatch device adopt 10.10.10.2 --name HV-ASA');
    const adopted = { ...pending, name: 'LON2', state: 'adopted' } as const;
    assert.match(lines(adopted)[0] ?? '', /^tunnelwatch device snmp LON2 /);
    assert.ok(lines(undefined, { host: '2001:db8::2', release: '9.1(7)' }).includes('tunnelwatch device poll HV-ASA ssh://tunnelwatch@[2001:db8::2] --enable --legacy')); // prettier-ignore
  });
});

describe('what has come of an ASA that is added', () => {
  const nothing: Arrivals = { at: now, since: now - 3_600_000 };
  const first = { at: now - 3000, from: '10.10.10.2', text: '%ASA-6-113012: \u202e' };
  const poll = { everySeconds: 60, at: now - 5000, failed: 0 };
  const of = (arrivals: Partial<Arrivals>, waited = 5000, query = {}) =>
    ticks(asked(query), { ...nothing, ...arrivals }, now - waited, now);
  const one = (id: string, ...rest: Parameters<typeof of>) => of(...rest).find((tick) => tick.id === id);

  it('waits without worry for a minute, then says what to check', () => {
    assert.deepEqual(of({}).map(({ state }) => state), Array(6).fill('waiting')); // prettier-ignore
    assert.equal(one('line', {})?.text, 'Waiting for 5 s.');
    assert.equal(one('line', {})?.todo, undefined);
    const late = one('line', {}, 90_000);
    assert.match(late?.todo ?? '', /192\.0\.2\.1 counts.*port is 5515/);
    assert.deepEqual(late?.commands, ['show logging']);
    assert.deepEqual(one('trap', {}, 90_000)?.commands, ['tunnelwatch snmp trap-test']);
    assert.equal(one('understood', {}, 90_000)?.todo, undefined, 'the first line is to come first');
    assert.match(one('understood', { line: first }, 90_000)?.todo ?? '', /none tells of a VPN login/);
  });

  it('says of each when and from which address, with the line as text', () => {
    const line = one('line', { line: first });
    assert.equal(line?.state, 'done');
    assert.match(line.text, /^3 s ago \(.*\) from 10\.10\.10\.2\.$/);
    assert.equal(line.raw, '%ASA-6-113012: \\u{202e}');
  });

  it('tells a poll that fails from one that has not come, and what was never asked for', () => {
    assert.equal(one('snmp', { snmp: poll })?.text.startsWith('Last one 5 s ago'), true);
    const failure = { at: 'connect', why: 'key unknown', detail: '' } as const;
    const show = one('show', { show: { ...poll, failure, failed: 1 } });
    assert.equal(show?.state, 'failed');
    assert.deepEqual(show.commands, ['tunnelwatch device key HV-ASA']);
    assert.equal(one('show', { show: { ...poll, at: null } })?.state, 'waiting');
    assert.equal(one('show', {}, 5000, { poll: 'no' })?.state, 'off');
    assert.equal(one('trap', {}, 5000, { snmp: 'off' })?.state, 'off');
    assert.equal(one('snmp', { snmp: { ...poll, everySeconds: 0, at: null } })?.state, 'off');
  });

  it('is adopted by a command, and says when the device calls itself otherwise', () => {
    const pending = { name: '10.10.10.2', state: 'pending', addresses: ['10.10.10.2'] } as const;
    assert.deepEqual(one('adopted', { device: pending })?.commands, ['tunnelwatch device adopt 10.10.10.2 --name HV-ASA']); // prettier-ignore
    const adopted = { ...pending, name: 'HV-ASA', state: 'adopted', hostname: 'hill-valley' } as const;
    assert.match(one('adopted', { device: adopted })?.text ?? '', /Watched as HV-ASA.*It calls itself hill-valley\./);
  });

  it('is told to a screen reader once, when it comes', () => {
    const [before, after] = [of({}), of({ line: first })];
    assert.match(newlyDone(before, after), /^First syslog line: 3 s ago/);
    assert.equal(newlyDone(after, after), '');
  });

  it('leads the page with what is still to come', () => {
    assert.equal(addVerdict(asked(), of({})).text, 'Nothing has come of HV-ASA yet.');
    const some = addVerdict(asked(), of({ line: first }));
    assert.deepEqual([some.state, some.text], ['unknown', '1 of 6 have come of HV-ASA.']);
    const failure = { at: 'connect', why: 'unreachable', detail: 'x' } as const;
    const failed = addVerdict(asked(), of({ snmp: { ...poll, failure, failed: 1 } }));
    assert.deepEqual([failed.state, failed.text], ['warn', 'HV-ASA: SNMP poll fails.']);
    assert.equal(addVerdict({ name: 'NAME', host: 'ADDRESS-OF-THE-ASA' }, of({})).text, 'Add an ASA.');
    assert.equal(devicePath('add'), '/devices/%61dd', 'a device of that name has a page, too');
  });
});
