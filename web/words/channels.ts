import { takesOf, whereOf, type ChannelRow, type ToldDelivery } from '../../server/domain/alert/channel-row.ts';
import type { Tried } from '../../server/domain/alert/notification.ts';
import { takesMessages } from '../../server/domain/alert/route.ts';
import { deliveryWords } from './alert.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, duration } from './time.ts';
import type { State, Verdict } from './verdict.ts';

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

/** What a channel last did, and how that is. */
export function lastWords(
  { last }: Pick<ChannelRow, 'last'>,
  now: number,
): { readonly state: State; readonly text: string } {
  // prettier-ignore
  if (last === undefined) return { state: 'unknown', text: 'nothing sent yet' };
  const { state, isTest, doneAt, since } = last;
  const states = { sent: 'ok', due: now - since > LATE ? 'warn' : 'ok', dead: 'crit' } as const;
  const what = isTest ? `test, ${age(now - since)} ago` : `${age(now - (doneAt ?? since))} ago`;
  return { state: states[state], text: `${what}: ${isTest ? testWords(last) : deliveryWords(last)}` };
}

function testWords({ state, result = '' }: ToldDelivery): string {
  return triedWords({ sent: state === 'sent', result });
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
