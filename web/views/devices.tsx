import type { SourceRow } from '../../server/domain/sources.ts';
import '../look/devices.css';
import { useAnswer } from '../answer.ts';
import { usePlace } from '../asked.ts';
import { useBeat } from '../beat.ts';
import { ClockAdvice } from '../parts/clock.tsx';
import { isBound, me } from '../me.ts';
import { Collectors } from '../parts/collectors.tsx';
import { DeviceTable } from '../parts/device-table.tsx';
import { HiddenNames } from '../parts/hidden-names.tsx';
import { Ledger } from '../parts/ledger.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { Pending } from '../parts/pending.tsx';
import { Teach } from '../parts/teach.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { usePoolUses } from '../pool-watch.ts';
import { useCell, useNow, useRows } from '../watch.ts';
import { noneThere } from '../words/access.ts';
import { devicesVerdict } from '../words/devices.ts';

/** Every head-end that is heard, and every sender that waits to be adopted. */
export function Devices() {
  const { names } = usePlace();
  const devices = useRows('devices')?.filter(({ name }) => names?.has(name) !== false);
  const pools = usePoolUses(names)?.pools;
  const now = useNow();
  const held = useCell(me);
  const asked = useAnswer<{ readonly sources: readonly SourceRow[] }>('/api/sources', useBeat());
  if (devices === undefined || pools === undefined) return <Loading what="the devices" />;
  const adopted = devices.filter((device) => device.state === 'adopted');
  const pending = devices.filter((device) => device.state === 'pending');
  const sources = asked.value?.sources.filter(({ device }) => adopted.some(({ name }) => name === device));
  const byName = sources && new Map(sources.map((row) => [row.device, row]));
  const isEmpty = devices.length === 0 && names === undefined;
  const said = isEmpty && isBound(held) ? noneThere(held?.sites ?? null) : devicesVerdict(devices, now, sources);
  return (
    <main class="page">
      <Verdict said={said}>{!isBound(held) && <a href="/devices/add">Add an ASA</a>}</Verdict>
      {asked.state === 'failed' && (
        <p class="trouble col-12">How the devices are polled cannot be told now: {asked.why}.</p>
      )}
      {isEmpty && <Teach />}
      {pending.length > 0 && <Pending pending={pending} />}
      {adopted.length > 0 && (
        <Panel title="Head-ends" span="col-12" hint="abnormal first">
          <DeviceTable devices={adopted} pools={pools} sources={byName} />
        </Panel>
      )}
      <ClockAdvice devices={adopted} />
      <HiddenNames devices={adopted} />
      <Collectors />
      {!isBound(held) && <Ledger />}
    </main>
  );
}
