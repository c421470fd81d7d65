import type { Alert, AlertEvent } from '../domain/alert/alert.ts';
import { judge } from '../domain/alert/judge.ts';
import type { Episode } from '../domain/alert/life.ts';
import { messageOf, type HeadEnd } from '../domain/alert/message.ts';
import { unreachableIn, type Maintenance, type Placed, type Silence } from '../domain/alert/mute.ts';
import type { Notification } from '../domain/alert/notification.ts';
import { observers } from '../domain/alert/observe/observers.ts';
import type { Json, Observer, Seen } from '../domain/alert/observer.ts';
import { settingFor, settingKey, type RuleSetting } from '../domain/alert/scope.ts';
import { tell, type Group } from '../domain/alert/tell.ts';
import { AlertMemory, type MemoryRow } from './alert-memory.ts';

/** What alerting starts from: what the database holds. */
export interface AlertOrigin {
  readonly episodes: readonly (readonly [key: string, episode: Episode])[];
  /** Alerts that are over, but wait to be told. */
  readonly waiting: readonly Alert[];
  /** In the order in which they were set. */
  readonly memory: readonly (MemoryRow & { readonly body: Json })[];
  readonly groups: readonly Group[];
  readonly silences: readonly Silence[];
  readonly maintenance: readonly Maintenance[];
  readonly settings: readonly RuleSetting[];
  /** The greatest ids that were given. */
  readonly lastAlert: number;
  readonly lastNotification: number;
}

/** What one turn changes, in absolute rows. */
export interface AlertChanges {
  readonly alerts: readonly Alert[];
  /** Absent: nothing is remembered any more. */
  readonly episodes: readonly { readonly key: string; readonly episode?: Episode }[];
  readonly memory: readonly MemoryRow[];
  readonly groups: readonly Group[];
  readonly history: readonly AlertEvent[];
  readonly notifications: readonly Notification[];
}

/** What alerting is told of the estate beside what observers see. */
export interface AlertScene {
  readonly headEnd: (device: number) => HeadEnd | undefined;
  readonly connected: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The alerts as they are now, and all that they are judged by. */
export class Alerts {
  readonly #episodes: Map<string, Episode>;
  readonly #waiting: Map<number, Alert>;
  readonly #memories: readonly { readonly look: Observer; readonly memory: AlertMemory }[];
  readonly #groups: Map<string, Group>;
  #silences: readonly Silence[];
  #maintenance: readonly Maintenance[];
  #settings: ReadonlyMap<string, RuleSetting>;
  #lastAlert: number;
  #lastNotification: number;

  constructor(origin: AlertOrigin) {
    this.#episodes = new Map(origin.episodes);
    this.#waiting = new Map(origin.waiting.map((alert) => [alert.id, alert]));
    this.#groups = new Map(origin.groups.map((group) => [group.key, group]));
    this.#memories = Object.entries<Observer>(observers).map(([name, look]) => {
      const rows = origin.memory.filter(({ observer }) => observer === name);
      return { look, memory: new AlertMemory(name, rows.map(({ key, body }) => [key, body])) }; // prettier-ignore
    });
    this.#silences = origin.silences;
    this.#maintenance = origin.maintenance;
    this.#settings = new Map(origin.settings.map((one) => [settingKey(one), one]));
    this.#lastAlert = origin.lastAlert;
    this.#lastNotification = origin.lastNotification;
  }

  /** The open ones. */
  open(): readonly Alert[] {
    return [...this.#episodes.values()].flatMap(({ alert }) => alert ?? []);
  }

  get silences(): readonly Silence[] {
    return this.#silences;
  }

  get maintenance(): readonly Maintenance[] {
    return this.#maintenance;
  }

  get settings(): readonly RuleSetting[] {
    return [...this.#settings.values()];
  }

  /** Takes what people have set. */
  configure({ silences, maintenance, settings }: Pick<AlertOrigin, 'silences' | 'maintenance' | 'settings'>): void {
    this.#silences = silences;
    this.#maintenance = maintenance;
    this.#settings = new Map(settings.map((one) => [settingKey(one), one]));
  }

  /** Somebody has taken an open alert on, or lets go of it. Returns it as it is then; `undefined`: there is no such open alert. */
  acknowledge(id: number, acknowledged: Alert['acknowledged']): AlertChanges | undefined {
    const found = [...this.#episodes].find(([, { alert }]) => alert?.id === id);
    const alert = found?.[1].alert;
    if (found === undefined || alert === undefined) return undefined;
    const { acknowledged: _before, ...rest } = alert;
    const next: Alert = acknowledged === undefined ? rest : { ...rest, acknowledged };
    this.#put(next);
    const [key, episode] = found;
    return { ...NOTHING, alerts: [next], episodes: [{ key, episode: { ...episode, alert: next } }] };
  }

  /** Looks, judges and tells, at the end of a turn. */
  take(seen: Seen, scene: AlertScene): AlertChanges {
    const observations = this.#memories.flatMap(({ look, memory }) => look(seen, memory));
    const at = seen.at;
    const known = (device: number | undefined) => (device === undefined ? undefined : scene.headEnd(device));
    const judged = judge(
      {
        episodes: this.#episodes,
        nextId: () => (this.#lastAlert += 1),
        setting: (rule, { about }) => {
          const { name, site } = known(about.device) ?? {};
          const { pool, tunnelGroup } = about;
          return settingFor(rule, { ...(pool !== undefined && { pool }), ...(tunnelGroup !== undefined && { tunnelGroup }), ...(name !== undefined && { device: name }), ...(site !== undefined && { site }) }, this.#settings); // prettier-ignore
        },
      },
      observations,
      at,
    );
    for (const [key, episode] of judged.episodes) {
      if (episode === undefined) this.#episodes.delete(key);
      else this.#episodes.set(key, episode);
    }
    const cleared = judged.alerts.filter(({ clearedAt }) => clearedAt !== undefined);
    const open = this.open();
    const placed = (alert: Alert): Placed => {
      const { name: device, site } = known(alert.about.device) ?? {};
      return { alert, ...(device !== undefined && { device }), ...(site !== undefined && { site }) };
    };
    const telling = tell({
      alerts: [...open, ...cleared, ...this.#waiting.values()],
      placed,
      mutes: { silences: this.#silences, maintenance: this.#maintenance, unreachable: unreachableIn(open) },
      groups: this.#groups,
      at,
    });
    for (const alert of telling.alerts) this.#put(alert);
    for (const group of telling.groups) this.#groups.set(group.key, group);
    this.#keepWaiting([...cleared, ...telling.alerts.filter(({ clearedAt }) => clearedAt !== undefined)]);
    const alerts = new Map([...judged.alerts, ...telling.alerts].map((alert) => [alert.id, alert]));
    const changedKeys = new Set([...judged.episodes.keys(), ...telling.alerts.map(({ rule, subject }) => `${rule} ${subject}`)]); // prettier-ignore
    return {
      alerts: [...alerts.values()],
      episodes: [...changedKeys].map((key) => {
        const episode = this.#episodes.get(key);
        return { key, ...(episode !== undefined && { episode }) };
      }),
      memory: this.#memories.flatMap(({ memory }) => memory.changes()),
      groups: telling.groups,
      history: [...judged.history, ...telling.history],
      notifications: telling.due.map((due) =>
        messageOf(due, {
          ...scene,
          alsoOn: (alert) => this.#alsoOn(alert, scene),
          nextId: () => (this.#lastNotification += 1),
        }),
      ),
    };
  }

  /** Puts an alert in the place of what it was, if it is still open. */
  #put(alert: Alert): void {
    const key = `${alert.rule} ${alert.subject}`;
    const episode = this.#episodes.get(key);
    if (episode?.alert?.id === alert.id) this.#episodes.set(key, { ...episode, alert });
  }

  /** What is over is remembered until it is told. */
  #keepWaiting(cleared: readonly Alert[]): void {
    for (const alert of cleared) this.#waiting.set(alert.id, alert);
    const inGroups = new Set([...this.#groups.values()].flatMap(({ waiting }) => waiting));
    for (const id of this.#waiting.keys()) if (!inGroups.has(id)) this.#waiting.delete(id);
  }

  #alsoOn({ id, rule, about }: Alert, { headEnd }: AlertScene): readonly string[] {
    const others = this.open().filter((one) => one.rule === rule && one.id !== id && one.about.device !== about.device);
    const names = others.flatMap((one) =>
      one.about.device === undefined ? [] : (headEnd(one.about.device)?.name ?? []),
    );
    return [...new Set(names)].sort();
  }
}

const NOTHING: AlertChanges = { alerts: [], episodes: [], memory: [], groups: [], history: [], notifications: [] };
