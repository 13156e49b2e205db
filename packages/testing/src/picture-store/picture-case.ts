import { createHash } from 'node:crypto';

import type { Picture, PictureStore } from '@clipgraph/contracts';
import type { TestContext } from 'vitest';
import { asPicture } from '../pictures.ts';

/** A picture store that a case may write to. */
export interface OpenedPictures {
  /** Empty. */
  readonly pictures: PictureStore;
  /** Opens the same data again, as another process would; absent where nothing outlives the process. */
  readonly reopen?: () => Promise<PictureStore>;
  /** Changes a byte of what is kept under the id, past the store; absent where nobody could. */
  readonly damage?: (imageId: string) => Promise<void>;
  /** Ids that the store has reported as damaged so far. */
  readonly damaged?: readonly string[];
  /** Removes the data; called once. */
  readonly dispose: () => Promise<void>;
}

export type OpenPictures = () => Promise<OpenedPictures>;

/** Registers one case, which gets a fresh store. */
export type PictureCase = (
  title: string,
  run: (pictures: PictureStore, opened: OpenedPictures, context: TestContext) => Promise<void>,
) => void;

/** A store does not ask whether bytes can be decoded. */
export function picture(content: string | Uint8Array): Picture {
  return asPicture(Buffer.from(content));
}

export function idOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Every id that is kept, page by page. */
export async function allIds(pictures: PictureStore, limit = 7): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await pictures.list({ limit, ...(after !== undefined && { after }) });
    ids.push(...page.map(({ imageId }) => imageId));
    if (page.length < limit) return ids;
    after = ids.at(-1);
  }
}
