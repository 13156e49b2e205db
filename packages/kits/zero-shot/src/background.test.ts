import { batched } from '@clipgraph/batching';
import { STANDARD_FIT } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { everydayBackground } from './background.ts';
import { classHeads } from './class-heads.ts';

const ever = new AbortController().signal;

describe('the everyday background', () => {
  it('has a head for each everyday word of the model, made once', async () => {
    const embedder = batched(fakeEncoder());
    const everyday = ['red', 'blue', 'green'];
    const model = { ...embedder.model, templates: ['{label}'], fit: { everyday } };
    const background = everydayBackground(classHeads(1024 * 1024));
    const made = await background({ ...embedder, model }, ever);
    const expected = await Promise.all(everyday.map(async (word) => (await embedder.embedText(word)).vector));
    expect(made.map((head) => head.map((x) => Math.round(x * 1e6)))).toEqual(
      expected.map((vector) => vector.map((x) => Math.round(x * 1e6))),
    );
    expect(await background({ ...embedder, model }, ever)).toBe(made);
    await embedder.close();
  });

  it('has the words that hold in general for a model without its own', async () => {
    const embedder = batched(fakeEncoder());
    const made = await everydayBackground(classHeads(1024 * 1024))(embedder, ever);
    expect(made).toHaveLength(STANDARD_FIT.everyday.length);
    expect(made).toHaveLength(68);
    await embedder.close();
  });
});
