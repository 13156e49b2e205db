import { batched } from '@clipgraph/batching';
import { dot, STANDARD_FIT } from '@clipgraph/contracts';
import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import { classHeads, everydayBackground, sigmoid } from '@clipgraph/zero-shot';
import { describe, expect, it } from 'vitest';

import { policyCompiler } from './compiled-policy.ts';
import type { PolicyContent, Rule } from '../policy/policy.ts';

const ever = new AbortController().signal;
const MEBIBYTE = 1024 * 1024;

function rule(name: string, changes: Partial<Rule> = {}): Rule {
  return { name, describes: [], unlike: [], examples: [], threshold: 0.5, action: 'BLOCK', shadow: false, ...changes };
}

function compiler(maxBytes = MEBIBYTE) {
  const heads = classHeads(MEBIBYTE);
  return policyCompiler({ heads, background: everydayBackground(heads), maxBytes });
}

describe('a compiled policy', () => {
  it.each([16, 17, 18, 19, 64])('gives each rule its own texts and examples, in %i dimensions', async (dimensions) => {
    const embedder = batched(fakeEncoder({ dimensions }));
    const vectorOf = async (colour: string) => embedder.embedImage(await colourPicture(colour));
    const { fingerprint } = embedder.model;
    const seen = async (colour: string) => ({
      vector: await vectorOf(colour),
      fingerprint,
      contentHash: colour,
      perceptualHash: undefined,
    });
    const none = new Map();
    const example = async (colour: string) => ({ contentHash: colour, vector: await vectorOf(colour) });
    const rules = [
      rule('red', { describes: ['white', 'red'], unlike: ['pink'] }),
      rule('like green', { examples: [await example('blue'), await example('green')] }),
      rule('blue', { describes: ['blue'], examples: [await example('brown')] }),
    ];
    const compiled = await compiler().compiled({ rules, contentHash: 'a' }, embedder, ever);
    const passed = async (colour: string) =>
      compiled.score(await seen(colour), none).flatMap(({ rule, passed, closest }) => (passed ? [`${rule}: ${closest}`] : []));
    expect(await passed('red')).toEqual(['red: red']);
    expect(await passed('green')).toEqual(['like green: examples[1]']);
    expect(await passed('blue')).toEqual(['like green: examples[0]', 'blue: blue']);
    expect(await passed('brown')).toEqual(['blue: examples[0]']);
    expect(await passed('black')).toEqual([]);

    const { alike } = STANDARD_FIT;
    const image = await seen('purple');
    const cosine = Math.max(...rules[1]!.examples.map(({ vector }) => dot(vector, image.vector)));
    expect(compiled.score(image, none)[1]!.probability).toBeCloseTo(sigmoid(alike.slope * (cosine - alike.even)), 5);
  });

  it('is made once for its content and model, while there is memory', async () => {
    const embedder = batched(fakeEncoder());
    const policy: PolicyContent = { rules: [rule('red', { describes: ['red'] })], contentHash: 'a' };
    const kept = compiler();
    const first = await kept.compiled(policy, embedder, ever);
    expect(await kept.compiled({ ...policy }, embedder, ever)).toBe(first);
    expect(await kept.compiled({ ...policy, contentHash: 'b' }, embedder, ever)).not.toBe(first);
    expect(await kept.compiled(policy, batched(fakeEncoder({ name: 'other' })), ever)).not.toBe(first);
    const forgetful = compiler(1);
    expect(await forgetful.compiled(policy, embedder, ever)).not.toBe(await forgetful.compiled(policy, embedder, ever));
  });
});
