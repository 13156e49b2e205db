import { createHash } from 'node:crypto';

import type { KeptPictures } from '@clipgraph/contracts';
import { pictureOf } from '@clipgraph/images';
import { describe, expect, it } from 'vitest';

import { keptPictures } from './kept-pictures.ts';

const bytes = Buffer.from('a picture');
const picture = pictureOf(bytes);
const imageId = createHash('sha256').update(bytes).digest('hex');

interface Scene {
  readonly kept: KeptPictures;
  /** What was written to the log. */
  readonly logged: object[];
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
  const logged: object[] = [];
  const stops: Pick<Scene, 'onLook' | 'onDelete'> = { onLook: () => {}, onDelete: () => {} };
  const kept = keptPictures({
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
    logger: { error: (facts) => void logged.push(facts) },
    files: {
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
  return Object.assign(stops, { kept, used, files, logged });
}

describe('pictures', () => {
  it('are deleted once no record uses them', async () => {
    const { kept, used, files } = scene();
    kept.release([await kept.keep(picture)]);
    used.add(imageId);
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(true);
    used.clear();
    await kept.sweep([imageId, imageId]);
    expect(files.has(imageId)).toBe(false);
  });

  it('stay while anyone holds them', async () => {
    const { kept, files } = scene();
    await Promise.all([kept.keep(picture), kept.keep(picture)]);
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
    kept.release([await kept.keep(picture)]);
    let keeping: Promise<unknown> | undefined;
    stage[moment] = () => {
      keeping ??= kept.keep(picture).then(() => {
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
    kept.release([await kept.keep(picture)]);
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
    const { kept, files, logged } = stage;
    kept.release([await kept.keep(picture)]);
    stage.onLook = () => {
      throw new Error('The store is away.');
    };
    await expect(kept.sweep([imageId])).resolves.toBeUndefined();
    expect(files.has(imageId)).toBe(true);
    expect(logged).toEqual([{ imageId, err: expect.objectContaining({ message: 'The store is away.' }) }]);
    stage.onLook = () => {};
    await kept.sweep([imageId]);
    expect(files.has(imageId)).toBe(false);
  });

  it('are not held by a put that failed', async () => {
    const full = keptPictures({
      store: { pictures: { used: async () => new Set<string>() } },
      logger: { error: () => {} },
      files: { put: () => Promise.reject(new Error('The disk is full.')), delete: async () => {} },
    });
    await expect(full.keep(picture)).rejects.toThrow('The disk is full.');
    await expect(full.sweep([imageId])).resolves.toBeUndefined();
  });
});
