import type { FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';

/** Helpdesk asks of the one user that it has given a reason for: by the name in the path or the query. */
export function asksLookUp(request: FastifyRequest): void {
  const named = nameIn(request.params) ?? nameIn(request.query);
  // Who is not named in the question is named in the answer.
  if (named === undefined && hasId(request.params)) return;
  if (named === undefined || !isSame(named, request.caller?.lookUp)) throw new ApiError('noReason');
}

/** And what is answered is of that user: a session or a login by its number may be anybody's. */
export function answersLookUp(request: FastifyRequest, answer: unknown): void {
  if (!hasId(request.params) || nameIn(request.params) !== undefined) return;
  const users = ['session', 'attempt'].flatMap((key) => {
    const one = fieldOf(answer, key);
    return one === undefined ? [] : [fieldOf(one, 'user')];
  });
  const isTheirs =
    users.length > 0 && users.every((user) => typeof user === 'string' && isSame(user, request.caller?.lookUp));
  if (!isTheirs && !hasError(answer)) throw new ApiError('noReason');
}

function nameIn(part: unknown): string | undefined {
  const found = fieldOf(part, 'name') ?? fieldOf(part, 'user');
  return typeof found === 'string' ? found : undefined;
}

function hasId(part: unknown): boolean {
  return fieldOf(part, 'id') !== undefined;
}

function hasError(answer: unknown): boolean {
  return typeof fieldOf(answer, 'error') === 'string';
}

function fieldOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[field] : undefined;
}

function isSame(one: string, other: string | undefined): boolean {
  return other !== undefined && one.trim().toLowerCase() === other.trim().toLowerCase();
}
