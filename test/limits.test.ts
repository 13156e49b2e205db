import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { allLimits } from '../scripts/reference-pages.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import type { Answer } from './limits/limit-case.ts';
import { limitCases, prepared } from './limits/limit-cases.ts';
import { plainPicture } from './pictures.ts';

/**
 * Limits that no single request shows: times, sums over requests and what only ends an answer. Where each is tested instead.
 */
const ELSEWHERE = new Map([
  ['The server: time of a request', 'test/http.test.ts'],
  ['The server: time for the body', 'test/bodies.test.ts'],
  ['The server: time between two pieces of a body', 'test/bodies.test.ts'],
  ['The server: files and bodies in memory at once; more wait', 'test/byte-budget.test.ts'],
  ['The server: time to decode a picture', 'packages/kits/images/src/decode-process.test.ts'],
  ['The server: time of a run of a model', 'test/hung-model.test.ts'],
  ['The server: time to fetch a picture', 'packages/kits/images/src/fetch-image.test.ts'],
  ['The server: uploads that are kept, of each tenant', 'packages/kits/images/src/uploads.test.ts'],
  ['The server: an upload is kept', 'packages/kits/images/src/uploads.test.ts'],
  ['The server: decoded pixels at once; more wait', 'packages/kits/images/src/decode-budget.test.ts'],
  ['The server: pictures that wait for a model', 'test/input-errors.test.ts'],
  ['Moderation: verdicts are kept', 'packages/modules/moderation/src/settings.test.ts'],
  ['Collections and search: a result is kept for its next pages', 'packages/modules/search/src/search-page.test.ts'],
  ['Moderation: pictures of a blocklist', 'packages/modules/moderation/src/blocklists.test.ts'],
  ['Moderation: policies', 'packages/modules/moderation/src/moderation-module.test.ts'],
  ['Moderation: versions of a policy', 'packages/modules/moderation/src/moderation-module.test.ts'],
  // Only what is left over after a thousand; nothing shows it but a second call.
  ['Moderation: events that are sent again', 'nowhere'],
  ['Migration: failures', 'test/migration.test.ts'],
]);

const limits = allLimits.flatMap(({ of, limits: list }) => list.map((limit) => ({ ...limit, name: `${of}: ${limit.what}` })));

let server: TestGateway;

beforeAll(async () => {
  server = await testGateway({ federation: true });
  await prepared(server);
}, 120_000);
afterAll(() => server.close());

/** What is wrong, of the whole or of an item, as `CODE message`. */
function problems({ errors = [], data }: Answer): string[] {
  const found = errors.map(({ message, extensions }) => `${extensions?.['code']} ${message}`);
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      const { __typename: type, code, message } = value as Record<string, unknown>;
      if (type === 'InputError') found.push(`${String(code)} ${String(message)}`);
      else Object.values(value).forEach(look);
    }
  };
  look(data);
  return found;
}

/** Codes that say whose fault it is. */
const TYPED = /^(BAD_USER_INPUT|TOO_LARGE|INVALID|GRAPHQL_\w+|COST_LIMIT_EXCEEDED) /;

describe('the table of limits', () => {
  it('is walked as a whole', () => {
    const names = limits.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect([...limitCases.keys(), ...ELSEWHERE.keys()].toSorted()).toEqual(names.toSorted());
  });

  it.each(limits.filter(({ name }) => limitCases.has(name)))(
    '$name: $most is accepted, one more is not',
    { timeout: 60_000 },
    async ({ name, most, past }) => {
      const { send, says, allows } = limitCases.get(name)!;
      const accepted = await send(server, most);
      const unexpected = (answer: Answer): string[] => problems(answer).filter((problem) => !allows?.test(problem));
      expect(unexpected(accepted)).toEqual([]);
      // Nothing that a module does is free, and what charges by itself has not forgotten to.
      const isFree = accepted.extensions?.cost === undefined || accepted.extensions.cost.charged === 0;
      expect(isFree && accepted.data !== undefined && !name.startsWith('The server')).toBe(false);

      const refused = unexpected(await send(server, most + 1));
      const wordings = refused.map((problem) => TYPED.test(problem) && says.test(problem) && problem.includes(String(most)));
      expect({ refused, asMeant: wordings.every(Boolean), isRefused: refused.length > 0 }).toEqual({
        refused,
        asMeant: true,
        isRefused: past !== 'left out',
      });
    },
  );
});

describe('a large policy', () => {
  it('that is saved in two steps judges after a restart as before it', { timeout: 120_000 }, async () => {
    const rule = (at: number) => ({
      name: `rule ${at}`,
      describes: Array.from({ length: 32 }, (_, i) => `thing ${at} of ${i}`),
      threshold: 1,
      action: 'BLOCK',
    });
    const save = (count: number) =>
      server.data<{ savePolicy: { version: number } }>('mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }', {
        input: { name: 'large', rules: Array.from({ length: count }, (_, at) => rule(at)) },
      });
    await save(20);
    const { version } = (await save(40)).savePolicy;
    const judge = async (): Promise<number> => {
      const body = Buffer.from(await plainPicture('red'));
      return (await fetch(`${server.url}/moderate?policy=large&version=${version}`, { method: 'POST', body })).status;
    };
    expect(await judge()).toBe(200);
    await server.restart();
    expect(await judge()).toBe(200);
  });
});

describe('the ceiling of an operation', () => {
  it('is a setting, and one of single keys too', { timeout: 60_000 }, async () => {
    const apiKeys = [
      { key: '0123456789abcdef', name: 'reader', operationCost: 80 },
      { key: 'fedcba9876543210', name: 'importer' },
    ];
    const keyed = await testGateway({ apiKeys, limits: { operationCost: 120 } });
    try {
      const embed = (key: string, texts: number) =>
        keyed.as(key).query('query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename } }', {
          inputs: Array.from({ length: texts }, () => ({ text: 'red' })),
        });
      const refusal = (limit: number, charged: number) => [{ extensions: { code: 'COST_LIMIT_EXCEEDED', limit, charged } }];
      expect((await embed('0123456789abcdef', 2)).extensions?.cost).toEqual({ charged: 80, limit: 80 });
      expect((await embed('0123456789abcdef', 3)).errors).toMatchObject(refusal(80, 120));
      expect((await embed('fedcba9876543210', 3)).extensions?.cost).toEqual({ charged: 120, limit: 120 });
      expect((await embed('fedcba9876543210', 4)).errors).toMatchObject(refusal(120, 160));
      const judged = await fetch(`${keyed.url}/moderate?policy=none`, {
        method: 'POST',
        headers: { authorization: 'Bearer 0123456789abcdef' },
        body: Buffer.from(await plainPicture('red')),
      });
      expect(judged.status).toBe(404);
    } finally {
      await keyed.close();
    }
  });
});
