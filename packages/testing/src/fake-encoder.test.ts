import { dot } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { COLOURS } from './colours.ts';
import { testEncoder } from './encoder.ts';
import { fakeEncoder } from './fake-encoder.ts';
import { colourPicture } from './pictures.ts';

const encoder = fakeEncoder();

async function imageVector(bytes: Uint8Array): Promise<Float32Array> {
  const [vector] = await encoder.image.run([await encoder.image.prepare(bytes)]);
  return vector!;
}

async function textVector(text: string): Promise<Float32Array> {
  const [vector] = await encoder.text!.run([await encoder.text!.prepare(text)]);
  return vector!;
}

describe('the fake encoder', () => {
  it('finds the picture of every colour by its name, alone and in a sentence', async () => {
    const pictures = await Promise.all(COLOURS.map(async ({ words }) => imageVector(await colourPicture(words[0]!, { format: 'jpeg' }))));
    for (const [colour, { words }] of COLOURS.entries()) {
      for (const text of [words[0]!, `a photo of a ${words[0]!} car`]) {
        const query = await textVector(text);
        const cosines = pictures.map((vector) => dot(query, vector));
        expect(cosines.indexOf(Math.max(...cosines))).toBe(colour);
        expect(Math.max(...cosines)).toBeGreaterThan(0.5);
      }
    }
  });

  it('puts texts that share words nearer than texts that do not', async () => {
    const [car, sameCar, cat] = [await textVector('an old car'), await textVector('a fast car'), await textVector('a small cat')];
    expect(dot(car, sameCar)).toBeGreaterThan(dot(car, cat) + 0.2);
  });

  it('fails a run on demand and counts the runs', async () => {
    const fake = fakeEncoder({ failsOn: (input) => input === 'poison' });
    const batch = await Promise.all(['good', 'poison'].map((text) => fake.text!.prepare(text)));
    await expect(fake.text!.run(batch)).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    await expect(fake.text!.run(batch.slice(0, 1))).resolves.toHaveLength(1);
    expect(fake.runs).toEqual([
      { tower: 'text', items: 2 },
      { tower: 'text', items: 1 },
    ]);
  });

  it('can be without a text tower', () => {
    const fake = fakeEncoder({ text: false, dimensions: 32 });
    expect(fake.text).toBeUndefined();
    expect(fake.model).toMatchObject({ modalities: ['image'], dimensions: 32 });
  });
});

testEncoder('the fake encoder', async () => fakeEncoder());
testEncoder('the fake encoder without texts', async () => fakeEncoder({ text: false, latencyMs: 1 }), { text: false });
