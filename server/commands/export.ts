import { once } from 'node:events';
import type { Writable } from 'node:stream';

import { nameForms } from '../access/names.ts';
import { auditUser, createAudit } from '../access/audit.ts';
import { readKey, type Key } from '../access/key.ts';
import { keyPath, socketPath, type Config } from '../config.ts';
import { subjectParts, tellSubject, type SubjectPart, type SubjectQuery } from '../store/subject.ts';
import { auditActions } from './audit-actions.ts';
import { callControl } from './control.ts';
import { requireDatabase, withDatabase } from './database.ts';
import { UsageFault } from './fault.ts';

/** Writes all that is kept of one VPN user as one JSON document; what it is looked up by comes first. Nothing is changed, and a server may run. */
export async function exportUser(config: Config, name: string, out: Writable): Promise<void> {
  requireDatabase(config);
  if (name.trim() === '') throw new UsageFault('the name of the user is wanted');
  const found = await readKey({ env: process.env, keyFile: keyPath(config) });
  await noteExport(config, name, found?.key);
  const audited = found === undefined ? {} : { audited: auditUser(found.key) };
  await writeSubject(config.database, { name, forms: nameForms(found?.key), ...audited }, out);
}

/** Written down before anything is told; without the key there is no log to write to, and the hashes of names are not found either. */
async function noteExport(config: Config, user: string, key: Key | undefined): Promise<void> {
  if (key === undefined) return;
  if ((await callControl(socketPath(config.database), 'audit.exported', { user })) !== undefined) return;
  await withDatabase(config, (store) => auditActions(store, createAudit(store, key))['audit.exported']({ user }));
}

/** The same of a database, without a key only what stands under the name as typed. */
export async function writeSubject(database: string, query: SubjectQuery, out: Writable): Promise<void> {
  const write = async (text: string): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await write(`{"user":${JSON.stringify(query.name)}`);
  let open: SubjectPart | undefined;
  const written = new Set<SubjectPart>();
  await tellSubject(database, query, async (part, row) => {
    await write(part === open ? ',\n' : `${open === undefined ? '' : ']'},\n${JSON.stringify(part)}:[\n`);
    open = part;
    written.add(part);
    await write(JSON.stringify(row));
  });
  if (open !== undefined) await write(']');
  // What there is none of says so.
  for (const part of subjectParts) if (!written.has(part)) await write(`,\n${JSON.stringify(part)}:[]`);
  await write('}\n');
}
