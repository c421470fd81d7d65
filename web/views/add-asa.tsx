import { useLocation } from 'preact-iso/router';
import { useMemo, useRef } from 'preact/hooks';
import type { Arrivals } from '../../server/domain/arrivals.ts';
import { formLines } from '../../server/domain/asa-setup.ts';
import type { Listening } from '../../server/domain/listening.ts';
import '../look/add-asa.css';
import { useAnswer } from '../answer.ts';
import { AddForm } from '../parts/add-form.tsx';
import { AsaBlock } from '../parts/asa-block.tsx';
import { Commands, CopyLines } from '../parts/copy.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pieces } from '../parts/pieces.tsx';
import { Ticks } from '../parts/ticks.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { searchOf } from '../pages.ts';
import { devicePath, withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { addFields, readAdd, usualAddress } from '../words/add-asa.ts';
import { addVerdict } from '../words/add-verdict.ts';
import { allAtOnce, deviceBlocks, ourBlocks } from '../words/asa-blocks.ts';
import { formWhy } from '../words/logging.ts';
import { plain } from '../words/plain.ts';
import { ticks } from '../words/ticks.ts';

/** While somebody waits, what has come is asked for that often, in milliseconds. */
const EVERY = 2_000;

/** Adds an ASA: the exact lines for its release, and what of it has come. */
export function AddAsa() {
  const { path, query, route } = useLocation();
  const now = useNow();
  const listening = useAnswer<Listening>('/api/listening').value;
  const us = usualAddress(location.hostname, listening);
  const fields = addFields(query, us);
  const asked = useMemo(() => readAdd(fields, listening), [JSON.stringify(fields), listening]);
  const { name, host } = fields;
  const whom = searchOf({ name: name.trim(), address: /^[\dA-Fa-f.:]+$/.test(host.trim()) ? host.trim() : '' });
  const waited = useRef({ whom, from: now });
  if (waited.current.whom !== whom) waited.current = { whom, from: now };
  const beat = Math.floor(now / EVERY);
  const answer = useAnswer<Arrivals>(`/api/arrivals?${whom}`, beat);
  const arrivals = answer.value ?? { at: now, since: now };
  const device = arrivals.device;
  const told = ticks(asked, arrivals, waited.current.from, now);
  const strangers = (useRows('devices') ?? []).filter((one) => one.state === 'pending' && one.name !== device?.name);
  const change = (changes: Readonly<Record<string, string>>) => route(withQuery(path, query, changes), true);
  const blocks = deviceBlocks(asked);
  return (
    <main class="page">
      <Verdict said={addVerdict(asked, told)}>
        {device?.state === 'adopted' && (
          <>
            <a href={devicePath(device.name)}>Its page</a>
            {' · '}
          </>
        )}
        <a href="/devices">All devices</a>
      </Verdict>
      <Panel
        title="Which ASA"
        span="col-12"
        hint="kept in the address of this page; passwords are typed on the device and on the command line only"
      >
        <AddForm {...{ fields, asked, listening, change }} />
      </Panel>
      <Ticks
        ticks={told}
        trouble={answer.state === 'failed' ? `What has come cannot be told now: ${answer.why}.` : undefined}
      />
      {strangers.length > 0 && (
        <Panel title="Senders that nobody knows" span="col-12" hint="is it one of these?">
          <ul class="rows">
            {strangers.map((one) => (
              <li key={one.id} class="rows__row rows__row--stranger">
                <span class="mono">{plain(one.addresses[0] ?? one.name)}</span>
                <button type="button" class="button" onClick={() => change({ host: one.addresses[0] ?? one.name })}>
                  It is this one
                </button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel
        title={`On the ASA, for ${asked.releaseText}`}
        span="col-7"
        hint="in configuration mode; pasting twice does no harm"
        tools={
          <CopyLines
            lines={allAtOnce(blocks)}
            words="Copy all of it"
            label="all lines for the ASA that need no decision"
          />
        }
      >
        {blocks.map((block) => (
          <AsaBlock key={block.id} block={block} />
        ))}
        <section class="asa-block" data-block="form">
          <h3>These help, and change what every log server of the device gets</h3>
          {formLines(asked.release).map((line) => (
            <div key={line} class="asa-block__line">
              <p>
                <Pieces text={formWhy(line)} />
              </p>
              <Commands lines={[line]} label={line} />
            </div>
          ))}
        </section>
        <section class="asa-block">
          <h3>When all has arrived</h3>
          <Commands lines={['write memory']} label="write memory" />
        </section>
      </Panel>
      <Panel
        title="On this machine"
        span="col-5"
        hint="what changes a head-end is a command, typed where Tunnelwatch runs"
      >
        {ourBlocks(asked, device).map((block) => (
          <AsaBlock key={block.id} block={block} />
        ))}
        <p class="hint after">
          <mark>CAPITALS</mark> are for you to fill in.
        </p>
      </Panel>
    </main>
  );
}
