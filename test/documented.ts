import { readFile } from 'node:fs/promises';

/** The GraphQL examples of a page in docs/, by operation name: what a reader copies is what runs. */
export async function documented(page: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(new URL(`../docs/${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```graphql\n(.*?)```/gs)].map(([, block]) => block!);
  return new Map(blocks.map((block) => [/^(?:query|mutation) (\w+)/.exec(block)![1]!, block]));
}
