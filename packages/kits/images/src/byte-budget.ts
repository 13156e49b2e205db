import { PluginError, type RequestOptions } from '@clipgraph/contracts';

/** Most bytes of files and bodies at once, unless set. */
export const MAX_ENCODED_BYTES: number = 256 * 2 ** 20;

export interface ByteBudgetOptions {
  /** Most bytes at once, over all owners. */
  readonly maxBytes: number;
  /** Most that wait for their turn, over all owners; further ones are refused at once. Default 2,048. */
  readonly maxWaiting?: number;
  /** Longest wait; then OVERLOADED. Default 10,000. */
  readonly maxWaitMs?: number;
}

export interface AcquireOptions extends RequestOptions {
  /** Whose bytes these are: owners take turns. */
  readonly owner?: string | undefined;
  /** Held until a request has its answer. Such bytes take half of the budget at most, so that there is always room for what ends sooner. */
  readonly isLasting?: boolean;
}

/** Bytes that were promised to somebody. */
export interface ByteLease {
  readonly bytes: number;
  /** Gives back what is beyond `bytes`: the size is known now. */
  shrink(bytes: number): void;
  /** Gives back everything; only the first call counts. */
  release(): void;
}

/** Counts bytes that are about to be read, before they are: who does not fit waits. */
export interface ByteBudget {
  /**
   * Owners take turns; within one, first come, first served. A size beyond what one owner may hold counts as that much.
   * Errors: OVERLOADED with `retryAfterMs` when too many wait or the wait was too long; the signal's reason.
   */
  acquire(bytes: number, options?: AcquireOptions): Promise<ByteLease>;
  readonly maxBytes: number;
  readonly usedBytes: number;
  readonly waiting: number;
  /** Refused so far. */
  readonly refused: number;
}

/** One owner may not hold more: somebody else finds room, however long this one holds it. */
const OWNERS_SHARE = 3 / 4;
const LASTING_SHARE = 1 / 2;
/** One owner may not fill the queue. */
const OWNERS_WAITING = 1 / 2;
const LEAST_RETRY_MS = 250;
const MOST_RETRY_MS = 30_000;

interface Waiting {
  readonly bytes: number;
  readonly isLasting: boolean;
  start(): void;
}

interface Owner {
  readonly name: string;
  heldBytes: number;
  readonly queue: Set<Waiting>;
}

export function byteBudget({ maxBytes, maxWaiting = 2048, maxWaitMs = 10_000 }: ByteBudgetOptions): ByteBudget {
  const ownersMost = Math.floor(maxBytes * OWNERS_SHARE);
  const lastingMost = Math.floor(maxBytes * LASTING_SHARE);
  /** Who holds or waits; the next one whose turn it is stands first. */
  const owners = new Map<string, Owner>();
  let usedBytes = 0;
  let lastingBytes = 0;
  let waiting = 0;
  let waitingBytes = 0;
  let refused = 0;

  function ownerOf(name: string): Owner {
    const owner = owners.get(name) ?? { name, heldBytes: 0, queue: new Set() };
    owners.set(name, owner);
    return owner;
  }

  function forgetIdle(owner: Owner): void {
    if (owner.heldBytes === 0 && owner.queue.size === 0) owners.delete(owner.name);
  }

  const isWithinShare = (owner: Owner, { bytes, isLasting }: Pick<Waiting, 'bytes' | 'isLasting'>): boolean =>
    owner.heldBytes + bytes <= ownersMost && (!isLasting || lastingBytes + bytes <= lastingMost);

  function take(owner: Owner, bytes: number, isLasting: boolean): ByteLease {
    let held = 0;
    const add = (change: number): void => {
      held += change;
      usedBytes += change;
      owner.heldBytes += change;
      if (isLasting) lastingBytes += change;
    };
    add(bytes);
    const shrink = (to: number): void => {
      if (to >= held) return;
      add(to - held);
      startWaiting();
      forgetIdle(owner);
    };
    return {
      get bytes() {
        return held;
      },
      shrink,
      release: () => shrink(0),
    };
  }

  /** In turns, until the next in turn does not fit: it is waited for, or large ones would never have theirs. */
  function startWaiting(): void {
    let passed = 0;
    while (passed < owners.size) {
      if (waiting === 0) return;
      const [owner] = owners.values();
      const [next] = owner!.queue;
      if (next && isWithinShare(owner!, next)) {
        if (usedBytes + next.bytes > maxBytes) return;
        next.start();
        passed = 0;
      } else passed++;
      // To the end of the line.
      owners.delete(owner!.name);
      owners.set(owner!.name, owner!);
    }
  }

  function overloaded(): PluginError {
    refused++;
    const retryAfterMs = Math.min(MOST_RETRY_MS, Math.round(LEAST_RETRY_MS * (1 + (4 * waitingBytes) / maxBytes)));
    return new PluginError('OVERLOADED', 'Too many bytes of pictures are under way.', { input: 'OVERLOADED', retryAfterMs });
  }

  return {
    maxBytes,
    async acquire(wanted, { owner: name = '', isLasting = false, signal } = {}) {
      signal?.throwIfAborted();
      const bytes = Math.min(wanted, isLasting ? lastingMost : ownersMost);
      const owner = ownerOf(name);
      const { promise, resolve, reject } = Promise.withResolvers<ByteLease>();
      let timer: NodeJS.Timeout | undefined;
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        owner.queue.delete(entry);
        waiting--;
        waitingBytes -= bytes;
      };
      const entry: Waiting = {
        bytes,
        isLasting,
        start() {
          end();
          resolve(take(owner, bytes, isLasting));
        },
      };
      const giveUp = (reason: unknown): void => {
        end();
        reject(reason);
        // Others may fit where this one did not.
        startWaiting();
        forgetIdle(owner);
      };
      const leave = (): void => giveUp(signal!.reason);
      const isFull = waiting >= maxWaiting || owner.queue.size >= maxWaiting * OWNERS_WAITING;
      owner.queue.add(entry);
      waiting++;
      waitingBytes += bytes;
      startWaiting();
      if (owner.queue.has(entry)) {
        if (isFull) giveUp(overloaded());
        else {
          timer = setTimeout(() => giveUp(overloaded()), maxWaitMs);
          signal?.addEventListener('abort', leave, { once: true });
        }
      }
      return await promise;
    },
    get usedBytes() {
      return usedBytes;
    },
    get waiting() {
      return waiting;
    },
    get refused() {
      return refused;
    },
  };
}
