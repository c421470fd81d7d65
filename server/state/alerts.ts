import { keyOf, type Acknowledgement, type Alert, type Observation } from '../domain/alert/alert.ts';
import { judge, type Judgement } from '../domain/alert/judge.ts';
import type { AlertChanges, AlertOrigin, AlertsSet } from '../domain/alert/kept.ts';
import type { Episode } from '../domain/alert/life.ts';
import { messageOf, type HeadEnd } from '../domain/alert/message.ts';
import { causesIn, type Maintenance, type Placed, type Silence } from '../domain/alert/mute.ts';
import { learnLogins } from '../domain/alert/observe/logins.ts';
import { observers } from '../domain/alert/observe/observers.ts';
import type { Observer, Seen } from '../domain/alert/observer.ts';
import { settingFor, settingKey, type AlertSetting, type RuleSetting } from '../domain/alert/scope.ts';
import { tell, type Group, type Telling } from '../domain/alert/tell.ts';
import { without } from '../domain/without.ts';
import { AlertMemory } from './alert-memory.ts';

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
  #silences: Map<number, Silence> = new Map();
  #maintenance: Map<number, Maintenance> = new Map();
  #settings: Map<string, RuleSetting> = new Map();
  #lastAlert: number;
  #lastNotification: number;

  constructor(origin: AlertOrigin) {
    this.#episodes = new Map(origin.episodes);
    this.#waiting = new Map(origin.waiting.map((alert) => [alert.id, alert]));
    this.#groups = new Map(origin.groups.map((group) => [group.key, group]));
    this.#memories = Object.entries<Observer>(observers).map(([name, look]) => {
      const rows = origin.memory.filter(({ observer }) => observer === name);
      const memory = new AlertMemory(name, rows.map(({ key, body }) => [key, body])); // prettier-ignore
      const { pastLogins = [] } = origin;
      if (look === observers.logins && pastLogins.length > 0)
        learnLogins(pastLogins, memory, pastLogins.at(-1)?.at ?? 0);
      return { look, memory };
    });
    this.setAll(origin);
    this.#lastAlert = origin.lastAlert;
    this.#lastNotification = origin.lastNotification;
  }

  /** The open ones, the first first. */
  open(): readonly Alert[] {
    return [...this.#episodes.values()].flatMap(({ alert }) => alert ?? []).sort(byId);
  }

  get silences(): readonly Silence[] {
    return [...this.#silences.values()];
  }

  get maintenance(): readonly Maintenance[] {
    return [...this.#maintenance.values()];
  }

  get settings(): readonly RuleSetting[] {
    return [...this.#settings.values()];
  }

  /** Takes what people have set: it counts from the next turn on. */
  set(one: AlertSetting): void {
    if ('setting' in one) this.#settings.set(settingKey(one.setting), one.setting);
    else if ('unset' in one) this.#settings.delete(settingKey(one.unset));
    else if ('silence' in one) this.#silences.set(one.silence.id, one.silence);
    else this.#maintenance.set(one.maintenance.id, one.maintenance);
  }

  /** Takes all that people have set as the database holds it, in place of what was known. */
  setAll({ silences, maintenance, settings }: AlertsSet): void {
    this.#silences = new Map(silences.map((one) => [one.id, one]));
    this.#maintenance = new Map(maintenance.map((one) => [one.id, one]));
    this.#settings = new Map(settings.map((one) => [settingKey(one), one]));
  }

  /** Somebody takes an open alert on, or lets go of it. `undefined`: there is no such open alert. */
  acknowledge(id: number, { by, at, note }: Acknowledgement, isRelease: boolean): AlertChanges | undefined {
    const alert = this.open().find((one) => one.id === id);
    if (alert === undefined) return undefined;
    const next: Alert = isRelease ? without(alert, ['acknowledged']) : { ...alert, acknowledged: { by, at, note } };
    this.#put(next);
    const kind = isRelease ? 'released' : 'acknowledged';
    return {
      ...NOTHING,
      alerts: [next],
      episodes: [this.#kept(keyOf(next))],
      history: [{ alert: id, at, kind, detail: note, by }],
    };
  }

  /** Looks, judges and tells, at the end of a turn. */
  take(seen: Seen, scene: AlertScene): AlertChanges {
    const observations = this.#memories.flatMap(({ look, memory }) => look(seen, memory));
    const judged = this.#judge(observations, seen.at, scene);
    const telling = this.#tell(judged.alerts, seen.at, scene);
    const alerts = new Map([...judged.alerts, ...telling.alerts].map((alert) => [alert.id, alert]));
    const keys = new Set([...judged.episodes.keys(), ...telling.alerts.map(keyOf)]);
    return {
      alerts: [...alerts.values()],
      episodes: [...keys].map((key) => this.#kept(key)),
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

  #judge(observations: readonly Observation[], at: number, scene: AlertScene): Judgement {
    const judged = judge(
      {
        episodes: this.#episodes,
        nextId: () => (this.#lastAlert += 1),
        setting: (rule, { about: { device, ...about } }) =>
          settingFor(rule, { ...about, ...placeOf(device, scene) }, this.#settings),
      },
      observations,
      at,
    );
    for (const [key, episode] of judged.episodes) {
      if (episode === undefined) this.#episodes.delete(key);
      else this.#episodes.set(key, episode);
    }
    return judged;
  }

  #tell(judged: readonly Alert[], at: number, scene: AlertScene): Telling {
    const isOver = ({ clearedAt }: Alert): boolean => clearedAt !== undefined;
    const cleared = judged.filter(isOver);
    const open = this.open();
    const telling = tell({
      alerts: [...open, ...cleared, ...[...this.#waiting.values()].sort(byId)],
      placed: (alert) => ({ alert, ...placeOf(alert.about.device, scene) }),
      mutes: { silences: this.silences, maintenance: this.maintenance, causes: causesIn(open) },
      groups: this.#groups,
      at,
    });
    for (const alert of telling.alerts) this.#put(alert);
    for (const group of telling.groups) this.#groups.set(group.key, group);
    this.#keepWaiting([...cleared, ...telling.alerts.filter(isOver)]);
    return telling;
  }

  #kept(key: string): AlertChanges['episodes'][number] {
    const episode = this.#episodes.get(key);
    return { key, ...(episode !== undefined && { episode }) };
  }

  /** Puts an alert in the place of what it was, if it is still open. */
  #put(alert: Alert): void {
    const key = keyOf(alert);
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

/** Where a head-end is, by the names that thresholds and silences are set for. */
function placeOf(device: number | undefined, { headEnd }: AlertScene): Pick<Placed, 'device' | 'site'> {
  const { name, site } = (device === undefined ? undefined : headEnd(device)) ?? {};
  return { ...(name !== undefined && { device: name }), ...(site !== undefined && { site }) };
}

function byId(a: Alert, b: Alert): number {
  return a.id - b.id;
}

const NOTHING: AlertChanges = { alerts: [], episodes: [], memory: [], groups: [], history: [], notifications: [] };
