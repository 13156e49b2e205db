import type { Picture, RequestOptions } from '@clipgraph/contracts';
import type { ByteBudget, ByteLease } from './byte-budget.ts';
import { untilAborted } from './until-aborted.ts';

/** On whose behalf pictures are read, and until when they may be held. */
export interface PictureHolder {
  /** The key or tenant; owners take turns when the budget is full. */
  readonly owner: string;
  /** Calls back once, at the end. */
  onEnd(release: () => void): void;
}

/** Called by what reads, before the first byte: waits until there is room. `undefined` stands for the most that a picture may have. */
export type Admit = (bytes: number | undefined) => Promise<void>;

export interface HeldPicturesOptions {
  readonly budget: Pick<ByteBudget, 'acquire'>;
  /** Of one picture. */
  readonly maxBytes: number;
  /** Who asks now; undefined for what runs without a request, whose pictures are counted only while they are read. */
  readonly holder?: (() => PictureHolder | undefined) | undefined;
}

/** Reads pictures within a budget of bytes, the same one once for all who need it at the same time. */
export interface HeldPictures {
  /**
   * What `read` gives, or what it is giving to somebody else under the same key. It is held until the caller has let it go or its
   * holder ends. Errors: those of `read` and of the budget; the signal's reason.
   */
  read(key: string, read: (admit: Admit, signal: AbortSignal) => Promise<Picture>, options?: RequestOptions): Promise<Picture>;
  /** One caller needs it no more. A picture that is not held, or no more, is no error. */
  letGo(picture: object): void;
}

interface Entry {
  readonly key: string;
  readonly left: AbortController;
  readonly picture: Promise<Picture>;
  lease: ByteLease | undefined;
  /** How often each holder has it. */
  readonly users: Map<PictureHolder, number>;
  count: number;
}

const NOBODY: PictureHolder = { owner: '', onEnd: () => undefined };

export function heldPictures({ budget, maxBytes, holder = () => undefined }: HeldPicturesOptions): HeldPictures {
  const byKey = new Map<string, Entry>();
  const byPicture = new WeakMap<object, Entry>();

  function begin(key: string, owner: string, read: Parameters<HeldPictures['read']>[1]): Entry {
    const left = new AbortController();
    const { signal } = left;
    const admit: Admit = async (bytes) => {
      const lease = await budget.acquire(Math.min(bytes ?? maxBytes, maxBytes), { owner, signal });
      if (signal.aborted) lease.release();
      else entry.lease = lease;
    };
    const entry: Entry = {
      key,
      left,
      lease: undefined,
      users: new Map(),
      count: 0,
      picture: Promise.resolve().then(async () => {
        const picture = await read(admit, signal);
        entry.lease?.shrink(picture.bytes.length);
        byPicture.set(picture, entry);
        return picture;
      }),
    };
    entry.picture.catch(() => undefined);
    byKey.set(key, entry);
    return entry;
  }

  function leave(entry: Entry, user: PictureHolder): void {
    const has = entry.users.get(user) ?? 0;
    if (has === 0) return;
    if (has === 1) entry.users.delete(user);
    else entry.users.set(user, has - 1);
    entry.count--;
    if (entry.count > 0) return;
    if (byKey.get(entry.key) === entry) byKey.delete(entry.key);
    entry.left.abort(new DOMException('Nobody needs the picture any more.', 'AbortError'));
    // What is still being read is in memory until that ends.
    void entry.picture.catch(() => undefined).finally(() => entry.lease?.release());
  }

  return {
    async read(key, read, { signal } = {}) {
      signal?.throwIfAborted();
      const user = holder();
      const as = user ?? NOBODY;
      const entry = byKey.get(key) ?? begin(key, as.owner, read);
      entry.count++;
      const before = entry.users.get(as) ?? 0;
      entry.users.set(as, before + 1);
      if (before === 0) {
        as.onEnd(() => {
          while (entry.users.has(as)) leave(entry, as);
        });
      }
      try {
        const picture = await untilAborted(entry.picture, signal);
        if (!user) leave(entry, as);
        return picture;
      } catch (error) {
        leave(entry, as);
        throw error;
      }
    },
    letGo(picture) {
      const entry = byPicture.get(picture);
      if (entry) leave(entry, holder() ?? NOBODY);
    },
  };
}
