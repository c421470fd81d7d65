import { writeFileSync } from 'node:fs';

import { Intake } from '../../collectors/syslog/intake.ts';
import { listen } from '../../collectors/syslog/udp.ts';

// The receiving half of the syslog collector alone, without a thread and a store behind it: what comes over UDP is read, and what would go to
// the store is packed and dropped. It writes how many messages it has read into `<DATABASE>.read`. To be run by the kit's `receive.mjs`:
// `node receiver.js vpn|all`, what is stored of the sender.

/** How often what waits is taken, in milliseconds, as `collect` does. */
const PACE = 30;

const { SYSLOG_PORT = '5514', DATABASE = '' } = process.env;
const [storing = 'vpn'] = process.argv.slice(2);
const admission = { known: ['127.0.0.1'], room: 0, storing: { '127.0.0.1': storing } };
const intake = new Intake({ admission, firstMessage: 1, queueBytes: 64 * 1024 * 1024, now: Date.now });
let told = -1;
const { close } = await listen(
  Number(SYSLOG_PORT),
  (text, from) => intake.receive(text, from),
  (error) => {
    throw error;
  },
);
const pace = setInterval(() => {
  while (intake.waiting > 0) takeAll();
  takeAll();
  const { stored = 0, counted = 0 } = intake.counts('now').buckets;
  if (told !== stored + counted) writeFileSync(`${DATABASE}.read`, String((told = stored + counted)));
}, PACE);
process.once('SIGTERM', () => {
  clearInterval(pace);
  void close();
});

function takeAll(): void {
  intake.load();
  intake.stored();
}
