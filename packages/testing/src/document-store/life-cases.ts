import { expect } from 'vitest';
import { expectRefusal } from '../vector-store/store-case.ts';
import { type DocumentCase, document, idsOf } from './document-case.ts';

export function lifeCases(check: DocumentCase): void {
  check('an open store is healthy', async (documents) => {
    await expect(documents.health()).resolves.toBeUndefined();
  });

  check('what was awaited is seen by the next call', async (documents) => {
    for (let i = 0; i < 20; i++) {
      await documents.put('things', `k${i % 5}`, { i });
      expect(await documents.get('things', `k${i % 5}`)).toEqual({ i });
      expect(await documents.count('things', { must: [{ kind: 'match', field: 'i', anyOf: [i] }] })).toBe(1);
    }
  });

  check('every read sees the writes before it and none after it, however they overlap', async (documents) => {
    const expected: (number | undefined)[] = [];
    const reads: Promise<{ readonly n?: number } | undefined>[] = [];
    const writes: Promise<unknown>[] = [];
    let now: number | undefined;
    const read = (): void => {
      expected.push(now);
      reads.push(documents.get('things', 'a'));
    };
    for (let n = 0; n < 200; n++) {
      read();
      if (n % 7 === 3) {
        writes.push(documents.delete('things', 'a'));
        now = undefined;
      } else if (n % 7 === 5) {
        writes.push(documents.deleteBefore('things', 'b'));
        now = undefined;
      } else if (now === undefined) {
        writes.push(documents.insert('things', [document('a', { n })]));
        now = n;
      } else if (n % 3 > 0) {
        writes.push(documents.put('things', 'a', { n }));
        now = n;
      }
      read();
      // Some of it while nothing is under way.
      if (n % 10 === 0) await Promise.all([...writes, ...reads]);
    }
    await Promise.all(writes);
    expect((await Promise.all(reads)).map((found) => found?.n)).toEqual(expected);
  });

  check('an insertion is seen whole or not at all', async (documents) => {
    const ids = ['a', 'b', 'c'];
    const writes = Array.from({ length: 20 }, (_, i) =>
      documents.insert(
        'things',
        ids.map((id) => document(`${id}${i}`)),
      ),
    );
    const counts = Array.from({ length: 20 }, () => documents.count('things'));
    await Promise.all(writes);
    for (const count of await Promise.all(counts)) expect(count % ids.length).toBe(0);
    expect(await documents.count('things')).toBe(60);
  });

  check('closing twice is closing once, and a closed store is unavailable', async (documents) => {
    await documents.put('things', 'a', {});
    await Promise.all([documents.close(), documents.close()]);
    await documents.close();
    await expectRefusal(documents.health(), 'UNAVAILABLE');
    await expectRefusal(documents.put('things', 'b', {}), 'UNAVAILABLE');
    await expectRefusal(documents.list('things', { limit: 1 }), 'UNAVAILABLE');
  });

  check('calls that were made before closing are answered', async (documents) => {
    const write = documents.put('things', 'a', { n: 1 });
    const read = documents.get('things', 'a');
    await documents.close();
    await expect(write).resolves.toBeUndefined();
    expect(await read).toEqual({ n: 1 });
  });

  check('after a restart everything is there', async (documents, { reopen }, context) => {
    if (!reopen) return context.skip('nothing outlives the process');
    await documents.insert('things', [document('a', { '😀': [null] }), document('b'), document('c'), document('d')]);
    await documents.put('others', 'a', { other: true });
    await documents.put('things', 'd', { n: 2 });
    await documents.delete('things', 'c');
    await documents.close();
    const again = await reopen();
    try {
      expect(await again.list('things', { limit: 9 })).toEqual([document('a', { '😀': [null] }), document('b'), document('d', { n: 2 })]);
      expect(await idsOf(again, {}, 'others')).toEqual(['a']);
      await expectRefusal(again.insert('things', [document('a')]), 'CONFLICT');
    } finally {
      await again.close();
    }
  });
}
