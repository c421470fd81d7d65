import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { UnknownRow } from '../../server/domain/feed.ts';
import { messagesOf, unknownVerdict } from '../../web/words/unknown.ts';

const unlisted: UnknownRow = {
  ...{ device: 'HV ASA', messageId: 1234, outcome: 'unlisted', count: 1200, first: 1, last: 2 },
  sample: '%ASA-6-001234: x',
};
const misfit: UnknownRow = { ...unlisted, messageId: 113_019, outcome: 'misfit', count: 1 };

describe('what is not understood', () => {
  it('is a warning only where something that is followed came in new words', () => {
    assert.equal(unknownVerdict([]).text, 'Every message so far is understood.');
    const calm = unknownVerdict([unlisted]);
    assert.deepEqual([calm.state, calm.text], ['ok', '1,200 messages told nothing that Tunnelwatch follows.']);
    const warned = unknownVerdict([unlisted, misfit]);
    assert.deepEqual(
      [warned.state, warned.text],
      ['warn', '1 message that Tunnelwatch follows came in words it does not know.'],
    );
  });

  it('leads to its messages, unless they have nothing in common', () => {
    assert.equal(messagesOf(unlisted), '/messages?device=HV+ASA&outcome=unlisted&messageId=001234');
    assert.equal(
      messagesOf({ ...unlisted, messageId: null, outcome: 'foreign' }),
      '/messages?device=HV+ASA&outcome=foreign',
    );
    assert.equal(messagesOf({ ...unlisted, messageId: null, outcome: 'others' }), undefined);
    assert.equal(
      messagesOf({ ...unlisted, messageId: null, oid: '1.3.6.1.4.1.9.9.9999.0.1' }),
      '/messages?device=HV+ASA&outcome=unlisted&trap=1.3.6.1.4.1.9.9.9999.0.1',
    );
  });
});
