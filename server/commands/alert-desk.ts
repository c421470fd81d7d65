import type { AlertDesk } from '../api/alert-desk.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Reads } from '../store/reads.ts';

/** How many deliveries of one alert are told. */
const MOST = 100;

/** What pages ask of alerting, and do about it; nothing can be done while `isLookingOnly`. */
export function alertDesk(recorder: Recorder, reads: Reads, isLookingOnly: boolean): AlertDesk {
  return {
    silences: () => recorder.alerts.silences,
    maintenance: () => recorder.alerts.maintenance,
    settings: () => recorder.alerts.settings,
    deliveriesOf: (alert) => reads.deliveries({ alert, limit: MOST }),
    ...(!isLookingOnly && { act: (action) => recorder.act(action) }),
  };
}
