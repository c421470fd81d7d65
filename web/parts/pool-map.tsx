import { useLocation } from 'preact-iso/router';
import { dotted, type Range } from '../../server/domain/range.ts';
import {
  blockAt,
  partOf,
  stateOf,
  type Address,
  type AddressMap,
  type AddressState,
  type Block,
} from '../addresses.ts';
import { sessionPath, withQuery } from '../place.ts';
import { count, many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { addressWords, blockUse, blockWords, excludedWords, stateWords } from '../words/pool-map.ts';
import type { PoolUse } from '../words/pools.ts';
import { walk } from './walk.ts';

/** Reasons that are told one by one. */
const FEW = 6;
const states: readonly AddressState[] = ['used', 'free', 'held', 'leaked', 'excluded'];

/**
 * A cell for each address of a pool, with a link to the session that has it; a large pool has a cell for each block of 256 addresses, and the one
 * that the address names (`?map=10.1.3.0`) is opened below it.
 */
export function PoolMap({ pool, map }: { readonly pool: PoolUse; readonly map: AddressMap }) {
  const { counts } = map;
  const held = pool.listed ? Math.max(0, (pool.held ?? 0) - counts.held) : 0;
  const nameless = pool.used - held - counts.held - counts.leaked - counts.used;
  // What somebody has was given after all: no reason is told for that.
  const excluded = (pool.excluded ?? []).filter(({ first, last }) => first !== last || stateOf(map, first) === 'excluded'); // prettier-ignore
  return (
    <>
      <Part map={map} part={map} name={plain(pool.name)} />
      <p class="legend">
        {states
          .filter((state) => counts[state] > 0 || state === 'used' || state === 'free')
          .map((state) => (
            <span key={state} data-state={state}>
              <i class={`map__cell map__cell--${state}`} /> {count(counts[state])} {stateWords[state]}
            </span>
          ))}
        {held > 0 && (
          <span>
            {many(held, 'address', 'addresses')} of those drawn free {held === 1 ? 'is' : 'are'} held: which, was not
            listed.
          </span>
        )}
        {nameless > 0 && (
          <span>
            {many(nameless, 'address', 'addresses')} of those drawn free {nameless === 1 ? 'is' : 'are'} in use, by whom
            was not told.
          </span>
        )}
      </p>
      {excluded.length > 0 && (
        <p class="legend" data-excluded={counts.excluded}>
          Excluded: {excluded.slice(0, FEW).map(excludedWords).join('; ')}
          {excluded.length > FEW && `, and ${count(excluded.length - FEW)} more`}.
        </p>
      )}
    </>
  );
}

/** A part of the addresses, one by one or in blocks, and the open one of those below them. */
function Part({ map, part, name }: { readonly map: AddressMap; readonly part: Range; readonly name: string }) {
  const { path, query } = useLocation();
  const drawn = partOf(map, part);
  if ('cells' in drawn) {
    const first = drawn.cells.findIndex(({ session }) => session !== undefined);
    return (
      <ol class="map" aria-label={`Addresses of ${name}`} onKeyDown={walk}>
        {drawn.cells.map((one, n) => (
          <Cell key={one.address} one={one} isStop={n === first} />
        ))}
      </ol>
    );
  }
  const { map: asked = '' } = query;
  const open = blockAt(part, asked);
  const stop = open?.first ?? part.first;
  return (
    <>
      <ol class="map map--blocks" aria-label={`Blocks of ${name}`} onKeyDown={walk}>
        {drawn.blocks.map((block) => (
          <BlockCell
            key={block.first}
            block={block}
            isOpen={block.first === open?.first}
            isStop={block.first === stop}
            href={withQuery(path, query, { map: block.first === open?.first ? '' : dotted(block.first) })}
          />
        ))}
      </ol>
      {open === undefined ? (
        <p class="hint">A cell is a block of addresses, as full as it is filled. Choose one to see who has which.</p>
      ) : (
        <section class="map__open" aria-label={`${dotted(open.first)} – ${dotted(open.last)}`}>
          <h3>
            {dotted(open.first)} – {dotted(open.last)}
          </h3>
          <Part map={map} part={open} name={`${dotted(open.first)} – ${dotted(open.last)}`} />
        </section>
      )}
    </>
  );
}

interface BlockCellProps {
  readonly block: Block;
  readonly isOpen: boolean;
  readonly isStop: boolean;
  readonly href: string;
}

function BlockCell({ block, isOpen, isStop, href }: BlockCellProps) {
  const { counts, first } = block;
  const marks = (['leaked', 'held', 'excluded'] as const).filter((state) => counts[state] > 0);
  const words = blockWords(block);
  return (
    <li>
      <a
        class={`map__block ${marks.map((state) => `map__block--${state}`).join(' ')}`}
        href={href}
        title={words}
        aria-label={words}
        aria-expanded={isOpen}
        tabIndex={isStop ? 0 : -1}
      >
        <i class="map__level" style={`height:${blockUse(block) * 100}%`} />
        <b>{dotted(first).split('.').slice(1, 3).join('.')}</b>
      </a>
    </li>
  );
}

function Cell({ one, isStop }: { readonly one: Address; readonly isStop: boolean }) {
  const { address, session, state } = one;
  const last = address.slice(address.lastIndexOf('.') + 1);
  const words = addressWords(one);
  if (session === undefined)
    return (
      <li class={`map__cell map__cell--${state}`} title={words}>
        {last}
      </li>
    );
  return (
    <li>
      <a
        class="map__cell map__cell--used"
        href={sessionPath(session.id)}
        title={words}
        aria-label={words}
        tabIndex={isStop ? 0 : -1}
      >
        {last}
      </a>
    </li>
  );
}
