import { createHash } from 'node:crypto';

import { invalidInput, type JsonObject } from '@clipgraph/contracts';

import type { CursorCodec } from './cursor.ts';

/** What the cursors of one kind of list are for. */
export interface CursorPurpose {
  /** Stands in each cursor, such as `assets`; whoever changes what a place is takes another one. */
  readonly kind: string;
  /** What such a cursor continues, for the message where another kind is given: `a list of assets`. */
  readonly of: string;
  /** The message where the cursor was made for other arguments; without one it is the same as for another kind. */
  readonly elsewhere?: string;
}

/** Cursors of what was asked for. */
export interface PlaceCursors<Place extends JsonObject> {
  cursorAt(place: Place): string;
  /** Where `after` says to go on, undefined without one. INVALID_INPUT for a cursor of anything else. */
  placeOf(after: string | null | undefined): Place | undefined;
}

/** Cursors of what these values say, which are everything that decides the list, as JSON. */
export type BoundCursors<Place extends JsonObject> = (...asked: readonly unknown[]) => PlaceCursors<Place>;

/**
 * Cursors that hold a place in a list and a hash of what was asked for, so that no page begins at the place of another list. A
 * place is what `cursorAt` was given: the codec's signature says that this server made it.
 */
export function boundCursors<Place extends JsonObject>(cursors: CursorCodec, purpose: CursorPurpose): BoundCursors<Place> {
  const { kind, of, elsewhere } = purpose;
  const otherKind = `after is not a cursor of ${of}.`;
  return (...asked) => {
    const binding = createHash('sha256').update(JSON.stringify(asked)).digest().toString('base64url', 0, 16);
    return {
      cursorAt: (place) => cursors.encode({ ...place, kind, binding }),
      placeOf(after) {
        if (typeof after !== 'string') return undefined;
        const { kind: madeFor, binding: boundTo, ...place } = cursors.decode(after);
        if (madeFor !== kind) throw invalidInput('INVALID', otherKind);
        if (boundTo !== binding) throw invalidInput('INVALID', elsewhere ?? otherKind);
        return place as Place;
      },
    };
  };
}
