import { useRoute } from 'preact-iso/router';
import { useEffect, useState } from 'preact/hooks';
import type { AlertEvent } from '../../server/domain/alert/alert.ts';
import type { Delivery } from '../../server/domain/alert/notification.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { rules } from '../../server/domain/alert/rules.ts';
import type { MessageRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import '../look/alerts.css';
import { AlertActions, type Asking } from '../parts/alert-actions.tsx';
import { takeAcknowledgeKey } from '../parts/alert-key.ts';
import { AlertLinks } from '../parts/alert-links.tsx';
import { AboutLink } from '../parts/alert-list.tsx';
import { Fact } from '../parts/fact.tsx';
import { Loading } from '../parts/loading.tsx';
import { MessageList } from '../parts/message-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { useNow, useTopic } from '../watch.ts';
import { alertVerdict, deliveryWords, eventWords } from '../words/alert.ts';
import { measured, ruleTitle } from '../words/rule.ts';
import { many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';

type DeliveryTold = Pick<Delivery, 'id' | 'state' | 'tries' | 'since' | 'doneAt' | 'result' | 'dismissed'> & {
  readonly channelName: string;
};

interface Found {
  readonly alert: AlertRow;
  readonly history: readonly AlertEvent[];
  readonly evidence: readonly MessageRow[];
  readonly deliveries?: readonly DeliveryTold[];
}

/** One alert: what it says, what happened to it, the messages that prove it, and who was told. */
export function Alert() {
  const id = Number(useRoute().params['id']);
  const valid = Number.isSafeInteger(id) && id > 0;
  const now = useNow();
  // Asked for anew as soon as the live view knows of a change.
  const live = useTopic('alerts')?.rows.get(String(id));
  const answer = useAnswer<Found>(valid ? `/api/alerts/${id}` : undefined, `${useBeat()} ${JSON.stringify(live)}`);
  if (answer.value === undefined) {
    if (answer.state === 'asking' && valid) return <Loading what="the alert" />;
    return <Missing why={answer.state === 'failed' && answer.status !== 404 ? answer.why : undefined} />;
  }
  const { history, evidence, deliveries } = answer.value;
  const alert = live ?? answer.value.alert;
  return (
    <main class="page">
      <Verdict said={alertVerdict(alert, now)}>
        <AlertLinks />
      </Verdict>
      {alert.clearedAt === undefined && <Actions row={alert} />}
      <Facts alert={alert} now={now} />
      <History history={history} now={now} />
      {deliveries !== undefined && <Deliveries deliveries={deliveries} now={now} />}
      <Panel title="Evidence" span="col-12" tools={many(evidence.length, 'message')}>
        {evidence.length === 0 ? (
          <p class="needs">
            {alert.evidence.length === 0
              ? 'It goes by figures that polls and counts tell, not by single messages.'
              : 'None of its messages is kept any more.'}
          </p>
        ) : (
          <MessageList messages={evidence.toReversed()} long />
        )}
      </Panel>
    </main>
  );
}

function Actions({ row }: { readonly row: AlertRow }) {
  const [asking, ask] = useState<Asking>();
  useEffect(() => takeAcknowledgeKey(() => ask('acknowledge')), []);
  return (
    <section class="col-12 alert alert--alone" aria-label="What to do">
      <AlertActions row={row} asking={asking} ask={ask} />
    </section>
  );
}

function Facts({ alert, now }: { readonly alert: AlertRow; readonly now: number }) {
  const { rule, site, raisedAt, clearedAt, count, acknowledged, announcedAt } = alert;
  const { why, runbook } = rules[rule];
  return (
    <Panel title={ruleTitle(rule)} hint={rule} span="col-7">
      <dl class="kv">
        <Fact name="About">
          <AboutLink row={alert} />
          {site !== undefined && `, ${plain(site)}`}
        </Fact>
        <Fact name="Measured">{measured(alert)}</Fact>
        <Fact name="Events">{many(count, 'event')}</Fact>
        <Fact name="Raised">
          <When at={raisedAt} now={now} />
        </Fact>
        <Fact name="Over">{clearedAt === undefined ? 'not yet' : <When at={clearedAt} now={now} />}</Fact>
        <Fact name="Told">{announcedAt === undefined ? 'to nobody' : <When at={announcedAt} now={now} />}</Fact>
        {acknowledged !== undefined && (
          <Fact name="Acknowledged">
            {plain(acknowledged.by)} at <When at={acknowledged.at} now={now} />
            {acknowledged.note !== '' && `: ${plain(acknowledged.note)}`}
          </Fact>
        )}
        <Fact name="Why it is watched">{why}</Fact>
        <Fact name="Where to look">
          <a href={runbook}>{runbook}</a>
        </Fact>
      </dl>
    </Panel>
  );
}

function History({ history, now }: { readonly history: readonly AlertEvent[]; readonly now: number }) {
  return (
    <Panel title="What happened" span="col-5" tools={<a href="/alerts/rules">its rule</a>}>
      <ol class="alert-history">
        {history.map((event, place) => (
          <li key={place}>
            <When at={event.at} now={now} /> <span>{eventWords(event)}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Deliveries({ deliveries, now }: { readonly deliveries: readonly DeliveryTold[]; readonly now: number }) {
  return (
    <Panel title="Who was told" span="col-12" tools={many(deliveries.length, 'message')}>
      {deliveries.length === 0 ? (
        <p class="needs">Nobody: no channel takes it, or nobody was to be told.</p>
      ) : (
        <ol class="alert-history">
          {deliveries.map((one) => (
            <li key={one.id}>
              <When at={one.doneAt ?? one.since} now={now} />{' '}
              <span>
                <strong>{plain(one.channelName)}</strong>: {deliveryWords(one)}
                {one.dismissed !== undefined && (
                  <>
                    {' '}
                    (dismissed <When at={one.dismissed.at} now={now} />)
                  </>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Missing({ why }: { readonly why: string | undefined }) {
  const said =
    why === undefined
      ? { text: 'No such alert is on record.', more: 'Its address may be wrong.' }
      : { text: 'This alert cannot be shown now.', more: `${why}.` };
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', ...said }}>
        <AlertLinks />
      </Verdict>
    </main>
  );
}
