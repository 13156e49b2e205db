import { normalised, STANDARD_FIT } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { blocklistIndex } from './blocklist-index.ts';
import type { BlocklistEntry } from './blocklist.ts';
import type { ImageFeatures } from '../image-features.ts';

const LIMITS = { name: 'known', minCosine: 0.95, maxDistance: 8 };
const SAME = 'ff00ff00ff00ff00';
/** Eight and nine bits of {@link SAME} turned. */
const [EIGHT, NINE] = ['ff00ff00ff00ffff', 'ff00ff00ff01ffff'];

function entry(changes: Partial<BlocklistEntry> = {}): BlocklistEntry {
  return {
    __typename: 'BlocklistEntry',
    blocklist: 'known',
    contentHash: 'entry',
    perceptualHash: SAME,
    vector: at(0),
    fingerprint: 'f',
    modelName: 'fake',
    note: undefined,
    action: undefined,
    keyName: undefined,
    addedAt: new Date(0),
    ...changes,
  };
}

/** A unit vector at this angle from the first axis, in degrees. */
function at(degrees: number): Float32Array {
  const radians = (degrees * Math.PI) / 180;
  return normalised([Math.cos(radians), Math.sin(radians)]);
}

function picture(changes: Partial<ImageFeatures> = {}): ImageFeatures {
  return { vector: at(90), fingerprint: 'f', contentHash: 'picture', perceptualHash: '00ff00ff00ff00ff', ...changes };
}

function nearest(image: ImageFeatures, ...entries: BlocklistEntry[]) {
  return blocklistIndex(new Map(entries.map((one) => [one.contentHash, one]))).nearest(image, LIMITS, STANDARD_FIT.alike);
}

describe('the nearest entry of a blocklist', () => {
  it('is one with the same bytes, before everything else', () => {
    const found = nearest(picture({ contentHash: 'twin' }), entry({ vector: at(90) }), entry({ contentHash: 'twin' }));
    expect(found).toMatchObject({ probability: 1, match: { contentHash: 'twin', by: 'CONTENT', distance: 64 } });
  });

  it('has an even chance at the least cosine, and from the most bits that may differ on', () => {
    const cosine = nearest(picture({ vector: at((Math.acos(0.95) * 180) / Math.PI) }), entry())!;
    expect(cosine.probability).toBeCloseTo(0.5, 3);
    expect(cosine.match).toMatchObject({ by: 'VECTOR', cosine: expect.closeTo(0.95, 5) });
    expect(nearest(picture({ perceptualHash: EIGHT }), entry())).toMatchObject({ match: { by: 'PERCEPTUAL_HASH', distance: 8 } });
    expect(nearest(picture({ perceptualHash: EIGHT }), entry())!.probability).toBeGreaterThan(0.5);
    expect(nearest(picture({ perceptualHash: NINE }), entry())!.probability).toBeLessThan(0.5);
  });

  it('loses its chance with the cosine as steeply as the model says', () => {
    const known = blocklistIndex(new Map([['entry', entry()]]));
    const near = picture({ vector: at(10) });
    const chance = (slope: number): number => known.nearest(near, { ...LIMITS, minCosine: 1 }, { slope, even: 0.95 })!.probability;
    const cosine = Math.cos(Math.PI / 18);
    for (const slope of [10, 100]) expect(chance(slope)).toBeCloseTo(1 / (1 + Math.exp(slope * (1 - cosine))), 4);
  });

  it('is compared by hash alone where another model made its vector', () => {
    const other = entry({ fingerprint: 'another model' });
    const found = nearest(picture({ vector: at(0), perceptualHash: EIGHT }), other)!;
    expect(found.match).toEqual({ blocklist: 'known', contentHash: 'entry', by: 'PERCEPTUAL_HASH', cosine: null, distance: 8 });
    expect(nearest(picture({ vector: at(0) }), other)!.probability).toBeLessThan(0.5);
  });

  it('is compared by vector alone where either picture has too little in it for a hash', () => {
    for (const [image, known] of [
      [picture({ vector: at(0), perceptualHash: undefined }), entry()],
      [picture({ vector: at(0) }), entry({ perceptualHash: undefined })],
    ] as const) {
      expect(nearest(image, known)!.match).toMatchObject({ by: 'VECTOR', cosine: 1, distance: null });
    }
  });

  it('can be none, or one that is comparable in no way', () => {
    expect(nearest(picture())).toBeUndefined();
    const strange = entry({ fingerprint: 'another model', perceptualHash: undefined });
    expect(nearest(picture(), strange)).toMatchObject({ probability: 0, match: { cosine: null, distance: null } });
  });

  it('has a probability from 0 to 1, the same in any order, and never a lower one beside another entry', () => {
    const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => bits.toString(16).padStart(16, '0'));
    const seen = fc.record({ vector: fc.integer({ min: 0, max: 360 }).map(at), perceptualHash: fc.option(hash, { nil: undefined }) });
    fc.assert(
      fc.property(seen, fc.array(seen, { minLength: 1, maxLength: 6 }), seen, (image, list, more) => {
        const entries = list.map((one, index) => entry({ ...one, contentHash: `${index}` }));
        const { probability } = nearest(picture(image), ...entries)!;
        expect(probability >= 0 && probability <= 1).toBe(true);
        expect(nearest(picture(image), ...entries.toReversed())!.probability).toBe(probability);
        expect(nearest(picture(image), ...entries, entry(more))!.probability).toBeGreaterThanOrEqual(probability);
      }),
    );
  });
});
