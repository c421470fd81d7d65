import { shownUser } from './attempts.ts';
import { ladder, stageWords, stepText } from './ladder.ts';
import { lockedWhere, lockMend, lockSource } from './lock.ts';
import { mendOf } from './mend.ts';
import { plain } from './plain.ts';
import { clientText } from './session.ts';
import { iso } from './time.ts';
import { carrierIn, lastSuccess, userVerdict, type UserFacts } from './user.ts';
import { alikeText, changeText, trafficMeans, unseenFacts } from './user-around.ts';

/** So many messages go into a ticket: the last ones tell how it ended. */
const LINES = 12;

/** All that the page of a user says, as plain text to paste into a ticket: times are exact, and nothing depends on colour. */
export function ticketText(facts: UserFacts, link: string, now: number): string {
  const { name, told } = facts;
  const said = userVerdict(facts, now);
  const { standing, sessions, attempts, evidence, alike, change, traffic } = told;
  const shown = attempts.find(({ id }) => id === evidence?.attempt);
  const latest = sessions.find(({ id }) => id === standing.active[0]) ?? sessions[0];
  const from = latest ?? shown;
  const carrier = carrierIn(told);
  const fact = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`${label}: ${value}`];
  const lines = [
    said.text,
    ...(said.more === '' ? [] : [said.more]),
    '',
    `As of: ${iso(now)}`,
    ...fact('User', shownUser(name).text),
    ...fact('Public address', from?.publicIp),
    ...fact('Assigned address', latest?.assignedIp),
    ...fact('Connection profile', from?.tunnelGroup && plain(from.tunnelGroup)),
    ...fact('Client', latest === undefined ? undefined : clientText(latest)),
    ...fact('Last success', lastSuccess(told, now)),
    ...traffic.map(({ is }) => `Traffic: ${trafficMeans[is]}`),
  ];
  if (shown !== undefined) {
    lines.push('', `Last try: ${iso(shown.start)} on ${plain(shown.device)}`);
    const going = traffic.find(({ session }) => session === shown.session)?.is;
    const became = sessions.find(({ id }) => id === shown.session);
    for (const { stage, step } of ladder(shown, going, became))
      lines.push(
        `  ${stageWords(stage, carrier).name}: ${stepText(step, shown.outcome, stage === 'traffic' ? going : undefined, stage === 'address' ? became?.assignedIp : undefined)}`,
      );
  }
  for (const lock of told.locks) {
    const { text, command } = lockMend(lock);
    lines.push('', `Shut out: ${lockedWhere(lock, now)}. ${lockSource(lock, now)}`, `  ${text} ${command}`);
  }
  if (standing.failing !== undefined)
    lines.push('', `What mends it: ${mendOf(standing.failing.cause, shown, name).text}`);
  if (alike !== undefined && shown !== undefined) lines.push(`Others: ${alikeText(alike, shown.device, now)}`);
  if (change !== undefined) {
    const { text, command } = changeText(change, standing.failing?.first, now);
    lines.push(
      `Last configuration change on ${plain(change.device)}: ${text}${command === undefined ? '' : ` ${command}`}`,
    );
  }
  const messages = evidence?.messages.slice(-LINES) ?? [];
  if (messages.length > 0) lines.push('', 'What the head-end said:');
  for (const message of messages) lines.push(`  ${iso(message.at)}  ${plain(message.text)}`);
  lines.push('', 'Not visible here:', ...unseenFacts(name, told, facts.devices).map((text) => `  ${text}`), '', link);
  return `${lines.join('\n')}\n`;
}
