import type { SessionRow } from './feed.ts';
import { isSessionFact, sessionFacts, type FactKind, type SessionFact } from './session-fact.ts';

/** What a column must hold, as somebody has typed it: `mar`, `!mar`, `>1M`, `<2h`. */
export type Where = Readonly<Partial<Record<SessionFact, string>>>;

/** The filters of an address: `user:mar,bytesTx:>1M`, what was typed being encoded as a part of an address is. What is no filter is left out. */
export function readWhere(asked: string): Where {
  const found: Partial<Record<SessionFact, string>> = {};
  for (const part of asked.split(',')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, colon);
    const typed = decoded(part.slice(colon + 1));
    if (colon > 0 && typed !== '' && isSessionFact(name)) found[name] = typed;
  }
  return found;
}

/** The same, written for an address. */
export function writeWhere(where: Where): string {
  return Object.entries(where)
    .filter(([, typed]) => typed !== '')
    .map(([name, typed]) => `${name}:${encodeURIComponent(typed)}`)
    .join(',');
}

/** Whether a session has what all filters ask for. One that cannot be read holds nothing back: see `misread`. */
export function fulfils(where: Where): (session: SessionRow, now: number) => boolean {
  const tests = entries(where).flatMap(([name, typed]) => {
    const { kind, read } = sessionFacts[name];
    const holds = test(kind, typed);
    return holds === undefined ? [] : [(session: SessionRow, now: number) => holds(read(session, now), now)];
  });
  return (session, now) => tests.every((holds) => holds(session, now));
}

/** The filters that cannot be read. */
export function misread(where: Where): readonly SessionFact[] {
  return entries(where)
    .filter(([name, typed]) => typed.trim() !== '' && test(sessionFacts[name].kind, typed) === undefined)
    .map(([name]) => name);
}

/** What may be typed for a fact, for the box's hint. */
export const whereHints: Readonly<Record<FactKind, string>> = {
  text: 'part of it, or !part',
  number: '>7, <7, or 7',
  bytes: '>1M or <500k',
  seconds: '>1h or <10m',
  time: '>now-1h or <2026-03-03T14:05Z',
};

type Held = string | number | undefined;

function entries(where: Where): readonly (readonly [SessionFact, string])[] {
  // The border: `Object.entries` forgets which names there are.
  return Object.entries(where) as unknown as readonly (readonly [SessionFact, string])[];
}

function test(kind: FactKind, typed: string): ((value: Held, now: number) => boolean) | undefined {
  const asked = typed.trim();
  if (kind === 'text') {
    const not = asked.startsWith('!');
    const part = (not ? asked.slice(1) : asked).toLowerCase();
    return (value) =>
      String(value ?? '')
        .toLowerCase()
        .includes(part) !== not;
  }
  const [, sign = '', told = ''] = /^(>=|<=|>|<|=)?\s*(.+)$/.exec(asked) ?? [];
  if (kind === 'time') {
    const ago = told === 'now' ? 0 : amount('seconds', /^now-(.+)$/.exec(told)?.[1] ?? '');
    const at = Date.parse(told);
    if (ago === undefined && Number.isNaN(at)) return undefined;
    return (value, now) => typeof value === 'number' && compare(sign, value, ago === undefined ? at : now - ago * 1000);
  }
  const wanted = amount(kind, told);
  return wanted === undefined ? undefined : (value) => typeof value === 'number' && compare(sign, value, wanted);
}

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;
const BYTES = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 } as const;

function amount(kind: 'number' | 'bytes' | 'seconds', told: string): number | undefined {
  const [, digits, unit = ''] = /^(-?\d{1,15}(?:\.\d{1,3})?)\s*([a-z]?)(?:i?b)?$/i.exec(told) ?? [];
  if (digits === undefined) return undefined;
  const known: Readonly<Record<string, number>> = kind === 'bytes' ? BYTES : kind === 'seconds' ? SECONDS : {};
  const scale = unit === '' ? 1 : known[unit.toLowerCase()];
  return scale === undefined ? undefined : Number(digits) * scale;
}

function compare(sign: string, value: number, wanted: number): boolean {
  switch (sign) {
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    default:
      return value === wanted;
  }
}

function decoded(typed: string): string {
  try {
    return decodeURIComponent(typed);
  } catch (error) {
    // A broken address asks for what stands in it.
    if (error instanceof URIError) return typed;
    throw error;
  }
}
