import { useLocation } from 'preact-iso/router';
import type { JSX } from 'preact';
import { timeSearch, useRange } from '../asked.ts';
import { Choice } from '../parts/choice.tsx';
import { Earlier } from '../parts/earlier.tsx';
import { Loading } from '../parts/loading.tsx';
import { MessageList } from '../parts/message-list.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { searchOf, usePages } from '../pages.ts';
import { withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { heardOf, messagesOf } from '../words/freshness.ts';
import { foundVerdict, latestVerdict } from '../words/messages.ts';
import { during } from '../words/range.ts';
import { outcomes } from '../words/names.ts';
import { plain } from '../words/plain.ts';

/** The latest messages about VPN, or those of the store that a search finds. */
export function Messages() {
  const { path, query, route } = useLocation();
  const { device = '', messageId = '', outcome = '', trap = '' } = query;
  const change = (changes: Readonly<Record<string, string>>) => route(withQuery(path, query, changes));
  const devices = useRows('devices') ?? [];
  const { asked } = useRange();
  const scope = { site: query.site ?? '', tag: query.tag ?? '', ...timeSearch(asked) };
  const searching = [device, messageId, outcome, trap, ...Object.values(scope)].some((one) => one !== '');
  const filters = (
    <section class="col-12 toolbar" aria-label="Filters">
      <Choice
        label="Head-end"
        value={device}
        options={[...new Set([...devices.map(({ name }) => name), device])]
          .filter((name) => name !== '')
          .map((name) => ({ value: name, name: plain(name) }))}
        choose={(chosen) => change({ device: chosen })}
      />
      <Choice
        label="What became of it"
        value={outcome}
        options={Object.entries(outcomes).map(([value, { name, means }]) => ({ value, name: `${name}: ${means}` }))}
        choose={(chosen) => change({ outcome: chosen })}
      />
      <Choice
        label="Kind"
        value={trap}
        options={[...new Set(['any', trap])]
          .filter((one) => one !== '')
          .map((one) => ({ value: one, name: one === 'any' ? 'SNMP traps only' : plain(one) }))}
        choose={(chosen) => change({ trap: chosen })}
      />
      <label class="choice">
        <span>Message ID</span>
        <input
          class="field"
          inputMode="numeric"
          size={7}
          maxLength={6}
          placeholder="113019"
          value={messageId}
          onInput={({ currentTarget: { value } }) =>
            (value === '' || /^\d{6}$/.test(value)) && change({ messageId: value })
          }
        />
      </label>
      {searching && (
        <button
          type="button"
          class="button"
          onClick={() =>
            change({ device: '', messageId: '', outcome: '', trap: '', from: '', to: '', site: '', tag: '' })
          }
        >
          Back to the latest
        </button>
      )}
    </section>
  );
  return searching ? (
    <Found search={searchOf({ device, messageId, outcome, trap, ...scope, limit: '200' })} filters={filters} />
  ) : (
    <Latest filters={filters} />
  );
}

function Latest({ filters }: { readonly filters: JSX.Element }) {
  const rows = useRows('messages');
  const devices = useRows('devices') ?? [];
  const now = useNow();
  if (rows === undefined) return <Loading what="the messages" />;
  const latest = [...rows].sort((one, other) => other.id - one.id);
  return (
    <main class="page">
      <Verdict said={latestVerdict(heardOf(devices, now, messagesOf), latest[0], now)}>
        <a href="/messages/unknown">What is not understood</a>
      </Verdict>
      {filters}
      <section class="col-12">
        <MessageList messages={latest} long />
        <p class="hint after">
          The latest 100 that the VPN tables know, live. Choose a head-end, an outcome, a message ID or traps to search
          all that is stored; so does a range of time.
        </p>
      </section>
    </main>
  );
}

function Found({ search, filters }: { readonly search: string; readonly filters: JSX.Element }) {
  const { range } = useRange();
  const now = useNow();
  const { rows, busy, why, more } = usePages('messages', search);
  const said =
    busy && rows.length === 0
      ? { state: 'ok' as const, text: 'Searching …', more: '' }
      : foundVerdict(rows.length, more !== undefined, during(range, now));
  return (
    <main class="page">
      <Verdict
        said={why === undefined ? said : { state: 'unknown', text: 'The search has failed.', more: `${why}.` }}
      />
      {filters}
      <section class="col-12">
        <MessageList messages={rows} long />
        <Earlier busy={busy} more={more} />
      </section>
    </main>
  );
}
