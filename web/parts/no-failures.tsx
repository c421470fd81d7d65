import { READ_FIRST } from '../words/logging.ts';
import { Commands } from './copy.tsx';

/** What silence means where no failed login is on record, and how to tell that it is one. */
export function NoFailures() {
  return (
    <section class="empty col-12">
      <h2>What this silence means</h2>
      <p>
        Nobody failed, or the head-end does not tell. Who cannot even reach it leaves no trace here. What fails is told
        by the classes <code>auth</code>, <code>vpn</code>, <code>vpnc</code>, <code>webvpn</code> and <code>svc</code>{' '}
        at level informational; whether it logs them, these say:
      </p>
      <Commands lines={[READ_FIRST, 'show logging setting']} />
      <p class="hint">
        What comes and is not understood is under <a href="/messages/unknown">Messages</a>.
      </p>
    </section>
  );
}
