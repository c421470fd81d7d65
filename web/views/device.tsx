import { useRoute } from 'preact-iso/router';
import type { DeviceRow } from '../../server/domain/feed.ts';
import type { DeviceFacts, PollFailure, Polling, PollPace, Unread } from '../../server/domain/polling.ts';
import type { RatedSample } from '../../server/domain/sample-rates.ts';
import type { SnmpAccess, SnmpEngine } from '../../server/domain/snmp.ts';
import type { ToldFacts } from '../../server/domain/told-facts.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import { DevicePoll } from '../parts/device-poll.tsx';
import { DeviceSnmp } from '../parts/device-snmp.tsx';
import { DeviceSyslog } from '../parts/device-syslog.tsx';
import { DeviceUnstored } from '../parts/device-unstored.tsx';
import { Findings } from '../parts/findings.tsx';
import { OverTime } from '../parts/over-time.tsx';
import { Loading } from '../parts/loading.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { deviceVerdict } from '../words/device.ts';
import type { Findings as Told } from '../words/findings.ts';
import { overTimeCharts } from '../words/over-time.ts';
import { plain } from '../words/plain.ts';

/** What the API tells of one device. */
export interface AskedDevice {
  readonly device: DeviceRow;
  readonly poll: {
    readonly polling?: Omit<Polling, 'device'>;
    readonly pace?: PollPace;
    readonly unread?: readonly Unread[];
    readonly last?: {
      readonly startedAt: number;
      readonly at: number;
      readonly facts: DeviceFacts;
      readonly failures: readonly PollFailure[];
    };
  };
  readonly snmp: {
    readonly access?: Omit<SnmpAccess, 'device'>;
    readonly pace?: PollPace;
    readonly engines: readonly Omit<SnmpEngine, 'device'>[];
    readonly last?: {
      readonly startedAt: number;
      readonly at: number;
      readonly facts: DeviceFacts;
      readonly failures: readonly PollFailure[];
    };
    readonly samples: readonly RatedSample[];
  };
  /** What is known of it from whomever. */
  readonly told: ToldFacts;
}

/** One head-end: whether it answers, what it is, and what its configuration hides or gets wrong. */
export function Device() {
  const name = useRoute().params.name ?? '';
  const now = useNow();
  const beat = useBeat();
  const pools = (useRows('pools') ?? []).filter((pool) => pool.device === name);
  const path = `/api/devices/${encodeURIComponent(name)}`;
  const asked = useAnswer<AskedDevice>(path, beat);
  const told = useAnswer<Told>(`${path}/findings`, beat);
  if (asked.value === undefined) {
    if (asked.state === 'asking') return <Loading what="the device" />;
    const text = asked.state === 'failed' && asked.status === 404 ? `There is no device ${plain(name)}.` : 'This device cannot be shown now.'; // prettier-ignore
    return (
      <main class="page">
        <Verdict said={{ state: 'unknown', text, more: asked.state === 'failed' ? asked.why : '' }}>
          <a href="/devices">All devices</a>
        </Verdict>
      </main>
    );
  }
  const { device, poll, snmp, told: facts } = asked.value;
  return (
    <main class="page">
      <Verdict said={deviceVerdict(device, poll, told.value, now)}>
        <a href={withQuery('/sessions', {}, { device: device.name })}>Its sessions</a>
        {' · '}
        <a href={withQuery('/attempts', {}, { device: device.name })}>Its failed logins</a>
        {' · '}
        <a href={withQuery('/messages', {}, { device: device.name })}>Its messages</a>
        {pools.length > 0 && (
          <>
            {' · '}
            <a href="/pools">Pools</a>: {pools.map(({ name }) => plain(name)).join(', ')}
          </>
        )}
      </Verdict>
      {(asked.state === 'failed' || told.state === 'failed') && (
        <p class="trouble col-12">The server does not answer: what stands here is of before.</p>
      )}
      <DeviceSyslog device={device} now={now} />
      <DeviceUnstored name={device.name} storing={device.storing} now={now} />
      <DevicePoll device={device} poll={poll} told={facts} now={now} />
      <DeviceSnmp device={device} snmp={snmp} now={now} />
      <div class="over-time col-12">
        {overTimeCharts.map((shown) => (
          <OverTime
            key={shown.chart}
            {...{ shown, device: device.name, span: '' }}
            {...(shown.chart === 'sessions' && { needs: 'Nothing was told in this time.' })}
          />
        ))}
      </div>
      {told.value !== undefined && <Findings told={told.value} device={device.name} now={now} />}
    </main>
  );
}
