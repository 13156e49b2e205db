import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';

/**
 * With the header that says that no page of another site sent this: without one, a GET is refused (CSRF), and so six of the audits
 * that send one would fail.
 */
const fetchFn: typeof fetch = (input, init) => {
  const headers = new Headers(init?.headers);
  headers.set('apollo-require-preflight', 'true');
  return fetch(input, { ...init, headers });
};

let gateway: TestGateway | undefined;
beforeAll(async () => {
  gateway = await testGateway();
});
afterAll(async () => gateway?.close());

describe('GraphQL over HTTP, as the audits of graphql-http see it', () => {
  const audits = serverAudits({ url: () => `${gateway!.url}/graphql`, fetchFn });

  it('are as many as were looked at', () => {
    expect(audits).toHaveLength(61);
  });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? undefined : result.reason).toBeUndefined();
  });
});
