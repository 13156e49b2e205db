import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startGateway } from '@clipgraph/gateway';
import { undescribedParts } from '@clipgraph/module-testing';
import { defaultGateway } from '@clipgraph/server';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { expect, it } from 'vitest';

import { testGateway } from './gateway.ts';

/** What clients read: every type with its description, sorted as the committed file is. */
async function servedSchema(url: string): Promise<string> {
  const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: IntrospectionQuery; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return `${printSchema(lexicographicSortSchema(buildClientSchema(data)))}\n`;
}

const committed = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8');

it('the default composition serves the schema of schema.graphql', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-test-'));
  const gateway = await startGateway({ composition: defaultGateway, env: {}, config: { port: 0, logLevel: 'error', dataDir } });
  try {
    expect(await servedSchema(gateway.url)).toBe(committed);
  } finally {
    await gateway.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});

it('the server of these tests serves that schema too', async () => {
  const gateway = await testGateway();
  try {
    expect(await servedSchema(gateway.url)).toBe(committed);
  } finally {
    await gateway.close();
  }
});

it('every type, field, argument and value of it is described in sentences', () => {
  expect(undescribedParts(buildSchema(committed))).toEqual([]);
});
