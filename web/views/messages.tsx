import { useLocation } from 'preact-iso/router';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageRow } from '../../server/domain/feed.ts';
import { exportedMessage, messageFactNames } from '../../server/domain/message-fact.ts';
import { readMessageIds } from '../../server/domain/message-filter.ts';
import { timeSearch, useRange } from '../asked.ts';
import { useMessagesBeat } from '../beat.ts';
import '../look/messages.css';
import { holdRows, type Found } from '../message-search.ts';
import { useMessageTail } from '../message-tail.ts';
import { searchOf } from '../pages.ts';
import { ExportMenu } from '../parts/export-menu.tsx';
import { MessageDetail } from '../parts/message-detail.tsx';
import { MessageFilters, messageKeys, type MessageAsked } from '../parts/message-filters.tsx';
import { MeaningOf } from '../parts/message-meaning.tsx';
import { MessageRows } from '../parts/message-rows.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { withQuery } from '../place.ts';
import { useCell, useLive, useNow, useRows } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { heardOf, messagesOf, silentOnes } from '../words/freshness.ts';
import { latestVerdict, searchVerdict, tailWords } from '../words/messages.ts';
import { during } from '../words/range.ts';

/** The stored messages: searched, read one by one, and as they come in. */
export function Messages() {
  const { path, query, route } = useLocation();
  const now = useNow();
  const { range, span, asked: since } = useRange();
  const devices = useRows('devices') ?? [];
  const asked = askedOf(query);
  const change = (changes: Readonly<Record<string, string>>, isTyped = false) =>
    route(withQuery(path, query, changes), isTyped);

  const place = { site: query['site'] ?? '', tag: query['tag'] ?? '' };
  const search = searchOf({ ...asked, ...place, ...timeSearch(since) });
  const isOpen = since.to === undefined;
  const beat = useMessagesBeat();
  const { found, busy, stopped, why, more, stop } = useMessageTail(search, isOpen ? beat : undefined);

  const open = /^\d{1,16}$/.test(query['open'] ?? '') ? Number(query['open']) : undefined;
  const [reached, reach] = useState<number | undefined>(open);
  const [over, setOver] = useState(false);
  const [away, setAway] = useState(false);
  const isHeld = over || away || open !== undefined || reached !== undefined;
  const { rows: held, fresh, release } = useHeld(found, isHeld, search);
  const from = span.from ?? 0;
  // What has slid out of a span since it was asked for.
  const there = held.findLastIndex(({ at }) => at >= from) + 1;
  const rows = useMemo(() => (there === held.length ? held : held.slice(0, there)), [held, there]);
  const sought = useMemo(() => [asked.text, asked.user], [asked.text, asked.user]);
  useEffect(() => reach(open), [search]);

  const watched = devices.filter(({ state }) => state === 'adopted');
  const blind = [...silentOnes(watched, now, messagesOf)];
  const ids = readMessageIds(asked.messageId);
  const said =
    search === ''
      ? latestVerdict(heardOf(devices, now, messagesOf), found?.rows[0], blind, now)
      : searchVerdict({
          ...{ found: rows.length, lines: found?.lines, back: found?.back, left: found?.left ?? 0 },
          ...{ busy, stopped, isAll: found?.next === null, during: during(range, now) },
          inPart: devices.some(({ storing }) => storing !== 'all'),
        });
  return (
    <main class="page">
      <Verdict said={why === undefined ? said : { state: 'unknown', text: 'The search has failed.', more: `${why}.` }}>
        {busy && found !== undefined && (
          <button type="button" class="button" onClick={stop}>
            Stop
          </button>
        )}{' '}
        <a href="/messages/unknown">What is not understood</a>
      </Verdict>
      <MessageFilters asked={asked} devices={devices.map(({ name }) => name)} change={change}>
        {search !== '' && (
          <button type="button" class="button" onClick={() => route(path)}>
            All messages
          </button>
        )}
        <ExportMenu
          name="messages"
          columns={messageFactNames}
          rows={() => rows}
          cells={exportedMessage}
          shown={`${count(rows.length)} messages`}
          all="All that match, from the record"
          note="Times are of ISO 8601; no cell is a formula. The line stands as it came."
          search={search}
        />
      </MessageFilters>
      <section class="col-12">
        {ids !== undefined && ids.first === ids.last && <MeaningOf messageId={ids.first} />}
        <p class="hint hits__state">
          <Tail isOpen={isOpen} isHeld={isHeld} />
        </p>
        <div
          class={open === undefined ? undefined : 'hits--open'}
          onPointerEnter={(event) => event.pointerType === 'mouse' && setOver(true)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && setOver(false)}
        >
          <MessageRows rows={rows} sought={sought} open={open} reached={reached} reach={reach} away={setAway} />
          {open !== undefined && <MessageDetail id={open} close={() => change({ open: '' }, true)} />}
        </div>
        {fresh > 0 && (
          <button
            type="button"
            class="live live--new"
            onClick={() => {
              release();
              scrollTo({ top: 0 });
            }}
          >
            ↑ {count(fresh)} new
          </button>
        )}
        {more !== undefined && (
          <p class="after">
            <button type="button" class="button" onClick={more}>
              Go on with earlier ones
            </button>
          </p>
        )}
        <p class="hint after keys">
          <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>y</kbd> copies the line, <kbd>Esc</kbd> leaves.
        </p>
      </section>
    </main>
  );
}

function askedOf(query: Readonly<Record<string, string>>): MessageAsked {
  // The border: `Object.fromEntries` forgets which keys there are.
  return Object.fromEntries(messageKeys.map((key) => [key, query[key] ?? ''])) as MessageAsked;
}

function Tail({ isOpen, isHeld }: { readonly isOpen: boolean; readonly isHeld: boolean }) {
  const isPaused = useCell(useLive().paused) !== null;
  return <>{tailWords({ isOpen, isHeld, isPaused })}</>;
}

const none: readonly MessageRow[] = [];

/** The rows: as they are, or while they are held as they were then; `fresh` is how many have come since. */
function useHeld(found: Found | undefined, isHeld: boolean, search: string) {
  const then = useRef<
    { readonly search: string; readonly rows: readonly MessageRow[]; readonly came: number } | undefined
  >(undefined);
  const [, again] = useState(0);
  const release = () => {
    then.current = undefined;
    again((times) => times + 1);
  };
  const { rows = none, came = 0 } = found ?? {};
  if (!isHeld || then.current?.search !== search) then.current = undefined;
  if (isHeld && found !== undefined) then.current ??= { search, rows, came };
  const still = then.current;
  const shown = useMemo(() => (still === undefined ? rows : holdRows(still.rows, rows)), [still, rows]);
  return { rows: shown, fresh: still === undefined ? 0 : came - still.came, release };
}
