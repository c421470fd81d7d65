import { takesOf, whereOf, type ChannelRow, type ToldDelivery } from '../../server/domain/alert/channel-row.ts';
import type { Tried } from '../../server/domain/alert/notification.ts';
import { takesMessages } from '../../server/domain/alert/route.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, duration } from './time.ts';
import type { Statement, Verdict } from './verdict.ts';

/** What adds a channel: only the command line asks for secrets. */
export const addLines = [
  'tunnelwatch channel add mail email --host mail.example --sender tunnelwatch@example --to noc@example',
  'tunnelwatch channel add slack webhook --template slack',
] as const;

/** A message that waits longer than this is not just on its way, in milliseconds: the first tries are seconds apart. */
const LATE = 60_000;

/** The first line of the page of channels. */
export function channelsVerdict(channels: readonly ChannelRow[], now: number): Verdict {
  const sum = (of: (channel: ChannelRow) => number): number => channels.reduce((all, one) => all + of(one), 0);
  if (channels.length === 0)
    return { state: 'warn', text: 'No channel: nobody is told.', more: 'Add one: tunnelwatch channel add NAME KIND.' };
  const disabled = channels.filter(({ enabled }) => !enabled).length;
  const more = disabled === 0 ? '' : `${disabled} of them ${disabled === 1 ? 'is' : 'are'} disabled.`;
  const all = many(channels.length, 'channel');
  const dead = sum((one) => one.dead);
  const [due, since] = [sum((one) => one.due), Math.min(...channels.map(({ dueSince = Infinity }) => dueSince))];
  const waits = due === 0 ? '' : `${many(due, 'message')} ${due === 1 ? 'waits' : 'wait'}, the oldest for ${duration(now - since)}.`; // prettier-ignore
  const and = (...said: readonly string[]): string => said.filter((one) => one !== '').join(' ');
  if (!channels.some((one) => one.enabled && takesMessages(one)))
    return { state: 'warn', text: `${all}, none of which takes messages: nobody is told.`, more: and(more, waits) };
  if (dead > 0)
    return { state: 'warn', text: `${all}; ${many(dead, 'message')} could not be sent.`, more: and(waits, more) };
  if (due > 0 && now - since > LATE) return { state: 'warn', text: `${all}; ${waits}`, more };
  return { state: 'ok', text: `${all}; nothing is held up.`, more };
}

/** Which messages go there: nothing but a beat, none, or those that fit. */
export function takesWords(channel: ChannelRow): string {
  return channel.enabled ? plain(takesOf(channel)) : `disabled; else ${plain(takesOf(channel))}`;
}

/** Where it leads, by its kind. */
export function whereWords(channel: ChannelRow): string {
  return plain(`${channel.kind} to ${whereOf(channel)}`);
}

/** What became of a channel's last message, in a word and how that is, and the rest of it. */
export interface LastWords extends Statement {
  readonly more: string;
}

/** What a channel last did. */
export function lastWords({ last }: Pick<ChannelRow, 'last'>, now: number): LastWords {
  if (last === undefined) return { state: 'unknown', text: 'nothing sent yet', more: '' };
  const { state, isTest, doneAt = last.since, tries, result = '' } = last;
  const ago = `${age(now - doneAt)} ago`;
  if (isTest) return { ...(state === 'sent' ? SENT : NOT_SENT), more: `test, ${ago}: ${plain(result)}` };
  const of = { sent: SENT, due: tries === 0 ? ON_ITS_WAY : FAILING, dead: GIVEN_UP, dismissed: DISMISSED }[state];
  return { ...of, more: `${state === 'due' ? `for ${duration(now - doneAt)}` : ago}, ${triesWords(last)}` };
}

const SENT: Statement = { state: 'ok', text: 'sent' };
const NOT_SENT: Statement = { state: 'crit', text: 'NOT sent' };
const ON_ITS_WAY: Statement = { state: 'ok', text: 'on its way' };
const FAILING: Statement = { state: 'warn', text: 'on its way' };
const GIVEN_UP: Statement = { state: 'crit', text: 'given up' };
const DISMISSED: Statement = { state: 'warn', text: 'given up, dismissed' };

/** How often a message was tried, and what the last try came to. */
export function triesWords({ tries, result }: Pick<ToldDelivery, 'tries' | 'result'>): string {
  return `after ${many(tries, 'try', 'tries')}${result === undefined ? '' : `: ${plain(result)}`}`;
}

/** What a test came to. */
export function triedWords({ sent, result }: Tried): string {
  return `${sent ? 'sent' : 'NOT sent'}: ${plain(result)}`;
}

/** How many messages of a channel are on their way, and were given up. */
export function heldWords({ due, dead, dueSince }: ChannelRow, now: number): string {
  const said = [
    ...(due > 0 ? [`${due} on the way${dueSince === undefined ? '' : ` for ${duration(now - dueSince)}`}`] : []),
    ...(dead > 0 ? [`${dead} given up`] : []),
  ];
  return said.length === 0 ? 'none' : said.join(', ');
}
