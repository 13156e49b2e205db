import { normalisedLevels, normalisedPixels, OPENAI_PREPROCESSING } from '@clipgraph/images';
import { expect, it } from 'vitest';

import { planes } from './image-graph.ts';

it('normalises as the images package does, which is checked against OpenAI', () => {
  const preprocessing = { ...OPENAI_PREPROCESSING, size: 16 };
  const images = [1, 7, 13].map((step) => Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => i * step));
  const together = new Uint8Array(images.flatMap((image) => [...image]));
  expect(planes(together, 3, normalisedLevels(preprocessing))).toEqual(normalisedPixels(images, preprocessing));
});
