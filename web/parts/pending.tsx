import type { Arrivals } from '../../server/domain/arrivals.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { searchOf } from '../pages.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { many } from '../words/bytes.ts';
import { adoptCommand } from '../words/devices.ts';
import { looksLike } from '../words/pending.ts';
import { plain } from '../words/plain.ts';
import { when } from '../words/time.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';

/** Of how many the first line is looked up. */
const FEW = 14;

/** The senders that nobody has adopted: what they send, and the command that adopts them. */
export function Pending({ pending }: { readonly pending: readonly DeviceRow[] }) {
  return (
    <Panel
      title="Waiting to be adopted"
      state="warn"
      span="col-12"
      hint="their messages are stored, and make no sessions yet; adopting takes a command, typed where Tunnelwatch runs"
    >
      <ul class="rows">
        {pending.map((device, place) => (
          <Sender key={device.id} device={device} look={place < FEW} />
        ))}
      </ul>
    </Panel>
  );
}

function Sender({ device, look }: { readonly device: DeviceRow; readonly look: boolean }) {
  const now = useNow();
  const address = device.addresses[0] ?? '';
  const { value } = useAnswer<Arrivals>(look ? `/api/arrivals?${searchOf({ name: device.name, address })}` : undefined);
  const first = value?.line ?? value?.trap;
  return (
    <li class="rows__row rows__row--pending" data-pending={device.name}>
      <span>
        <b>{plain(device.name)}</b>{' '}
        <span class="mono muted">
          {device.addresses
            .filter((one) => one !== device.name)
            .map(plain)
            .join(', ')}
        </span>
        <br />
        <a href={withQuery('/messages', {}, { device: device.name })}>{many(device.messages, 'message')}</a>{' '}
        <Source at={device.lastMessageAt} fixed />
      </span>
      <span>
        {value !== undefined && looksLike(value)}
        {first !== undefined && (
          <code class="pending__line" title={`the first of the last hour, ${when(first.at, now)}`}>
            {plain(first.text)}
          </code>
        )}
      </span>
      <span>
        <Commands lines={[adoptCommand(device)]} label={`adopt ${plain(device.name)}`} />
        <a class="hint" href={withQuery('/devices/add', {}, { host: address })}>
          or add it with its lines
        </a>
      </span>
    </li>
  );
}
