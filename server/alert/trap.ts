import type { NotificationKind } from '../domain/alert/notification.ts';
import type { SendTrap, TrapOut, TrapTo } from '../domain/alert/trap-out.ts';
import { snmpAuths, snmpPrivs } from '../domain/snmp.ts';
import { failed, sent, wordsOf, type Letter, type Send } from './deliver.ts';
import { addressOf, type Resolve } from './resolve.ts';
import { bodyOf, cut, subjectOf } from './words.ts';

/**
 * Below which our notifications and objects are, unless the channel says otherwise: Net-SNMP's place for one's own. We have no number of our own.
 */
export const TRAP_ROOT = '1.3.6.1.4.1.8072.9999.9999.7700';

const notifications: Readonly<Record<NotificationKind, number>> = {
  raised: 1,
  cleared: 2,
  escalated: 3,
  test: 4,
  digest: 5,
};

/**
 * Sends a message as a trap of SNMPv2c or v3, which nobody confirms. Settings: `host`, `port`, `version`, `user`, `auth`, `priv`, `engineId`, `oid`; secrets:
 * `community`, or `authKey` and `privKey`.
 */
export function trap({ resolve, sendTrap }: { readonly resolve: Resolve; readonly sendTrap: SendTrap }): Send {
  return async (letter, signal) => {
    const { settings } = letter.channel;
    const { host = '', port = '162', version, user, auth, priv, engineId = '', oid = TRAP_ROOT } = settings;
    const [authOf, privOf] = [snmpAuths.find((one) => one === auth), snmpPrivs.find((one) => one === priv)];
    const { community, authKey, privKey } = letter.secrets;
    try {
      const to: TrapTo = {
        ...{ address: await addressOf(host, resolve, signal), port: Number(port), engineId },
        version: version === 'v3' ? 'v3' : 'v2c',
        ...(user !== undefined && { user }),
        ...(authOf !== undefined && { auth: authOf }),
        ...(privOf !== undefined && { priv: privOf }),
        ...(community !== undefined && { community }),
        ...(authKey !== undefined && { authKey }),
        ...(privKey !== undefined && { privKey }),
      };
      await sendTrap(to, trapOf(letter, oid), signal);
      return sent('sent as a trap, which nobody confirms');
    } catch (fault) {
      return failed(wordsOf(fault));
    }
  };
}

/** The notification `ROOT.0.KIND`, with key, group, severity, subject, text, and how many alerts and events as the objects `ROOT.1.1.0` to `ROOT.1.7.0`. */
export function trapOf(
  { notification, circumstances, key }: Pick<Letter, 'notification' | 'circumstances' | 'key'>,
  root: string,
): TrapOut {
  const { kind, group, severity, alertsInAll, events } = notification;
  const text = cut(bodyOf(notification, circumstances, undefined).join('\n'), 800);
  const values = [
    key,
    cut(group, 200),
    severity,
    subjectOf(notification),
    text,
    alertsInAll,
    Math.min(events, 2 ** 31 - 1),
  ];
  return {
    oid: `${root}.0.${notifications[kind]}`,
    varbinds: values.map((value, place) => ({ oid: `${root}.1.${place + 1}.0`, value })),
  };
}
