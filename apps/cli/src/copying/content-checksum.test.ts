import type { JsonValue, StoredRecord } from '@clipgraph/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { contentChecksum, recordDigest } from './content-checksum.ts';

const records = fc.uniqueArray(
  fc.record({
    key: fc.string({ minLength: 1 }),
    payload: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonValue>),
    createdAt: fc.date({ noInvalidDate: true }),
  }),
  { selector: ({ key }) => key, maxLength: 20 },
);

function checksumOf(all: readonly StoredRecord[]): string {
  const checksum = contentChecksum();
  for (const record of all) checksum.add(record);
  expect(checksum.count).toBe(all.length);
  return checksum.hex();
}

describe('contentChecksum', () => {
  it('is the same in any order of records and of the members of a payload', () => {
    fc.assert(
      fc.property(records, (all) => {
        const turned = all
          .toReversed()
          .map((record) => ({ ...record, payload: Object.fromEntries(Object.entries(record.payload).toReversed()) }));
        expect(checksumOf(turned)).toBe(checksumOf(all));
        expect(checksumOf(all)).toMatch(/^[0-9a-f]{32}$/);
      }),
    );
  });

  it('is another one without a record, and with one twice', () => {
    fc.assert(
      fc.property(records, (all) => {
        fc.pre(all.length > 0);
        expect(checksumOf(all.slice(1))).not.toBe(checksumOf(all));
        expect(checksumOf([...all, all[0]!])).not.toBe(checksumOf(all));
      }),
    );
  });

  it('goes by key, payload, text and picture', () => {
    const record: StoredRecord = { key: 'a', payload: { n: 1, tags: ['x', 'y'] }, text: 't', imageId: 'i', createdAt: new Date(0) };
    const { text: _text, ...textless } = record;
    const others: StoredRecord[] = [
      { ...record, key: 'b' },
      { ...record, payload: { n: '1', tags: ['x', 'y'] } },
      { ...record, payload: { n: 1, tags: ['y', 'x'] } },
      { ...record, payload: { n: 1, tags: { 0: 'x', 1: 'y' } } },
      { ...record, text: 'u' },
      { ...record, imageId: 'j' },
      { ...record, text: '' },
      textless,
    ];
    expect(new Set([record, ...others].map(recordDigest)).size).toBe(others.length + 1);
    expect(recordDigest({ ...record, createdAt: new Date(1) })).toBe(recordDigest(record));
  });
});
