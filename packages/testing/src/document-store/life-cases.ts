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
