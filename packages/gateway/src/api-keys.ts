import { createHash, timingSafeEqual } from 'node:crypto';

import type { RequestHandler, Response } from 'express';

/** What an operator set of one key. */
export interface ApiKey {
  readonly key: string;
  /** Stands in records of what was done with it; two keys may share one while they change. */
  readonly name?: string;
  /** Whose collections, documents and pictures it reaches; without one, those that belong to no tenant. */
  readonly tenant?: string;
  /** Points that one operation of this key may cost, where that is not what others may. */
  readonly operationCost?: number;
  /** Bytes that a GraphQL body of this key may have, where that is not what others may. */
  readonly bodyBytes?: number;
}

/** Who asks, as far as the key tells; nothing where there are no keys. */
export type Caller = Omit<ApiKey, 'key'>;

const MIN_KEY_LENGTH = 16;
/** `name:key` and `name@tenant:key`. */
const NAMED = /^(?<name>[a-zA-Z0-9][\w-]{0,63})(?:@(?<tenant>[^@:]*))?:(?<key>.*)$/;

/** A tenant's name is a folder's, also where those have no case. */
export function isTenantName(name: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,31}$/.test(name);
}

/** The keys of `CLIPGRAPH_API_KEYS`, one an entry; adds what is wrong to the problems, by place and without the key. */
export function parseApiKeys(entries: readonly string[], problems: string[]): ApiKey[] {
  const keys = entries.map((entry): ApiKey => {
    const { name, tenant, key = entry } = NAMED.exec(entry)?.groups ?? {};
    return { key, ...(name !== undefined && { name }), ...(tenant !== undefined && { tenant }) };
  });
  for (const [index, { key, tenant }] of keys.entries()) {
    const place = `Entry ${index + 1} of CLIPGRAPH_API_KEYS`;
    if (key.length < MIN_KEY_LENGTH) problems.push(`${place} has a key of fewer than ${MIN_KEY_LENGTH} characters.`);
    if (tenant !== undefined && !isTenantName(tenant)) {
      problems.push(`${place} names a tenant that is not 1 to 32 of a-z, 0-9 and -, a letter or digit first.`);
    }
    // Taken whole it would be a key without a tenant, and reach more than was meant.
    if (tenant === undefined && /^[^@:]*@[^@:]*:/.test(key)) {
      problems.push(`${place} looks like name@tenant:key, but the name is not 1 to 64 letters, digits, _ and -, a letter or digit first.`);
    }
    if (keys.findIndex((other) => other.key === key) < index) problems.push(`${place} has the same key as an earlier one.`);
  }
  return keys;
}

/** Lets requests through whose `Authorization: Bearer` key is one of these; all of them when there are no keys. */
export function requireKey(keys: readonly ApiKey[]): RequestHandler {
  // Hashes have one length, so that the comparison takes the same time for every key.
  const known = keys.map(({ key, ...caller }) => ({ hash: hash(key), caller }));
  return (request, response, next) => {
    const offered = hash(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
    // Compared with every one, so that the time does not tell which it was.
    const matching = known.filter((one) => timingSafeEqual(one.hash, offered));
    if (known.length > 0 && matching.length === 0) {
      response
        .status(401)
        .set('www-authenticate', 'Bearer')
        .json({ errors: [{ message: 'An API key is needed: Authorization: Bearer <key>.', extensions: { code: 'UNAUTHENTICATED' } }] });
      return;
    }
    response.locals['caller'] = matching[0]?.caller ?? {};
    response.locals['owner'] = String(known.findIndex((one) => one === matching[0]));
    next();
  };
}

/** For what concerns the whole server: lets keys through that belong to no tenant. Comes after {@link requireKey}. */
export const refuseTenants: RequestHandler = (_request, response, next) => {
  if (callerOf(response).tenant === undefined) return next();
  response.status(403).json({ errors: [{ message: "A tenant's key does not reach this.", extensions: { code: 'FORBIDDEN' } }] });
};

/** Who asks, after {@link requireKey} let the request through. */
export function callerOf(response: Response): Caller {
  return response.locals['caller'] as Caller;
}

/** Whose turn it is, where callers take turns: each key is one caller. */
export function callerOwner(response: Response): string {
  return String(response.locals['owner'] ?? '');
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
