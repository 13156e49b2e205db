import { readFile } from 'node:fs/promises';

import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';

import * as documents from './documents.ts';

const schema = buildSchema(await readFile(new URL('../../../schema.graphql', import.meta.url), 'utf8'));

it.each(Object.entries(documents))('%s is valid in the committed schema', (_name, document) => {
  expect(validate(schema, parse(document))).toEqual([]);
});
