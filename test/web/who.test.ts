import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HoldersTold } from '../../server/domain/user-told.ts';
import { when } from '../../web/words/time.ts';
import { notUnderstood, whoVerdict } from '../../web/words/who.ts';
import { now, session } from './rows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (ago: number) => when(now - ago, now);
const ended = session({ id: 7, state: 'ended', end: now - 3 * HOUR, endIs: 'reported', endReason: 'User Requested', start: now - 5 * HOUR }); // prettier-ignore

describe('who had an address', () => {
  const asked = { address: '172.16.1.137', at: '14:05' };
  const base: HoldersTold = { address: '172.16.1.137', from: now - MINUTE, to: now, held: [], cameFrom: [], gaps: [] };
  const had = (user: string, sure: 'yes' | 'perhaps' = 'yes', on = 'HV-ASA') => ({ session: { ...ended, user, device: on }, sure }); // prettier-ignore
  const say = (given: Partial<HoldersTold>, question = asked, unheard: ReadonlyMap<string, number> = new Map()) =>
    whoVerdict({ ...base, ...given }, question, unheard, now);

  it('is answered in the first line', () => {
    const { state, text } = say({ held: [had('marty')] });
    assert.deepEqual([state, text], ['ok', `marty had 172.16.1.137 on HV-ASA at ${at(MINUTE).slice(0, 5)}.`]);
    assert.match(say({ held: [had('marty')] }, { ...asked, at: '' }).text, /^marty has 172\.16\.1\.137 on HV-ASA now\.$/);
    assert.match(say({ held: [had('doc'), had('marty')] }).text, /^marty, then doc had /);
    assert.match(say({ held: [had('marty')], from: now - 24 * HOUR }).text, /^marty had 172\.16\.1\.137 on HV-ASA on \d Mar\.$/);
    assert.match(say({ held: [had('doc'), had('marty', 'yes', 'LON2')] }).text, /^marty and doc had 172\.16\.1\.137 at /);
  }); // prettier-ignore

  it('is not surer than the record: a loose end, a gap in collecting, nobody', () => {
    const perhaps = say({ held: [had('marty', 'perhaps')] });
    assert.deepEqual([perhaps.state, perhaps.text.slice(0, 13)], ['unknown', 'Perhaps marty']);
    const gap = say({ held: [had('marty')], gaps: [{ from: now - MINUTE, to: now }] });
    assert.equal(gap.state, 'unknown');
    assert.match(gap.more, /nothing was collected/);
    const nobody = say({ before: { ...ended, user: 'doc' } });
    assert.equal(nobody.state, 'unknown');
    assert.match(nobody.more, /^Before: doc on HV-ASA until /);
    assert.match(say({ cameFrom: [had('marty')] }).text, /^marty came from 172\.16\.1\.137 at /);
  });

  it('is not known since its head-end is silent', () => {
    const still = { session: session({ user: 'marty', start: now - HOUR }), sure: 'yes' } as const;
    const silent = new Map([['HV-ASA', now - 5 * MINUTE]]);
    const present = { ...asked, at: '' };
    const { state, text, more } = say({ held: [still] }, present, silent);
    assert.deepEqual([state, text], ['unknown', 'marty had 172.16.1.137 on HV-ASA when it was last heard.']);
    assert.match(more, /HV-ASA cannot be seen now\.$/);
    const then = say({ held: [still], from: now - 2 * MINUTE, to: now - MINUTE }, asked, silent);
    assert.deepEqual([then.state, then.text.slice(0, 17)], ['unknown', 'Perhaps marty had']);
    assert.match(then.more, /HV-ASA could not be seen then\.$/);
    const before = say({ held: [still], from: now - 9 * MINUTE, to: now - 8 * MINUTE }, asked, silent);
    assert.deepEqual([before.state, before.text.slice(0, 9)], ['ok', 'marty had']);
    const elsewhere = say({ held: [still] }, present, new Map([['LON2', now - 5 * MINUTE]]));
    assert.deepEqual([elsewhere.state, / has .* now\.$/.test(elsewhere.text)], ['ok', true]);
  });

  it('is asked back where it is not understood', () => {
    assert.match(notUnderstood({ address: '', at: '' })?.text ?? '', /Whose address/);
    assert.match(notUnderstood({ address: '1.2.3.4', at: 'lunch' })?.text ?? '', /“lunch” is not understood/);
    assert.equal(notUnderstood({ address: '1.2.3.4', at: '' }), undefined);
  });
});
