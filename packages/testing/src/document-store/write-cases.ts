import { MAX_DOCUMENT_BYTES } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { expectRefusal } from '../vector-store/store-case.ts';
import { type DocumentCase, document, idsOf } from './document-case.ts';

export function writeCases(check: DocumentCase): void {
  check('what was inserted is found, and only under its kind and id', async (documents) => {
    await documents.insert('things', [document('a', { n: 1 }), document('b', { n: 2 })]);
    expect(await documents.get('things', 'a')).toEqual({ n: 1 });
    expect(await documents.get('things', 'c')).toBeUndefined();
    expect(await documents.get('others', 'a')).toBeUndefined();
    await documents.insert('others', [document('a', { other: true })]);
    expect(await documents.get('others', 'a')).toEqual({ other: true });
    expect(await documents.get('things', 'a')).toEqual({ n: 1 });
  });

  check('any JSON comes back as it was', async (documents) => {
    const content = JSON.parse('{"__proto__": {"a": [1, -0.5, 1e300, null, true, "\\u0000😀"]}, "": {}, "list": [[], [[]]]}');
    await documents.insert('things', [document('any', content)]);
    expect(JSON.stringify(await documents.get('things', 'any'))).toBe(JSON.stringify(content));
  });

  check('an id that is taken is a conflict, and then nothing of the call is stored', async (documents) => {
    await documents.insert('things', [document('b', { first: true })]);
    await expectRefusal(documents.insert('things', [document('a'), document('b'), document('c')]), 'CONFLICT');
    await expectRefusal(documents.insert('things', [document('d'), document('d')]), 'CONFLICT');
    expect(await idsOf(documents)).toEqual(['b']);
    expect(await documents.get('things', 'b')).toEqual({ first: true });
  });

  check('of many who insert one id at once exactly one succeeds', async (documents) => {
    const tries = Array.from({ length: 10 }, (_, i) => documents.insert('things', [document('one', { i })]));
    const results = await Promise.allSettled(tries);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await documents.get('things', 'one')).toEqual({ i: winner });
  });

  check('inserting nothing is nothing', async (documents) => {
    await documents.insert('things', []);
    await documents.insertTogether([]);
    await documents.insertTogether([{ kind: 'things', documents: [] }]);
    expect(await documents.count('things')).toBe(0);
  });

  check('of several kinds everything is inserted, or nothing', async (documents) => {
    const together = (...ids: string[]) =>
      documents.insertTogether([
        { kind: 'things', documents: ids.map((id) => document(id, { thing: id })) },
        { kind: 'others', documents: ids.map((id) => document(id, { other: id })) },
      ]);
    await together('a', 'b');
    expect([await documents.get('things', 'b'), await documents.get('others', 'b')]).toEqual([{ thing: 'b' }, { other: 'b' }]);
    await documents.delete('things', 'a');
    // Free among things, taken among others.
    await expectRefusal(together('a', 'c'), 'CONFLICT');
    await expectRefusal(
      documents.insertTogether([
        { kind: 'things', documents: [document('d')] },
        { kind: '-', documents: [] },
      ]),
      'INVALID_INPUT',
    );
    await expectRefusal(
      documents.insertTogether([
        { kind: 'things', documents: [document('d')] },
        { kind: 'others', documents: [document('')] },
      ]),
      'INVALID_INPUT',
    );
    expect([await idsOf(documents), await idsOf(documents, {}, 'others')]).toEqual([['b'], ['a', 'b']]);
  });

  check('of writes that were sent at once, one that is refused leaves the others alone', async (documents) => {
    await documents.insert('things', [document('taken', { first: true })]);
    const writes = await Promise.allSettled([
      documents.insert('things', [document('a')]),
      documents.insert('things', [document('b'), document('taken')]),
      documents.put('things', 'c', { n: 1 }),
      documents.delete('things', 'a'),
      documents.insertTogether([
        { kind: 'others', documents: [document('e')] },
        { kind: 'things', documents: [document('c')] },
      ]),
      documents.insert('things', [document('f')]),
    ]);
    expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect([await idsOf(documents), await idsOf(documents, {}, 'others')]).toEqual([['c', 'f', 'taken'], []]);
  });

  check('put inserts, and replaces the whole document', async (documents) => {
    await documents.put('things', 'a', { n: 1, old: true });
    await documents.put('things', 'a', { n: 2 });
    expect(await documents.get('things', 'a')).toEqual({ n: 2 });
    expect(await documents.count('things')).toBe(1);
  });

  check('of many who delete one document at once exactly one did', async (documents) => {
    await documents.insert('things', [document('a'), document('b')]);
    const deleted = await Promise.all(Array.from({ length: 5 }, () => documents.delete('things', 'a')));
    expect(deleted.filter(Boolean)).toHaveLength(1);
    expect(await documents.delete('others', 'b')).toBe(false);
    expect(await idsOf(documents)).toEqual(['b']);
  });

  check('deleting before an id leaves it, what follows, and other kinds', async (documents) => {
    await documents.insert(
      'things',
      ['a', 'b', 'c', '😀', '\uff5e'].map((id) => document(id)),
    );
    await documents.insert('others', [document('a')]);
    expect(await documents.deleteBefore('things', 'c')).toBe(2);
    expect(await documents.deleteBefore('things', '😀')).toBe(2);
    expect(await documents.deleteBefore('things', 'a')).toBe(0);
    expect(await idsOf(documents)).toEqual(['😀']);
    expect(await idsOf(documents, {}, 'others')).toEqual(['a']);
  });

  check('wrong kinds and ids are refused', async (documents) => {
    for (const kind of ['', '-a', 'a b', "x'; DROP TABLE documents; --", 'x'.repeat(65)]) {
      await expectRefusal(documents.insert(kind, [document('a')]), 'INVALID_INPUT');
      await expectRefusal(documents.put(kind, 'a', {}), 'INVALID_INPUT');
      await expectRefusal(documents.list(kind, { limit: 1 }), 'INVALID_INPUT');
    }
    for (const id of ['', 'x'.repeat(513), '\ud800']) {
      await expectRefusal(documents.insert('things', [document('fine'), document(id)]), 'INVALID_INPUT');
      await expectRefusal(documents.put('things', id, {}), 'INVALID_INPUT');
    }
    expect(await documents.count('things')).toBe(0);
  });

  check('a document of the full size is kept, one byte more is refused', async (documents) => {
    const room = MAX_DOCUMENT_BYTES - '{"text":""}'.length;
    await documents.put('things', 'full', { text: 'x'.repeat(room) });
    expect(await documents.get('things', 'full')).toEqual({ text: 'x'.repeat(room) });
    await expect(documents.put('things', 'full', { text: 'x'.repeat(room + 1) })).rejects.toMatchObject({ input: 'TOO_LARGE' });
    await expect(documents.insert('things', [document('a'), document('b', { text: `${'x'.repeat(room - 1)}ü` })])).rejects.toMatchObject({
      input: 'TOO_LARGE',
    });
    expect(await idsOf(documents)).toEqual(['full']);
  });
}
