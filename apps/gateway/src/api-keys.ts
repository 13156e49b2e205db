import { createHash, timingSafeEqual } from 'node:crypto';

import type { RequestHandler } from 'express';

/** Lets requests through whose `Authorization: Bearer` key is one of these; all of them when there are no keys. */
export function requireKey(keys: readonly string[]): RequestHandler {
  // Hashes have one length, so that the comparison takes the same time for every key.
  const known = keys.map(hash);
  return (request, response, next) => {
    const offered = hash(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const matches = known.map((key) => timingSafeEqual(key, offered));
    if (known.length === 0 || matches.includes(true)) return next();
    response
      .status(401)
      .set('www-authenticate', 'Bearer')
      .json({ errors: [{ message: 'An API key is needed: Authorization: Bearer <key>.', extensions: { code: 'UNAUTHENTICATED' } }] });
  };
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
