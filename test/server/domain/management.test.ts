import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DENIED_MESSAGES, managementOf } from '../../../server/domain/management.ts';

test('each message of a management login tells who, from where and by what, as far as it says so', () => {
  const cases: readonly (readonly [number, string, object])[] = [
    [605004, 'Login denied from 172.16.1.60/50022 to inside:172.16.1.1/ssh for user "doc"', { is: 'denied', user: 'doc', from: '172.16.1.60', service: 'ssh' }],
    [605004, 'Login denied from 2001:db8::60/50022 to inside:2001:db8::1/https for user "a" b"', { is: 'denied', user: 'a" b', from: '2001:db8::60', service: 'https' }],
    [605004, 'Login denied from serial to console for user "doc"', { is: 'denied', user: 'doc', service: 'console' }],
    [605005, 'Login permitted from 172.16.1.60/50022 to inside:172.16.1.1/https for user "doc"', { is: 'permitted', user: 'doc', from: '172.16.1.60', service: 'https' }],
    [611101, 'User authentication succeeded: IP address: 172.16.1.20, Uname: doc', { is: 'permitted', user: 'doc', from: '172.16.1.20' }],
    [611101, 'User authentication succeeded: Uname: doc', { is: 'permitted', user: 'doc' }],
    [611102, 'User authentication failed: IP = 172.16.1.20, Uname: doc', { is: 'denied', user: 'doc', from: '172.16.1.20' }],
    [611102, 'User authentication failed: IP, 172.16.1.20 : Uname: doc', { is: 'denied', user: 'doc', from: '172.16.1.20' }],
    [611103, 'User logged out: Uname: doc', { is: 'left', user: 'doc' }],
    [502103, 'User priv level changed: Uname: doc From: 1 To: 15', { is: 'raised', user: 'doc', level: '15' }],
    [308001, 'console enable password incorrect for 3 tries (from 10.9.8.7)', { is: 'denied', from: '10.9.8.7', service: 'enable' }],
    [113021, "Attempted console login failed. User 'doc' did NOT have appropriate Admin Rights.", { is: 'denied', user: 'doc' }],
    [113021, 'Attempted console login failed User doc did NOT have appropriate Admin Rights', { is: 'denied', user: 'doc' }],
  ]; // prettier-ignore
  for (const [id, text, told] of cases) assert.deepEqual(managementOf(id, `<166>%ASA-6-${id}: ${text}`), told, text);
});

test('what looks like none of them tells nothing, and no login to the VPN is one', () => {
  assert.equal(managementOf(605004, '%ASA-6-605004: Login denied'), undefined);
  assert.equal(managementOf(113015, 'AAA user authentication Rejected : user = doc'), undefined);
  assert.deepEqual([...DENIED_MESSAGES].sort(), [113021, 308001, 605004, 611102]);
});
