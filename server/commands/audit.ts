import { createAudit } from '../access/audit.ts';
import { socketPath, type Config } from '../config.ts';
import { auditKinds, type AuditRow } from '../domain/access/audit.ts';
import { auditActions, type AuditAnswers } from './audit-actions.ts';
import { withKey } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { UsageFault, visible } from './fault.ts';

/** `audit verify`: tells whether the log is as it was written, and where it is not. */
export async function auditVerify(config: Config, print: Print): Promise<boolean> {
  requireDatabase(config);
  const { rows, hash, erased, fault } = await ask(config, 'audit.verify', {});
  if (fault === undefined) {
    print(
      `the audit log is as it was written: ${rows} rows${erased > 0 ? `, of ${erased} the words were erased` : ''}`,
    );
    if (rows > 0) print(`its last hash, to be kept elsewhere: ${hash}`);
  } else print(`the audit log was TAMPERED WITH: ${fault} (${rows} rows before it are as they were written)`);
  return fault === undefined;
}

/** `audit show`: a line a row, the oldest first. */
export async function auditShow(config: Config, since: string | undefined, print: Print): Promise<void> {
  requireDatabase(config);
  const from = since === undefined ? 0 : Date.parse(since);
  if (Number.isNaN(from)) throw new UsageFault(`--since ${JSON.stringify(since)}: a time such as 2026-11-30T08:00Z is wanted`); // prettier-ignore
  let after = 0;
  for (;;) {
    const rows = await ask(config, 'audit.show', { since: from, after });
    for (const row of rows) print(lineOf(row));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}

/** The running server's answer; with none running, the same looked up here. */
async function ask<K extends keyof AuditAnswers>(config: Config, action: K, body: unknown): Promise<AuditAnswers[K]> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as AuditAnswers[K]; // our own server, of this user
  return withKey(config, (store, key) => auditActions(store, createAudit(store, key))[action](body));
}

function lineOf({ seq, at, by, from, kind, about, said }: AuditRow): string {
  const did = Object.hasOwn(auditKinds, kind) ? auditKinds[kind as keyof typeof auditKinds] : kind; // one of its own keys
  const words = said === null ? '' : `  "${said}"`;
  return visible(`${seq}  ${new Date(at).toISOString()}  ${by} (${from ?? 'this machine'}) ${did}  ${about}${words}`);
}
