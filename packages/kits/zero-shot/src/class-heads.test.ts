import { batched } from '@clipgraph/batching';
import { dot, normalised, type Embedder } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { classHeads } from './class-heads.ts';
import type { LabelClass } from './label-class.ts';

const MEBIBYTE = 1024 * 1024;
const ever = new AbortController().signal;
const templates = ['{label}', 'a photo of a {label}', 'the {label} outside'];

function classes(...names: string[]): LabelClass[] {
  return names.map((name, index) => ({ name, templates, path: `by.labels[${index}]` }));
}

/** An embedder that also counts the texts it is asked for; batching shares equal texts, so runs would not tell. */
function counted(embedder: Embedder): Embedder & { readonly texts: string[] } {
  const texts: string[] = [];
  const embedText: Embedder['embedText'] = (text, options) => {
    texts.push(text);
    return embedder.embedText(text, options);
  };
  return { ...embedder, embedText, texts };
}

describe('class heads', () => {
  it('are the normalised mean of the unit vectors of the prompts', async () => {
    const embedder = batched(fakeEncoder());
    const [head] = await classHeads(MEBIBYTE).of(embedder, classes('red'), ever);
    const vectors = await Promise.all(['red', 'a photo of a red', 'the red outside'].map((text) => embedder.embedText(text)));
    const mean = vectors[0]!.vector.map((_, i) => vectors.reduce((sum, { vector }) => sum + vector[i]!, 0) / 3);
    expect(dot(head!, normalised(mean))).toBeCloseTo(1, 6);
    expect(dot(head!, head!)).toBeCloseTo(1, 6);
  });

  it('are made once: asked for again, alone or among others, they cost nothing', async () => {
    const heads = classHeads(MEBIBYTE);
    const embedder = counted(batched(fakeEncoder()));
    expect(heads.uncachedPrompts(embedder, classes('red', 'blue'))).toBe(6);
    const [red, blue] = await heads.of(embedder, classes('red', 'blue'), ever);
    expect(heads.uncachedPrompts(embedder, classes('blue', 'green', 'red'))).toBe(3);
    const again = await heads.of(embedder, classes('blue', 'green', 'red'), ever);
    expect([again[0], again[2]]).toEqual([blue, red]);
    expect(embedder.texts).toHaveLength(9);
  });

  it('of one model or of one set of prompts are not those of another', async () => {
    const heads = classHeads(MEBIBYTE);
    const [one, other] = [batched(fakeEncoder({ name: 'one' })), batched(fakeEncoder({ name: 'other' }))];
    await heads.of(one, classes('red'), ever);
    expect(heads.uncachedPrompts(one, classes('red'))).toBe(0);
    expect(heads.uncachedPrompts(other, classes('red'))).toBe(3);
    expect(heads.uncachedPrompts(one, [{ name: 'red', templates: ['{label}'], path: '' }])).toBe(1);
  });

  it('stay within their memory: what was not used for longest goes first', async () => {
    const bytesOfOne = 64 * 4 + 400;
    const heads = classHeads(2 * bytesOfOne);
    const embedder = batched(fakeEncoder());
    for (const name of ['red', 'green', 'red', 'blue']) await heads.of(embedder, classes(name), ever);
    expect(['red', 'green', 'blue'].map((name) => heads.uncachedPrompts(embedder, classes(name)))).toEqual([0, 3, 0]);
  });

  it('are found again where they are kept beyond the process, by model and content', async () => {
    const kept = new Map<string, Float32Array>();
    const files = {
      get: (key: Uint8Array) => kept.get(key.toString()),
      put: (key: Uint8Array, vector: Float32Array) => void kept.set(key.toString(), vector),
    };
    const made = await classHeads(MEBIBYTE, files).of(batched(fakeEncoder()), classes('red', 'blue'), ever);
    const embedder = counted(batched(fakeEncoder()));
    const later = classHeads(MEBIBYTE, files);
    expect(later.uncachedPrompts(embedder, classes('red', 'green'))).toBe(3);
    expect(await later.of(embedder, classes('red', 'blue'), ever)).toEqual(made);
    expect(embedder.texts).toEqual([]);
    expect(later.uncachedPrompts(batched(fakeEncoder({ name: 'other', dimensions: 32 })), classes('red'))).toBe(3);
  });

  it('that two requests want at once are made once', async () => {
    const heads = classHeads(MEBIBYTE);
    const embedder = counted(batched(fakeEncoder({ latencyMs: 5 })));
    const [first, second] = await Promise.all([
      heads.of(embedder, classes('red', 'blue'), ever),
      heads.of(embedder, classes('blue', 'red'), ever),
    ]);
    expect(second).toEqual([first[1], first[0]]);
    expect(embedder.texts).toHaveLength(6);
  });

  it('still come to the one who stayed when the one who began has left', async () => {
    const heads = classHeads(MEBIBYTE);
    const embedder = counted(batched(fakeEncoder({ latencyMs: 5 })));
    const leaver = new AbortController();
    const left = heads.of(embedder, classes('red'), leaver.signal);
    const stayed = heads.of(embedder, classes('red'), ever);
    leaver.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(await stayed).toHaveLength(1);
    expect(embedder.texts).toHaveLength(3);
  });

  it('fail with the name of the class whose text the model refuses; the others can be made afterwards', async () => {
    const heads = classHeads(MEBIBYTE);
    const embedder = batched(fakeEncoder());
    const wrong: LabelClass = { name: 'x', templates: ['  '], path: 'by.classes[1]' };
    const refused = heads.of(embedder, [...classes('red'), wrong], ever);
    await expect(refused).rejects.toMatchObject({ code: 'INVALID_INPUT', input: 'EMPTY', message: 'by.classes[1]: The text is empty.' });
    expect(await heads.of(embedder, classes('red'), ever)).toHaveLength(1);
  });

  it('fail with the model, and are tried again', async () => {
    let broken = true;
    const embedder = batched(fakeEncoder({ failsOn: () => broken }));
    const heads = classHeads(MEBIBYTE);
    await expect(heads.of(embedder, classes('red', 'blue'), ever)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    broken = false;
    expect(await heads.of(embedder, classes('red', 'blue'), ever)).toHaveLength(2);
  });

  it('of a thousand labels do not overrun a short queue', async () => {
    const embedder = batched(fakeEncoder(), { maxQueuedTexts: 130 });
    const names = Array.from({ length: 1000 }, (_, i) => `thing ${i}`);
    expect(await classHeads(16 * MEBIBYTE).of(embedder, classes(...names), ever)).toHaveLength(1000);
  });
});
