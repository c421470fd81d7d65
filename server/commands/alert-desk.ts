import type { AlertDesk, Sending } from '../api/alert-desk.ts';
import type { Recorder } from '../record/recorder.ts';
import type { Store } from '../store/store.ts';

/** How many deliveries of one alert are told. */
const MOST = 100;

/** What pages ask of alerting, and do about it; nothing can be done while `isLookingOnly`. */
export function alertDesk(
  recorder: Recorder,
  store: Pick<Store, 'channels' | 'reads'>,
  sending: () => Sending | undefined,
  isLookingOnly: boolean,
): AlertDesk {
  return {
    silences: () => recorder.alerts.silences,
    maintenance: () => recorder.alerts.maintenance,
    settings: () => recorder.alerts.settings,
    deliveriesOf: (alert) => store.reads.deliveries({ alert, limit: MOST }),
    channels: () => store.channels(),
    sending,
    ...(!isLookingOnly && { act: (action) => recorder.act(action) }),
  };
}
