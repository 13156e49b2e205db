import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { pictures, type Pictures } from './pictures.ts';

const bytes = Buffer.from('a picture');
const imageId = createHash('sha256').update(bytes).digest('hex');

interface Scene {
  readonly kept: Pictures;
  /** Ids that records use. */
  readonly used: Set<string>;
  readonly files: Set<string>;
  /** What happens between the look and its answer. */
  onLook: () => void;
  /** What happens before the file goes. */
  onDelete: () => void;
}

/** A store and a folder that stop where races lie. */
function scene(): Scene {
  const used = new Set<string>();
  const files = new Set<string>();
  const stops: Pick<Scene, 'onLook' | 'onDelete'> = { onLook: () => {}, onDelete: () => {} };
  const kept = pictures({
    store: {
      pictures: {
        async used(ids) {
          await Promise.resolve();
          const found = new Set(ids.filter((id) => used.has(id)));
          stops.onLook();
          return found;
        },
      },
    },
    imageFiles: {
      async put() {
        files.add(imageId);
        return imageId;
      },
      async delete(id) {
        stops.onDelete();
        await Promise.resolve();
        files.delete(id);
      },
    },
  });
  return Object.assign(stops, { kept, used, files });
}

describe('pictures', () => {
  it('are deleted once no record uses them', async () => {
    const { kept, used, files } = scene();
    kept.release([await kept.keep(bytes)]);
    used.add(imageId);
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(true);
    used.clear();
    await kept.sweep([imageId, imageId]);
    expect(files.has(imageId)).toBe(false);
  });

  it('stay while anyone holds them', async () => {
    const { kept, files } = scene();
    await Promise.all([kept.keep(bytes), kept.keep(bytes)]);
    kept.release([imageId]);
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(true);
    kept.release([imageId]);
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(false);
  });

  it.each(['onLook', 'onDelete'] as const)('are there for whoever keeps them during a sweep (%s)', async (moment) => {
    const stage = scene();
    const { kept, used, files } = stage;
    kept.release([await kept.keep(bytes)]);
    let keeping: Promise<unknown> | undefined;
    stage[moment] = () => {
      keeping ??= kept.keep(bytes).then(() => {
        used.add(imageId);
        kept.release([imageId]);
      });
    };
    await kept.sweep([imageId]);
    await keeping;
    expect(files.has(imageId)).toBe(true);
  });

  it('are looked at again by a sweep that comes during another one', async () => {
    const stage = scene();
    const { kept, used, files } = stage;
    kept.release([await kept.keep(bytes)]);
    used.add(imageId);
    let second: Promise<void> | undefined;
    stage.onLook = () => {
      if (second) return;
      used.clear();
      second = kept.sweep([imageId]);
    };
    await kept.sweep([imageId]);
    await second;
    expect(files.has(imageId)).toBe(false);
  });

  it('stay when nobody can say whether they are used, and can be swept later', async () => {
    const stage = scene();
    const { kept, files } = stage;
    kept.release([await kept.keep(bytes)]);
    stage.onLook = () => {
      throw new Error('The store is away.');
    };
    await expect(kept.sweep([imageId])).resolves.toBeUndefined();
    expect(files.has(imageId)).toBe(true);
    stage.onLook = () => {};
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(false);
  });

  it('are not held by a put that failed', async () => {
    const full = pictures({
      store: { pictures: { used: async () => new Set() } },
      imageFiles: { put: () => Promise.reject(new Error('The disk is full.')), delete: async () => {} },
    });
    await expect(full.keep(bytes)).rejects.toThrow('The disk is full.');
    await expect(full.sweep([imageId])).resolves.toBeUndefined();
  });
});
