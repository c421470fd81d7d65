import type { AlertAction } from '../domain/alert/action.ts';
import type { Alert } from '../domain/alert/alert.ts';
import { overAt } from '../domain/alert/mute.ts';
import type { AlertSetting } from '../domain/alert/scope.ts';
import type { Alerts } from '../state/alerts.ts';
import type { Store } from '../store/store.ts';

/** Does it, in the database first. Resolves to the alerts that it changed; `undefined`: there is nothing of that id. */
export async function act(
  action: AlertAction,
  alerts: Alerts,
  { store, now }: { readonly store: Store; readonly now: () => number },
): Promise<readonly Alert[] | undefined> {
  const at = now();
  if (action.kind === 'acknowledge' || action.kind === 'release') {
    const note = action.kind === 'acknowledge' ? action.note : '';
    const changes = alerts.acknowledge(action.alert, { by: action.by, at, note }, action.kind === 'release');
    if (changes !== undefined) await store.putAlerts(changes);
    return changes?.alerts;
  }
  const setting = settingOf(action, alerts, at);
  if (setting === undefined) return undefined;
  await store.putAlertSetting(setting);
  alerts.set(setting);
  return [];
}

type Setting = Exclude<AlertAction, { readonly kind: 'acknowledge' | 'release' }>;

function settingOf(action: Setting, { silences, maintenance }: Alerts, at: number): AlertSetting | undefined {
  switch (action.kind) {
    case 'silence': {
      const { matchers, reason, by, until } = action;
      return { silence: { id: nextId(silences), matchers, reason, by, at, until } };
    }
    case 'expire': {
      const found = silences.find((one) => one.id === action.silence && overAt(one) > at);
      return found && { silence: { ...found, until: at, ended: { by: action.by, at } } };
    }
    case 'maintain': {
      const { kind: _kind, ...window } = action;
      return { maintenance: { ...window, id: nextId(maintenance), at } };
    }
    case 'cancel': {
      const found = maintenance.find((one) => one.id === action.maintenance && overAt(one) > at);
      return found && { maintenance: { ...found, ended: { by: action.by, at } } };
    }
    case 'set': {
      const { kind: _kind, ...setting } = action;
      return { setting: { ...setting, at } };
    }
    case 'unset':
      return { unset: action };
    default:
      return action satisfies never;
  }
}

function nextId(rows: readonly { readonly id: number }[]): number {
  return rows.reduce((most, { id }) => Math.max(most, id), 0) + 1;
}
