import { isWorse, type Alert, type Observation, type Severity } from './alert.ts';
import { judge } from './judge.ts';
import type { Episode } from './life.ts';
import type { Setting } from './rule.ts';
import { rules } from './rules.ts';

/** What was seen of a rule at a moment, epoch milliseconds. */
export interface Moment {
  readonly at: number;
  readonly seen: readonly Observation[];
}

/** An alert that would have been. */
export interface WouldBe extends Pick<Alert, 'subject' | 'about' | 'text' | 'raisedAt' | 'clearedAt' | 'peak'> {
  /** The worst it would have had. */
  readonly severity: Severity;
}

/** Judges moments of the past in order, as if a setting had held then. */
export interface Replay {
  take(moment: Moment): void;
  /** What would have been by then, in the order of the raise. */
  end(at: number): readonly WouldBe[];
}

/** A replay of nothing yet. What falls due between two moments is judged when it does: no look is needed for time to pass. */
export function createReplay(settingOf: (seen: Observation) => Setting): Replay {
  const episodes = new Map<string, Episode>();
  const alerts = new Map<number, WouldBe>();
  let last = -Infinity;

  function step(seen: readonly Observation[], at: number): void {
    last = at;
    const docket = {
      episodes,
      setting: (_rule: Observation['rule'], one: Observation) => settingOf(one),
      nextId: () => alerts.size + 1,
    };
    const judged = judge(docket, seen, at);
    for (const [key, episode] of judged.episodes) {
      if (episode === undefined) episodes.delete(key);
      else episodes.set(key, episode);
    }
    for (const alert of judged.alerts) alerts.set(alert.id, wouldBe(alert, alerts.get(alert.id)));
  }

  function pass(to: number): void {
    for (;;) {
      const due = [...episodes.values()].map((episode) => dueAt(episode, settingOf(episode.seen)));
      const next = Math.min(...due.filter((at) => at > last));
      if (next >= to) return;
      step([], next);
    }
  }

  return {
    take({ at, seen }) {
      pass(at);
      step(seen, at);
    },
    end(at) {
      pass(at);
      step([], at);
      return [...alerts.values()];
    },
  };
}

/** When an episode is to be judged anew though nothing more is seen of it. */
function dueAt({ seen, seenAt, alert, risingSince, fallingSince }: Episode, setting: Setting): number {
  if (alert === undefined) return (risingSince ?? Infinity) + setting.raiseAfter * 1000;
  const since = rules[seen.rule].is === 'incident' ? (fallingSince ?? seenAt) : (fallingSince ?? Infinity);
  return since + setting.clearAfter * 1000;
}

function wouldBe(alert: Alert, before: WouldBe | undefined): WouldBe {
  const { subject, about, text, raisedAt, clearedAt, peak } = alert;
  const severity = before !== undefined && isWorse(before.severity, alert.severity) ? before.severity : alert.severity;
  return { subject, about, text, raisedAt, peak, severity, ...(clearedAt !== undefined && { clearedAt }) };
}
