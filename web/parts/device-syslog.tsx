import type { DeviceRow } from '../../server/domain/feed.ts';
import { withQuery } from '../place.ts';
import { count } from '../words/bytes.ts';
import { freshness, silent } from '../words/freshness.ts';
import { lossTrouble, rhythmText } from '../words/heartbeat.ts';
import { plain } from '../words/plain.ts';
import { lossWords } from '../words/sources.ts';
import { Clock } from './clock.tsx';
import { Fact } from './fact.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { Status } from './status.tsx';

/** What a device sends by itself, where it stands and whose it is. */
export function DeviceSyslog({ device, now }: { readonly device: DeviceRow; readonly now: number }) {
  const { name, addresses, heartbeat, lastMessageAt, messages, place, hiddenNames } = device;
  const loss = lossTrouble(heartbeat, now);
  const state = silent(heartbeat, now) ? 'unknown' : loss === undefined ? 'ok' : 'warn';
  const contact = [place?.owner, place?.phone, place?.circuit].filter((one) => one !== undefined);
  return (
    <>
      <Panel title="Messages" span="col-7" state={state}>
        <dl class="kv">
          <Fact name="Last one">
            <Source at={lastMessageAt} fixed={freshness(heartbeat, now) === 'fresh'} />
          </Fact>
          <Fact name="Rhythm">{rhythmText(heartbeat)}</Fact>
          <Fact name="Lost">{loss === undefined ? lossWords(device, now) : <Status state="warn">{loss}</Status>}</Fact>
          <Fact name="In all">
            <a href={withQuery('/messages', {}, { device: name })}>{count(messages)}</a>
            {', '}
            <a href={withQuery('/messages', {}, { device: name, trap: 'any' })}>its traps</a>
          </Fact>
          <Fact name="Hidden names">
            {hiddenNames === 0 ? 'none in the last 24 h' : `${count(hiddenNames)} in the last 24 h`}
          </Fact>
          <Fact name="Its clock">
            <Clock device={device} />
          </Fact>
        </dl>
      </Panel>
      <Panel title="Where it is" span="col-5">
        <dl class="kv">
          <Fact name="Sends from">
            <span class="mono">{addresses.map(plain).join(', ')}</span>
          </Fact>
          <Fact name="Site">
            {place?.site === undefined ? (
              <span class="muted">nobody has told</span>
            ) : (
              <a href={withQuery('/devices', {}, { site: place.site })}>{plain(place.site)}</a>
            )}
          </Fact>
          <Fact name="Contact">
            {contact.length === 0 ? <span class="muted">nobody has told</span> : contact.map(plain).join(', ')}
          </Fact>
          {(place?.tags.length ?? 0) > 0 && <Fact name="Tags">{place?.tags.map(plain).join(', ')}</Fact>}
        </dl>
        {place === undefined && (
          <p class="hint after">
            <code>tunnelwatch device import FILE</code> tells site, contact and tags from a CSV file.
          </p>
        )}
      </Panel>
    </>
  );
}
