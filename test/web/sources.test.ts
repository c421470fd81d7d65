import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AskedSource, SourceRow } from '../../server/domain/sources.ts';
import { devicesVerdict } from '../../web/words/devices.ts';
import { looksLike } from '../../web/words/pending.ts';
import { askedWords, findingWords, lossWords, pollTroubles, trapWords } from '../../web/words/sources.ts';
import { device, now } from './rows.ts';

const poll: AskedSource = { everySeconds: 60, at: now - 12_000, failed: 0 };
const row = (given: Partial<SourceRow> = {}): SourceRow => ({ device: 'HV-ASA', trapAt: null, ...given });
const failure = { at: 'connect', why: 'unreachable', detail: 'no route' } as const;

describe('the sources of a device', () => {
  it('say how each poll goes: well, failed and why, silent, or never asked', () => {
    const of = (source: AskedSource | undefined) => askedWords(source, now, 'show');
    assert.deepEqual(of(poll), { state: 'ok', text: '12 s ago' });
    assert.deepEqual(of(undefined), { state: 'maint', text: 'not polled' });
    assert.equal(of({ ...poll, at: null }).state, 'unknown');
    assert.match(of({ ...poll, failure, failed: 1 }).why ?? '', /cannot be reached: no route/);
    assert.equal(of({ ...poll, failure: { ...failure, why: 'key changed' } }).state, 'crit');
    assert.deepEqual(of({ ...poll, at: now - 181_000 }), { state: 'unknown', text: 'silent for 3 m 1 s' });
    assert.equal(of({ ...poll, failed: 2 }).why, '2 of what was asked gave nothing');
    assert.equal(of({ ...poll, everySeconds: 0, at: null }).text, 'for traps alone');
  });

  it('are abnormal where a poll is, and the verdict says it', () => {
    assert.deepEqual(pollTroubles(row({ show: poll }), now), []);
    assert.deepEqual(pollTroubles(undefined, now), [], 'what nobody has asked yet is no trouble');
    const failing = row({ show: { ...poll, failure, failed: 1 } });
    assert.equal(pollTroubles(failing, now).length, 1);
    const said = devicesVerdict([device()], now, [failing]);
    assert.equal(said.state, 'warn');
    assert.match(said.text, /^The poll of HV-ASA failed 12 s ago: It cannot be reached: no route\.$/);
    assert.equal(devicesVerdict([device()], now, [row()]).state, 'ok');
  });

  it('never count what nobody told as nothing', () => {
    assert.equal(trapWords(undefined, now), 'not known');
    assert.equal(trapWords(row(), now), 'none in the last hour');
    assert.equal(trapWords(row({ trapAt: now - 5000 }), now), '5 s ago');
    assert.equal(findingWords(undefined).state, 'unknown');
    assert.equal(findingWords(null).text, 'no configuration');
    assert.deepEqual(findingWords({ critical: 1, warning: 2, note: 0 }), { state: 'crit', text: '1 critical', why: '2 warnings' }); // prettier-ignore
    assert.deepEqual(findingWords({ critical: 0, warning: 0, note: 0 }), { state: 'ok', text: 'none' });
    const heartbeat = { by: 'learned', interval: 60_000, at: now } as const;
    assert.match(lossWords({ heartbeat }, now), /^loss not known/);
    const loss = { sent: 1200, received: 1190, since: now - 1000, at: now };
    assert.match(lossWords({ heartbeat: { ...heartbeat, loss } }, now), /^10 of 1,200 lost since /);
  });

  it('of a sender that nobody knows are told by what its first line looks like', () => {
    const at = { at: now, since: now - 1 };
    const line = (text: string) => ({ at: now, from: '192.0.2.9', text });
    assert.match(looksLike(at), /nothing came/);
    assert.match(looksLike({ ...at, line: line('<14>hello') }), /no lines of an ASA/);
    assert.match(looksLike({ ...at, line: line('<166>%ASA-6-302013: Built') }), /none of which tells of the VPN/);
    assert.equal(looksLike({ ...at, line: line('x'), understood: line('y') }), 'lines of an ASA that tell of the VPN');
    assert.equal(looksLike({ ...at, trap: line('trap') }), 'traps alone');
  });
});
