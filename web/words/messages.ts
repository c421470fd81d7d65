import type { MessageRow } from '../../server/domain/feed.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { Verdict } from './verdict.ts';
import { silent, type Sign } from './freshness.ts';

/** The first line of the messages' page while nothing is searched for. */
export function latestVerdict(heard: Sign, latest: MessageRow | undefined, now: number): Verdict {
  const { at } = heard;
  if (at === null) return { state: 'unknown', text: 'No message has come yet.', more: '' };
  const from = latest === undefined ? '' : ` The last about VPN came from ${plain(latest.device ?? latest.from)}.`;
  const old = age(now - at);
  return silent(heard, now)
    ? { state: 'unknown', text: `Nothing received for ${old}.`, more: from.trim() }
    : { state: 'ok', text: 'Messages are coming in.', more: `The last came ${old} ago.${from}` };
}

/** The first line while stored messages are searched. */
export function foundVerdict(found: number, more: boolean, during?: string): Verdict {
  const then = during === undefined ? '' : ` ${during}`;
  if (found === 0) return { state: 'ok', text: `No stored message${then} is like that.`, more: '' };
  return {
    state: 'ok',
    text: more
      ? `The latest ${found} stored messages like that${then}.`
      : `${many(found, 'stored message')} like that${then}.`,
    more: 'Newest first.',
  };
}

/** Whether the message is an SNMP trap that carries no message of syslog. */
export function isTrap({ messageId, outcome }: Pick<MessageRow, 'messageId' | 'outcome'>): boolean {
  return messageId === null && outcome !== 'foreign';
}

/** What a line says after its header: the header's facts stand beside it already. A line without a tag is left whole. */
export function body(line: string): string {
  const tag = /%(?:ASA|PIX|FTD|FWSM)-(?:[a-z]+-)?\d-\d{6}: ?/i.exec(line);
  return tag === null ? line : line.slice(tag.index + tag[0].length);
}
