import { HOSTDOWN } from '../../server/domain/hostdown.ts';
import {
  helpfulLines,
  loggingHost,
  loggingLines,
  pieces,
  READ_FIRST,
  streamLines,
  TRAP_LEVEL,
  udpPort,
} from '../words/logging.ts';
import { useRows } from '../watch.ts';
import { Commands } from './copy.tsx';
import { Explained } from './explained.tsx';

/** What to do while nothing has come: the lines to paste, what they change, and the demo. */
export function Teach() {
  const health = useRows('health') ?? [];
  const port = udpPort(health, 'syslog');
  const host = loggingHost(location.hostname);
  return (
    <>
      <section class="empty col-8">
        <h2>Point an ASA here</h2>
        <p>
          In configuration mode. Look at <code>{READ_FIRST}</code> first: <code>logging trap</code> is one filter for
          all log servers of the device. If it names a list already, add these <code>logging list</code> lines to that
          list; if it names a level, put that level in place of <mark>{TRAP_LEVEL}</mark>.
        </p>
        <Commands lines={loggingLines({ host, port })} mark={TRAP_LEVEL} />
        <p class="hint">
          {host.includes('ADDRESS') && 'Put in the address by which the ASA reaches this machine. '}
          The number after <code>udp/</code> is the port Tunnelwatch listens on (SYSLOG_PORT; {port} unless set);
          without it the ASA sends to 514.
        </p>
      </section>
      <div class="col-4 stack">
        <section class="empty">
          <h2>Try the demo</h2>
          <p>No ASA at hand? A simulated one logs users in and out, fills a pool and mistypes passwords.</p>
          <Commands lines={['npm run demo']} />
        </section>
        <section class="empty">
          <h2>Over TCP or TLS</h2>
          <p>
            UDP is the safe choice. Beware:{' '}
            {pieces(HOSTDOWN).map(({ text, command }) => (command ? <code key={text}>{text}</code> : text))}.
          </p>
          <Explained lines={streamLines(host, health.find(({ collector }) => collector === 'syslog')?.ports)} />
        </section>
        <section class="empty">
          <h2>These help, and change what every log server gets</h2>
          <Explained lines={helpfulLines} />
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
