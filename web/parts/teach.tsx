import { HOSTDOWN } from '../../server/domain/hostdown.ts';
import { isBound, me } from '../me.ts';
import { useCell, useRows } from '../watch.ts';
import { sitesWords } from '../words/access.ts';
import { DEFAULT_PORTS, loggingHost, READ_FIRST, udpPort } from '../words/logging.ts';
import { Commands } from './copy.tsx';
import { Pieces } from './pieces.tsx';

/** What to do while nothing has come: how an ASA is pointed here, and the demo. Whoever is bound to sites does none of it. */
export function Teach() {
  const held = useCell(me);
  return isBound(held) ? <Elsewhere sites={held?.sites ?? null} /> : <Pointing />;
}

function Elsewhere({ sites }: { readonly sites: readonly string[] | null }) {
  return (
    <section class="empty col-12">
      <h2>Nothing has come from a head-end of yours</h2>
      <p>
        You are bound to {sitesWords(sites)}, and see the head-ends there alone. An administrator of all sites adds
        them, and tells where they are.
      </p>
    </section>
  );
}

function Pointing() {
  const health = useRows('health') ?? [];
  const host = loggingHost(location.hostname);
  const ports = health.find(({ collector }) => collector === 'syslog')?.ports ?? {};
  const on = (['tcp', 'tls'] as const).filter((one) => ports[one] !== undefined);
  return (
    <>
      <section class="empty col-8">
        <h2>Point an ASA here</h2>
        <p>
          <a class="button button--lead" href="/devices/add">
            Add an ASA
          </a>
        </p>
        <p>
          The page gives the exact lines for its release, its interface and this machine, and ticks that turn green as
          its first line, trap and poll arrive. It asks what <code>{READ_FIRST}</code> says today:{' '}
          <code>logging trap</code> is one filter for all log servers of a device, and none of them may lose what it
          gets.
        </p>
        <p class="hint">
          Syslog is listened for on UDP port {udpPort(health, 'syslog')}
          {on.map((one) => `, ${one.toUpperCase()} port ${String(ports[one] ?? DEFAULT_PORTS[one])}`).join('')}
          {host.includes('ADDRESS') ? '.' : ` of ${host}.`} UDP is the safe choice: <Pieces text={HOSTDOWN} />.
        </p>
      </section>
      <div class="col-4 stack">
        <section class="empty">
          <h2>Try the demo</h2>
          <p>No ASA at hand? A simulated one logs users in and out, fills a pool and mistypes passwords.</p>
          <Commands lines={['npm run demo']} />
        </section>
        <section class="empty">
          <h2>Nothing comes?</h2>
          <p>
            A sender that nobody configured shows up under <a href="/devices">Devices</a> with its first message and
            waits to be adopted. If it does not, the path is cut: a firewall, the interface named after{' '}
            <code>logging host</code>, or the port.
          </p>
        </section>
      </div>
    </>
  );
}
