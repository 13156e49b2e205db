import { createHash } from 'node:crypto';

import type { JsonObject, JsonValue, StoredRecord } from '@clipgraph/contracts';

const BITS = 128n;

/** Of what a set of records says, in any order: the sum, modulo 2^128, of a SHA-256 of each. */
export interface ContentChecksum {
  readonly count: number;
  add(record: StoredRecord): void;
  /** 32 hexadecimal digits. */
  hex(): string;
}

export function contentChecksum(): ContentChecksum {
  let sum = 0n;
  let count = 0;
  return {
    get count() {
      return count;
    },
    add(record) {
      count += 1;
      sum = BigInt.asUintN(Number(BITS), sum + BigInt(`0x${recordDigest(record).slice(0, Number(BITS) / 4)}`));
    },
    hex: () => sum.toString(16).padStart(Number(BITS) / 4, '0'),
  };
}

/**
 * SHA-256, in hexadecimal, of a record's key, payload, text and picture. Its date is left out: a record that replaces another has
 * the other one's.
 */
export function recordDigest({ key, payload, text, imageId }: StoredRecord): string {
  return createHash('sha256')
    .update(JSON.stringify([key, sorted(payload), text ?? null, imageId ?? null]))
    .digest('hex');
}

/** Objects as lists of their members by name: JSON's own order is that of writing. */
function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member)]) };
}
