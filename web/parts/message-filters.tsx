import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { readMessageIds } from '../../server/domain/message-filter.ts';
import { outcomes, severities } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { Choice } from './choice.tsx';
import { MoreFilters } from './more-filters.tsx';

/** The keys of the address that narrow the messages down, besides span and place. */
export const messageKeys = ['text', 'messageId', 'user', 'address', 'severity', 'device', 'outcome', 'trap'] as const;

/** What of the messages is asked for, by key of the address; empty where nothing is. */
export type MessageAsked = Readonly<Record<(typeof messageKeys)[number], string>>;

/** The filters of the messages. */
export function MessageFilters({ asked, devices, change, children }: MessageFiltersProps) {
  const { text, messageId, user, address, severity, device, outcome, trap } = asked;
  const typed = (key: string) => (value: string) => change({ [key]: value }, true);
  return (
    <section class="col-12 toolbar" aria-label="Filters">
      <Typed label="Text" value={text} type={typed('text')} size={22} hint="any part of the line" />
      <MoreFilters used={messageKeys.some((key) => key !== 'text' && asked[key] !== '')}>
        <Typed
          label="Message ID"
          value={messageId}
          type={typed('messageId')}
          size={13}
          hint="113019, 7131xx"
          isRead={(value) => readMessageIds(value) !== undefined}
        />
        <Typed label="User named in it" value={user} type={typed('user')} size={12} hint="marty" />
        <Typed
          label="Client's address"
          value={address}
          type={typed('address')}
          size={14}
          hint="192.0.2.7"
          isRead={isAddress}
        />
        <Choice
          label="Severity"
          value={severity}
          options={severityOptions(severity)}
          choose={(chosen) => change({ severity: chosen })}
        />
        <Choice
          label="Head-end"
          value={device}
          options={[...new Set([...devices, device])]
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
      </MoreFilters>
      {children}
    </section>
  );
}

/** As far as the server takes it for one. */
function isAddress(typed: string): boolean {
  return /^[0-9a-f:.]{2,45}$/i.test(typed);
}

interface MessageFiltersProps {
  readonly asked: MessageAsked;
  readonly devices: readonly string[];
  /** `isTyped`: letter by letter, so that Back does not walk through it. */
  readonly change: (changes: Readonly<Record<string, string>>, isTyped?: boolean) => void;
  readonly children: ComponentChildren;
}

/** That severity and more severe, or that one alone; and what the address asks for. */
function severityOptions(asked: string): readonly { readonly value: string; readonly name: string }[] {
  const upTo = severities.map((name, severity) => ({
    value: `0-${severity}`,
    name: `${severity} ${name}${severity === 0 ? '' : ' and more severe'}`,
  }));
  const alone = severities.slice(1).map((name, n) => ({ value: String(n + 1), name: `${n + 1} ${name} only` }));
  const known = [...upTo.slice(0, -1), ...alone];
  return asked === '' || known.some(({ value }) => value === asked)
    ? known
    : [...known, { value: asked, name: plain(asked) }];
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly type: (value: string) => void;
  readonly size: number;
  readonly hint: string;
  /** Whether it can be read; what cannot is not asked for. */
  readonly isRead?: (value: string) => boolean;
}

function Typed({ label, value, type, size, hint, isRead = () => true }: TypedProps) {
  const [typed, setTyped] = useState(value);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address follows what is typed, later than the next letter may come.
    if (document.activeElement !== box.current) setTyped(value);
  }, [value]);
  const isWrong = typed !== '' && !isRead(typed);
  return (
    <label class="choice">
      <span>{label}</span>
      <input
        class="field"
        ref={box}
        size={size}
        maxLength={200}
        placeholder={hint}
        autoComplete="off"
        spellcheck={false}
        aria-invalid={isWrong}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          if (currentTarget.value === '' || isRead(currentTarget.value)) type(currentTarget.value);
        }}
      />
    </label>
  );
}
