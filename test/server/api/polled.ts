import type { DevicePoll } from '../../../server/store/reads.ts';

const AT = Date.UTC(2026, 10, 23, 12);

/** The first device is polled, and its last poll did not read all. */
export const poll = {
  polling: {
    ...{ device: 1, transport: 'ssh', host: '10.10.10.2', port: 22, user: 'monitor', legacy: true, everySeconds: 60 },
    fingerprint: `SHA256:${'A'.repeat(43)}`,
  },
  last: {
    ...{
      device: 1,
      startedAt: AT - 900,
      at: AT,
      facts: { version: '8.2(5)', cpu: [7, 6, 5], logged: { '10.10.10.9': 4711 } },
    },
    failures: [
      { at: 'show version', why: 'misfit', detail: 'line 2 is not known', transcript: 'a\nb', line: 2 },
      { at: 'show uauth', why: 'refused', detail: 'ERROR: % Invalid input' },
    ],
  },
} as const satisfies DevicePoll;
