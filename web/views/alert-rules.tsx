import { useLocation } from 'preact-iso/router';
import { useState } from 'preact/hooks';
import type { RuleId } from '../../server/domain/alert/rules.ts';
import { useAnswer } from '../answer.ts';
import '../look/alerts.css';
import { AlertLinks } from '../parts/alert-links.tsx';
import { RuleForm } from '../parts/rule-form.tsx';
import { ActForm } from '../parts/act-form.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { act } from '../alerting.ts';
import { may, me } from '../me.ts';
import { withQuery } from '../place.ts';
import { useCell, useNow } from '../watch.ts';
import { rulesVerdict, scopeNames, settingWords, type RuleTold } from '../words/alert-rules.ts';
import { plain } from '../words/plain.ts';

/** The rules: what is watched, from which value on, and why; thresholds are set here, everywhere or in one place. */
export function AlertRules() {
  const { path, query, route } = useLocation();
  const [version, changed] = useState(0);
  const mayGovern = may('govern', useCell(me));
  const answer = useAnswer<{ readonly rules: readonly RuleTold[] }>('/api/alerts/rules', version);
  if (answer.value === undefined) return <Unanswered what="the rules" answer={answer} />;
  const { rules } = answer.value;
  const opened = query['rule'] ?? '';
  const open = (rule: string) => route(withQuery(path, query, { rule: rule === opened ? '' : rule }));
  return (
    <main class="page">
      <Verdict said={rulesVerdict(rules)}>
        <AlertLinks />
      </Verdict>
      <ol class="rules col-12">
        {rules.map((rule) => (
          <li key={rule.id} class="rule" data-rule={rule.id}>
            <span class="rule__what">
              <strong>{rule.title}</strong> <span class="hint mono">{rule.id}</span>
              <span class="rule__why">{rule.why}</span>
            </span>
            <Settings rule={rule} done={() => changed(version + 1)} />
            {mayGovern && (
              <span class="alert__buttons">
                <button type="button" class="button" aria-expanded={rule.id === opened} onClick={() => open(rule.id)}>
                  {rule.id === opened ? 'Close' : 'Set'}
                </button>
              </span>
            )}
            {rule.id === opened && mayGovern && (
              <RuleForm
                rule={rule}
                done={() => {
                  changed(version + 1);
                  open(rule.id);
                }}
                close={() => open(rule.id)}
              />
            )}
          </li>
        ))}
      </ol>
    </main>
  );
}

/** What holds: as shipped, or as people have set it, everywhere and in places. */
function Settings({ rule, done }: { readonly rule: RuleTold; readonly done: () => void }) {
  const now = useNow();
  const [asking, ask] = useState<string>();
  const mayGovern = may('govern', useCell(me));
  const isSet = rule.set.some(({ scope }) => scope === undefined);
  return (
    <span class="rule__set">
      <span class={isSet ? 'muted' : ''}>
        {isSet ? 'As shipped: ' : ''}
        {settingWords(rule, rule.shipped)}
      </span>
      {rule.set.map(({ scope, setting, by, at }) => {
        const where = scope === undefined ? 'Everywhere' : `${scopeNames[scope.kind]} ${plain(scope.name)}`;
        return (
          <span key={where} class="rule__own">
            <strong>{where}</strong>: {settingWords(rule, setting)}{' '}
            <span class="hint">
              {plain(by)}, <When at={at} now={now} />
            </span>{' '}
            {mayGovern && (
              <button
                type="button"
                class="button button--bare"
                aria-expanded={asking === where}
                onClick={() => ask(asking === where ? undefined : where)}
              >
                As shipped again
              </button>
            )}
            {asking === where && (
              <ActForm
                label={`As shipped again: ${where}`}
                close={() => ask(undefined)}
                act={async () => {
                  const why = await reset(rule.id, scope);
                  if (why === undefined) done();
                  return why;
                }}
              />
            )}
          </span>
        );
      })}
    </span>
  );
}

function reset(rule: RuleId, scope: RuleTold['set'][number]['scope']): Promise<string | undefined> {
  return act(`rules/${rule}/reset`, scope === undefined ? {} : { scope });
}
