import type { ManagementLogins, ManagementRow } from '../../server/domain/management.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';

/** How a message is called that tells who manages a device. */
export const managementIs: Readonly<Record<ManagementRow['is'], string>> = {
  denied: 'denied',
  permitted: 'permitted',
  raised: 'privilege changed',
  left: 'logged out',
};

const services: Readonly<Record<string, string>> = {
  https: 'ASDM (https)',
  http: 'ASDM (http)',
  ssh: 'SSH',
  telnet: 'Telnet',
  serial: 'serial console',
  console: 'serial console',
  enable: 'enable',
};

/** By what somebody manages a device; 611101, 611102 and 502103 do not tell. */
export function serviceText({ service, is, level }: Pick<ManagementRow, 'service' | 'is' | 'level'>): string {
  if (is === 'raised') return level === undefined ? 'enable' : `enable, to level ${plain(level)}`;
  return service === undefined ? 'not told' : (services[service] ?? plain(service));
}

/** What is known of management logins, in a sentence or two: who was denied first, our own poller apart. */
export function managementSentence({ denied, others, more }: ManagementLogins, during: string): string {
  const permitted = others.filter(({ is }) => is === 'permitted');
  const ours = permitted.filter(({ isOurs }) => isOurs).length;
  const no = denied.length === 0 ? 'None was denied' : `${most(more.denied)}${many(denied.length, 'denial')}`;
  const yes =
    permitted.length === 0
      ? 'none was permitted'
      : `${most(more.others)}${many(permitted.length, 'login')} permitted, ${ours === permitted.length ? 'all' : ours} of them by our own polls`;
  return `${no} ${during}; ${yes}.`;
}

const most = (more: boolean): string => (more ? 'more than ' : '');
