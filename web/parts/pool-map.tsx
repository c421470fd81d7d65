import type { SessionRow } from '../../server/domain/feed.ts';
import { addresses, MOST_CELLS, type Address } from '../addresses.ts';
import { sessionPath, withQuery } from '../place.ts';
import { count, many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import type { PoolUse } from '../words/pools.ts';

/** A cell for each address of a pool, with a link to the session that has it. */
export function PoolMap({ pool, sessions }: { readonly pool: PoolUse; readonly sessions: readonly SessionRow[] }) {
  const cells = addresses(pool, sessions);
  if (cells === undefined)
    return (
      <p class="hint">
        More than {count(MOST_CELLS)} addresses are not drawn one by one.{' '}
        <a href={withQuery('/sessions', {}, { device: pool.device })}>Its sessions</a>
      </p>
    );
  const leaked = cells.filter((one) => one.leaked === true).length;
  const held = pool.listed ? (pool.polled?.held ?? 0) : 0;
  const nameless = pool.used - held - leaked - cells.filter((one) => one.session !== undefined).length;
  return (
    <>
      <ol class="map" aria-label={`Addresses of ${plain(pool.name)}`}>
        {cells.map((one) => (
          <Cell key={one.address} one={one} />
        ))}
      </ol>
      <p class="legend">
        <span>
          <i class="map__cell map__cell--used" /> taken by a session
        </span>
        <span>
          <i class="map__cell" /> free
        </span>
        {leaked > 0 && (
          <span>
            <i class="map__cell map__cell--leaked" /> leaked: in use by no session
          </span>
        )}
        {held > 0 && (
          <span>
            {many(held, 'address', 'addresses')} of those drawn free {held === 1 ? 'is' : 'are'} held: given back, and
            not given out again yet.
          </span>
        )}
        {nameless > 0 && (
          <span>
            {many(nameless, 'address', 'addresses')} of those drawn free {nameless === 1 ? 'is' : 'are'} in use, by whom
            was not told.
          </span>
        )}
      </p>
    </>
  );
}

function Cell({ one: { address, session, leaked } }: { readonly one: Address }) {
  const last = address.slice(address.lastIndexOf('.') + 1);
  if (session === undefined)
    return (
      <li
        class={leaked === true ? 'map__cell map__cell--leaked' : 'map__cell'}
        title={`${address}: ${leaked === true ? 'leaked' : 'free'}`}
      >
        {last}
      </li>
    );
  return (
    <li>
      <a
        class="map__cell map__cell--used"
        href={sessionPath(session.id)}
        title={`${address}: ${plain(session.user)}`}
        aria-label={`${address}, ${plain(session.user)}`}
      >
        {last}
      </a>
    </li>
  );
}
