import { createHash } from 'node:crypto';

import { auditText, type AuditAbout, type AuditNote, type AuditRow } from '../domain/access/audit.ts';
import { sameName } from '../domain/name.ts';
import type { AuditEnd } from '../store/audit.ts';
import type { Store } from '../store/store.ts';
import { namesHmac, type Key } from './key.ts';
import { seal, unseal, type Place } from './seal.ts';

/** The log of what people did here. */
export interface Audit {
  /** Writes it down; resolves once it is committed. */
  note(note: AuditNote): Promise<void>;
  /** Goes through all of it, from the first row to the sealed end. */
  verify(): Promise<Verified>;
}

/** What verifying came to: how many rows are as they were written, the last one's hash, and where and how the next one is not. */
export interface Verified {
  readonly rows: number;
  readonly hash: string;
  /** Words that were erased since. */
  readonly erased: number;
  readonly fault?: string;
}

/** The end of a chain: its length, and its last hash. */
export interface End {
  readonly count: number;
  readonly hash: string;
}

/** Before the first row. */
export const BEGINNING: End = { count: 0, hash: '' };

/** The end of the chain is sealed, so that whoever cuts it off, or makes all hashes anew, is noticed. */
const HEAD: Place = { owner: 'audit', field: 'head' };
const PAGE = 1_000;
const LONGEST = 1_000;
/** What is never kept as it is: a VPN user, and what may be a password in place of a name. */
const names = ['user', 'typed'];

/** The audit log of a store. */
export function createAudit(store: Pick<Store, 'appendAudit' | 'auditEnd' | 'auditRows'>, key: Key): Audit {
  return {
    note: (note) =>
      store.appendAudit(HEAD, (found) => {
        const row = rowAfter(key, endToFollow(key, found), note);
        return { row, head: seal(key, HEAD, JSON.stringify({ count: row.seq, hash: row.hash } satisfies End)) };
      }),
    async verify() {
      let end = BEGINNING;
      let erased = 0;
      const found = (fault: string): Verified => ({ rows: end.count, hash: end.hash, erased, fault });
      for (;;) {
        const { last, head } = await store.auditEnd(HEAD);
        const sealed = head === undefined ? undefined : opened(key, head);
        const rows = await store.auditRows({ since: Number.MIN_SAFE_INTEGER, after: end.count, limit: PAGE });
        for (const row of rows) {
          const next = follow(key, end, row);
          if ('fault' in next) return found(next.fault);
          end = next;
          if (row.said === null && row.saidHash !== null) erased += 1;
        }
        // Row by row it is whole; what was there when we looked at the end has been read.
        if (rows.length > 0 && end.count < Math.max(last, sealed?.count ?? 0)) continue;
        if (sealed === undefined) {
          if (last === 0 && head === undefined) return { rows: 0, hash: '', erased: 0 };
          return found('the sealed end of the log is missing or was changed');
        }
        if (end.count < sealed.count) return found(`rows ${end.count + 1} to ${sealed.count} are cut off`);
        if (last > sealed.count) return found(`row ${sealed.count + 1} was not written by the server`);
        // More was written while we read.
        if (end.count > sealed.count) continue;
        if (end.hash !== sealed.hash) return found(`row ${end.count} is not the one that was sealed`);
        return { rows: end.count, hash: end.hash, erased };
      }
    },
  };
}

/** What stands for the name of a VPN user in the log. */
export function auditUser(key: Key): (name: string) => string {
  return (name) => hashed(key, 'user', sameName(name));
}

/** The end after a row, or how the row does not follow. */
export function follow(key: Key, end: End, row: AuditRow): End | { readonly fault: string } {
  const { seq, said, saidHash, hash } = row;
  if (seq !== end.count + 1) return { fault: `row ${end.count + 1} is missing` };
  if (hash !== hashAfter(end, row)) return { fault: `row ${seq} was changed, or is not in its place` };
  if (said !== null && saidHash !== hashed(key, `said ${seq}`, said))
    return { fault: `row ${seq}: what was said was changed` };
  return { count: seq, hash };
}

/** The row that a note becomes. */
export function rowAfter(key: Key, end: End, { at, by, from, kind, about = {}, said }: AuditNote): AuditRow {
  const seq = end.count + 1;
  const kept = said === undefined ? null : wellFormed(said.slice(0, LONGEST));
  const row = {
    ...{ seq, at, by, from, kind, about: canonical(key, about), said: kept },
    saidHash: kept === null ? null : hashed(key, `said ${seq}`, kept),
  };
  return { ...row, hash: hashAfter(end, row) };
}

/** The sealed end, also where rows are gone or came from elsewhere: verifying then tells of them for good. */
function endToFollow(key: Key, { last, head }: AuditEnd): End {
  const sealed = head === undefined ? undefined : opened(key, head);
  if (sealed !== undefined) return { ...sealed, count: Math.max(sealed.count, last) };
  return last === 0 ? BEGINNING : { count: last, hash: 'the sealed end was lost' };
}

function opened(key: Key, head: NonNullable<AuditEnd['head']>): End | undefined {
  const text = unseal(key, head);
  return text === undefined ? undefined : (JSON.parse(text) as End); // sealed by `note`
}

function hashAfter({ hash }: End, row: Omit<AuditRow, 'hash' | 'said'>): string {
  return createHash('sha256')
    .update(`${hash}\n${auditText(row)}`)
    .digest('hex');
}

/** By name in order, so that one thing has one text, and with pseudonyms for names: erasing a user leaves the chain whole. */
function canonical(key: Key, about: AuditAbout): string {
  const rows = Object.entries(about).sort(([a], [b]) => (a < b ? -1 : 1));
  const told = rows.map(([what, value]) => [
    what,
    names.includes(what) ? hashed(key, 'user', sameName(String(value))) : value,
  ]);
  return JSON.stringify(Object.fromEntries(told));
}

/** By the key for names, which a rotation keeps; apart from the tokens of failed names, so that nothing joins them. */
function hashed(key: Key, what: string, text: string): string {
  return namesHmac(key.names)(`audit ${what}\n${text}`);
}

/** Without half characters, which a cut leaves and the database does not take. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
