import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSessions, sessionColumns } from '../../../collectors/snmp/session-table.ts';

test('of a session over SNMP its objects are kept as an agent names them, with what they told', () => {
  const cells = new Map<string, Buffer | number>([
    [sessionColumns.group.oid, Buffer.from('hillvalleyvpn')],
    [sessionColumns.assignedIp.oid, Buffer.from([172, 16, 1, 100])],
    [sessionColumns.clientType.oid, Buffer.from('password flux')],
    [sessionColumns.bytesTx.oid, 240],
  ]);
  // `marty`, with its length before it, and the number of the session.
  const { sessions, printed } = readSessions(new Map([['5.109.97.114.116.121.12', cells], ['1', cells]]), new Set()); // prettier-ignore
  assert.deepEqual([sessions.length, sessions[0]?.bytesTx], [1, 240]);
  const index = '5.109.97.114.116.121.12';
  const lines = [
    'crasSessionTable',
    `crasGroup.${index} = hillvalleyvpn`,
    `crasLocalAddress.${index} = 172.16.1.100`,
    `crasClientVendorString.${index} = password <removed>`,
    `crasSessionOutOctets.${index} = 240`,
  ];
  assert.deepEqual(printed, [lines.join('\n')]);
});
