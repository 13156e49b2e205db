import { readFile } from 'node:fs/promises';

import { colourPicture } from '@clipgraph/testing';
import { parse } from 'graphql';
import { expect, it } from 'vitest';

import { base64Image, searchServer } from './testing/search-server.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, example]) => example!);

it('the examples of the README run', async () => {
  await using server = await searchServer();
  const pictures = await Promise.all(['red', 'blue', 'brown', 'red'].map((colour) => colourPicture(colour)));
  const assets = pictures.map((bytes, i) => ({
    key: `sku-${i + 1}`,
    image: base64Image(bytes),
    text: 'red shoes',
    payload: { album: `a${i}` },
  }));
  const variables = { assets, photo: base64Image(pictures[1]!).base64 };
  expect(examples.length).toBeGreaterThan(5);
  for (const example of examples) {
    const { definitions } = parse(example);
    const wanted = definitions.flatMap((definition) => ('variableDefinitions' in definition ? (definition.variableDefinitions ?? []) : []));
    const names = new Set(wanted.map(({ variable }) => ('name' in variable ? variable.name.value : '')));
    const given = Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
    const { errors, data } = await server.ask(example, given);
    expect(errors, example).toEqual([]);
    expect(JSON.stringify(data), example).toContain('{');
  }
});
