import type { Heartbeat } from '../../server/domain/heartbeat.ts';
import { count } from './bytes.ts';
import { messagesOf, silent } from './freshness.ts';
import { age, when } from './time.ts';

/** How often a head-end is to give a sign of itself, and how that is known. */
export function rhythmText({ by, interval, at, polled }: Heartbeat): string {
  if (at === null && polled !== undefined)
    return `no syslog; polls that list its sessions, each ${age(polled.interval)}`;
  if (by === 'poll') return `a line of our login each ${age(interval)}`;
  if (by === 'sent') return `its count of sent messages, each ${age(interval)}`;
  return `silence of up to ${age(3 * interval)} is usual`;
}

/** What is on its way when a poll counts is no loss: so many, or a hundredth of all, may be missing. */
const FEW = 20;

/** What a head-end has sent and did not come, as `120 of 4,000 messages lost since 09:10`; `undefined` while that is next to nothing. */
export function lossTrouble({ loss }: Heartbeat, now: number): string | undefined {
  if (loss === undefined) return undefined;
  const lost = loss.sent - loss.received;
  if (lost <= Math.max(FEW, loss.sent / 100)) return undefined;
  return `${count(lost)} of ${count(loss.sent)} messages lost since ${when(loss.since, now)}`;
}

/** That no message comes of a head-end that its polls show, so that of failed logins nothing is known; `undefined` while that is not so. */
export function syslogTrouble(heartbeat: Heartbeat, now: number): string | undefined {
  if (silent(heartbeat, now) || !silent(messagesOf(heartbeat), now)) return undefined;
  const { at } = heartbeat;
  return `${at === null ? 'no syslog has ever come' : `no syslog for ${age(now - at)}`}, only its polls tell of it`;
}
