import type { AlertDesk } from '../api/alert-desk.ts';
import type { Recorder } from '../record/recorder.ts';

/** What pages ask of alerting, and do about it; nothing can be done while `isLookingOnly`. */
export function alertDesk(recorder: Recorder, isLookingOnly: boolean): AlertDesk {
  return {
    silences: () => recorder.alerts.silences,
    maintenance: () => recorder.alerts.maintenance,
    settings: () => recorder.alerts.settings,
    ...(!isLookingOnly && { act: (action) => recorder.act(action) }),
  };
}
