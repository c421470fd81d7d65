import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditKind } from '../domain/access/audit.ts';
import type { Note } from './access-desk.ts';
import { doerOf } from './gate.ts';

/** What is written down of what changed something; what concerns accounts its routes note themselves. */
const changes: Readonly<Record<string, AuditKind>> = {
  'POST /api/alerts/rules/:rule': 'rule.changed',
  'POST /api/alerts/rules/:rule/reset': 'rule.changed',
  'POST /api/alerts/silences': 'silence.changed',
  'POST /api/alerts/silences/:id/expire': 'silence.changed',
  'POST /api/alerts/windows': 'silence.changed',
  'POST /api/alerts/windows/:id/cancel': 'silence.changed',
};

/** Writes down exports before anything of them leaves, and changes once they are made. What was asked for is not in it: it may name a user. */
export function auditRoutes(app: FastifyInstance, note: Note): void {
  app.addHook('preHandler', async (request) => {
    if (request.routeOptions.config.rate === 'export') await noted(request, 'exported', note);
  });
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    const kind = changes[routeOf(request)];
    if (kind !== undefined && reply.statusCode < 300) await noted(request, kind, note);
    return payload;
  });
}

function noted(request: FastifyRequest, kind: AuditKind, note: Note): Promise<void> {
  const { id, rule } = request.params as { readonly id?: unknown; readonly rule?: unknown }; // of the routes above
  const which = [id, rule].find((one) => typeof one === 'string' || typeof one === 'number');
  const about = { what: routeOf(request), ...((typeof which === 'string' || typeof which === 'number') && { which }) };
  return note({ ...doerOf(request), kind, about });
}

function routeOf({ method, routeOptions: { url = '' } }: FastifyRequest): string {
  return `${method} ${url}`;
}
