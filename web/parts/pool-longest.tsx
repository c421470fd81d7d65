import { longest, type AddressMap } from '../addresses.ts';
import { sessionPath } from '../place.ts';
import { age } from '../words/time.ts';
import { ShownUser } from './shown-user.tsx';
import { When } from './when.tsx';

/** As many as a glance takes in. */
const FEW = 5;

/** Who has had an address of the pool for longest. */
export function PoolLongest({ map, now }: { readonly map: AddressMap; readonly now: number }) {
  const first = longest(map, FEW);
  if (first.length === 0) return null;
  return (
    <div class="pool__longest">
      <h3>Longest held</h3>
      <ol class="rows">
        {first.map(({ address, session }) => (
          <li key={session.id}>
            <a class="rows__row rows__row--longest" href={sessionPath(session.id)} data-longest={address}>
              <span class="cut">
                <ShownUser user={session.user} />
              </span>
              <span class="mono">{address}</span>
              <span>
                {session.startIs === 'inferred' ? 'since about ' : 'since '}
                <When at={session.start} now={now} />
              </span>
              <span class="rows__n hint">{age(now - session.start)}</span>
            </a>
          </li>
        ))}
      </ol>
    </div>
  );
}
