import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { evidenceOf } from '../../../server/commands/evidence.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import { pool, raised } from '../alert/lab.ts';
import { NOON, scratchStore } from '../store/scratch.ts';

const id = (seq: number): number => NOON * 1000 + seq;
const line = (messageId: number, text: string): string =>
  `<165>Nov 23 2026 12:00:00 HV-ASA : %ASA-5-${messageId}: ${text}`;

describe('what is sent along with a message', () => {
  it('is the lines of its evidence, and the last change and the failing users of its head-ends', async (t) => {
    const store = await scratchStore(t);
    const row = (seq: number, from: string, messageId: number, text: string): StoredMessage => [id(seq), NOON + seq, from, messageId, 5, 'noted', line(messageId, text)]; // prettier-ignore
    await store.keep(
      packRows([
        row(1, '192.0.2.1', 737019, 'no address'),
        row(2, '192.0.2.1', 111008, "User 'marty' executed the 'no pager' command."),
        row(
          3,
          '192.0.2.1',
          111010,
          "User 'marty', running 'CLI' from IP 192.0.2.77, executed 'ip local pool vpnpool ...'",
        ),
        row(4, '192.0.2.2', 111008, "User 'biff' executed the 'reload' command."),
      ]),
    );
    const look = evidenceOf(store, () => NOON + 60_000);
    const told = { ...pool, device: 'asa 192.0.2.1', messages: [id(1), id(9), id(8), id(2)] };
    assert.deepEqual(await look({ ...raised, alerts: [told] }), {
      lines: { [id(1)]: line(737019, 'no address') },
      headEnds: {
        'asa 192.0.2.1': {
          failing: 0,
          lastChange: "2026-11-23T12:00Z %ASA-5-111010: User 'marty', running 'CLI' from IP 192.0.2.77, executed 'ip local pool vpnpool ...'", // prettier-ignore
        },
      },
    });
    assert.deepEqual(await look({ ...raised, alerts: [{ ...told, device: 'gone', messages: [] }] }), { lines: {}, headEnds: {} }); // prettier-ignore
  });
});
