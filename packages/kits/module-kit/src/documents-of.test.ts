import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { DocumentKind, DocumentStore, JsonObject } from '@clipgraph/contracts';
import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { documentsOf, type TypedDocuments } from './documents-of.ts';
import { numberedVersions } from './numbered-versions.ts';
import { openKinds, type KindUpgrade } from './open-kinds.ts';
import { ifReadable, reportUnreadable } from './unreadable-document.ts';

interface Note {
  readonly text: string;
  readonly tags: readonly string[];
  readonly pinned?: boolean | undefined;
}

/** Once a text alone, then with one tag, now with several. */
const notes: DocumentKind<Note> = {
  name: 'note',
  version: 3,
  schema: v.object({ text: v.pipe(v.string(), v.minLength(1)), tags: v.array(v.string()), pinned: v.optional(v.boolean()) }),
  indexes: ['tags'],
  upgrades: {
    1: (document) => ({ ...document, tag: 'old' }),
    2: ({ tag, ...document }) => ({ ...document, tags: [tag!] }),
  },
};

let path: string;
let store: DocumentStore;
let typed: TypedDocuments<Note>;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-kinds-'));
  store = await openSqliteDocuments({ path });
});
afterAll(async () => {
  await store.close();
  await rm(path, { recursive: true });
});
beforeEach(async () => {
  for (const name of ['note', 'page']) await store.deleteBefore(name, 'zzz');
  typed = documentsOf(store, notes);
});

describe('documents of a kind', () => {
  it('carry its version in the store, and come back without it', async () => {
    await typed.insert([{ id: 'a', document: { text: 'one', tags: [] } }]);
    await typed.put('b', { text: 'two', tags: ['x'], pinned: undefined });
    expect(await store.get('note', 'a')).toEqual({ $version: 3, text: 'one', tags: [] });
    expect(await store.get('note', 'b')).toEqual({ $version: 3, text: 'two', tags: ['x'] });
    expect(await typed.get('a')).toEqual({ text: 'one', tags: [] });
    expect(await typed.list({ limit: 5, order: 'descending' })).toEqual([
      { id: 'b', document: { text: 'two', tags: ['x'] } },
      { id: 'a', document: { text: 'one', tags: [] } },
    ]);
    expect(await typed.get('c')).toBeUndefined();
    expect(await typed.count({ must: [{ kind: 'match', field: 'tags', anyOf: ['x'] }] })).toBe(1);
  });

  it('go into the store together with those of other kinds', async () => {
    await store.insertTogether([await typed.part([{ id: 'a', document: { text: 'one', tags: [] } }]), { kind: 'page', documents: [] }]);
    expect(await typed.get('a')).toEqual({ text: 'one', tags: [] });
  });

  it.each([
    ['an empty text', { text: '', tags: [] }],
    ['no tags', { text: 'x' }],
    ['a date', { text: 'x', tags: [], pinned: new Date() }],
    ['a number that JSON has no word for', { text: 'x', tags: [Number.NaN] }],
    ['a list', []],
    ['nothing', undefined],
  ])('are not written with %s', async (_, document) => {
    const wrong = document as Note;
    await expect(typed.put('a', wrong)).rejects.toThrow(TypeError);
    await expect(
      typed.insert([
        { id: 'b', document: { text: 'fine', tags: [] } },
        { id: 'a', document: wrong },
      ]),
    ).rejects.toThrow(TypeError);
    expect(await store.count('note')).toBe(0);
  });

  it('of earlier versions are upgraded on reading', async () => {
    await store.insert('note', [
      { id: 'first', document: { text: 'before versions' } },
      { id: 'second', document: { $version: 2, text: 'later', tag: 'x' } },
    ]);
    expect(await typed.get('first')).toEqual({ text: 'before versions', tags: ['old'] });
    expect((await typed.list({ limit: 5 })).map(({ document }) => document.tags)).toEqual([['old'], ['x']]);
    // Reading writes nothing.
    expect(await store.get('note', 'second')).toEqual({ $version: 2, text: 'later', tag: 'x' });
  });

  it.each([
    ['does not fit', { $version: 3, text: 'x', tags: 'secret content' }, 'The stored note a does not fit version 3: tags.'],
    ['does not fit after its upgrade', { text: 5 }, 'The stored note a does not fit version 3: text.'],
    ['is newer', { $version: 4 }, 'The stored note a has version 4; this version of clipgraph knows up to 3.'],
    ['has no sensible version', { $version: 'x' }, 'The stored note a has no version that can be read.'],
  ])('that %s are reported by id, without their content', async (_, document, message) => {
    await store.insert('note', [
      { id: 'a', document },
      { id: 'b', document: { text: 'fine' } },
    ]);
    const refusal = { name: 'PluginError', code: 'UNSUPPORTED', message };
    await expect(typed.get('a')).rejects.toMatchObject(refusal);
    await expect(typed.list({ limit: 5 })).rejects.toMatchObject(refusal);
    expect(await typed.listReadable({ limit: 5 })).toEqual([
      { id: 'a', unreadable: expect.objectContaining(refusal) as unknown },
      { id: 'b', document: { text: 'fine', tags: ['old'] } },
    ]);
  });
});

describe('documents of a store whose unreadable ones are reported', () => {
  let told: string[];
  let reporting: DocumentStore;
  beforeEach(async () => {
    told = [];
    // Another store to the report, over the same documents.
    reporting = { ...store };
    reportUnreadable(reporting, ({ document: { kind, id } }) => told.push(`${kind} ${id}`));
    typed = documentsOf(reporting, notes);
    await store.insert('note', [
      { id: 'a', document: { text: 'first' } },
      { id: 'b', document: { $version: 9 } },
      { id: 'c', document: { $version: 3, text: 5 } },
      { id: 'd', document: { text: 'fourth' } },
      { id: 'e', document: { text: 'fifth' } },
    ]);
  });

  it('are listed without them, as many as were asked for', async () => {
    const ids = async (query: Parameters<typeof typed.list>[0]): Promise<string[]> => (await typed.list(query)).map(({ id }) => id);
    expect(await ids({ limit: 2 })).toEqual(['a', 'd']);
    expect(await ids({ limit: 9 })).toEqual(['a', 'd', 'e']);
    expect(await ids({ after: 'a', limit: 1 })).toEqual(['d']);
    expect(await ids({ order: 'descending', limit: 3 })).toEqual(['e', 'd', 'a']);
    expect(await ids({ after: 'a', until: 'd', limit: 5 })).toEqual([]);
    expect([...new Set(told)].toSorted()).toEqual(['note b', 'note c']);
  });

  it('are rejected where the list must be whole, and alone', async () => {
    await expect(typed.listWhole({ limit: 3 })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(typed.get('b')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await ifReadable(reporting, () => typed.get('b'))).toBeUndefined();
    await expect(ifReadable(reporting, () => Promise.reject(new TypeError('another')))).rejects.toThrow(TypeError);
    await expect(ifReadable(store, () => typed.get('b'))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(told).toEqual(['note b']);
  });

  it('that are numbered: an earlier version never passes for the newest, and every name is found', async () => {
    const numbered = numberedVersions(
      documentsOf(reporting, { name: 'page', version: 1, schema: v.object({ name: v.string(), version: v.number() }) }),
    );
    for (const name of ['a', 'b']) for (let n = 0; n < 3; n++) await numbered.add(name, (version) => ({ name, version }));
    await store.put('page', 'a/000000003', { $version: 2 });
    await expect(numbered.newest('a')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(numbered.add('a', (version) => ({ name: 'a', version }))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect((await numbered.list('a', 5)).map(({ version }) => version)).toEqual([2, 1]);
    expect([await numbered.nameAfter(undefined), await numbered.nameAfter('a'), await numbered.nameAfter('b')]).toEqual([
      'a',
      'b',
      undefined,
    ]);
  });
});

describe('openKinds', () => {
  it('rewrites documents of earlier versions, so that filters find them, and does so once', async () => {
    await store.insert(
      'note',
      Array.from({ length: 250 }, (_, i) => ({ id: `n${String(i).padStart(3, '0')}`, document: { text: `note ${i}` } })),
    );
    await store.insert('note', [
      { id: 'wrong', document: { $version: 9 } },
      { id: 'x', document: { $version: 3, text: 'new', tags: ['new'] } },
    ]);
    const old = { must: [{ kind: 'match', field: 'tags', anyOf: ['old'] }] } as const;
    expect(await store.count('note', old)).toBe(0);
    const page: DocumentKind = { name: 'page', version: 1, schema: v.object({}) };
    expect(await openKinds(store, [notes, page])).toEqual([{ kind: 'note', upgraded: 250, failures: [] }]);
    expect(await store.count('note', old)).toBe(250);
    expect(await store.get('note', 'n007')).toEqual({ $version: 3, text: 'note 7', tags: ['old'] });
    expect(await openKinds(store, [notes, page])).toEqual([]);
  });

  it('leaves a document that cannot be upgraded, and says which it is', async () => {
    const failing: DocumentKind<Note> = {
      ...notes,
      upgrades: {
        ...notes.upgrades,
        1: () => {
          throw new Error('no way');
        },
      },
    };
    await store.insert('note', [
      { id: 'a', document: { text: 'first' } },
      { id: 'b', document: { $version: 2, text: 'second', tag: 'x' } },
    ]);
    const message = 'The stored note a could not be upgraded from version 1.';
    expect(await openKinds(store, [failing])).toEqual([
      { kind: 'note', upgraded: 1, failures: [expect.objectContaining({ code: 'UNSUPPORTED', message })] },
    ]);
    expect(await store.get('note', 'a')).toEqual({ text: 'first' });
  });

  it.each<[string, (document: JsonObject) => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a promise', async (document) => ({ ...document, tag: 'old' })],
    ['a list', (document) => [document]],
    ['a date', (document) => ({ ...document, tag: new Date() })],
    ['a function', (document) => ({ ...document, tag: () => 'old' })],
    ['a shape that its schema refuses', () => ({ content: 'gone' })],
    ['a value that its schema refuses', (document) => ({ ...document, tag: 5 })],
  ])('leaves a document whose upgrade answers %s, and counts it as failed', async (_, upgrade) => {
    const failing = { ...notes, upgrades: { ...notes.upgrades, 1: upgrade } } as DocumentKind<Note>;
    await store.insert('note', [{ id: 'a', document: { text: 'precious' } }]);
    expect(await openKinds(store, [failing])).toEqual([
      {
        kind: 'note',
        upgraded: 0,
        failures: [expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('note a') })],
      },
    ]);
    expect(await store.get('note', 'a')).toEqual({ text: 'precious' });
    await expect(documentsOf(store, failing).get('a')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    // The next version of the module, with an upgrade that works, finds what there was.
    expect(await openKinds(store, [notes])).toEqual([{ kind: 'note', upgraded: 1, failures: [] }]);
    expect(await typed.get('a')).toEqual({ text: 'precious', tags: ['old'] });
  });

  it('leaves a document whose schema throws or changes it to what is no JSON', async () => {
    const throwing = v.rawCheck(() => {
      throw new Error('no way');
    });
    await store.insert('note', [{ id: 'a', document: { text: 'precious' } }]);
    for (const schema of [
      v.pipe(notes.schema as never, throwing as never),
      v.pipe(
        v.unknown(),
        v.transform(() => new Date()),
      ),
    ]) {
      const failing = { ...notes, schema } as DocumentKind;
      const [{ upgraded, failures }] = (await openKinds(store, [failing])) as [KindUpgrade];
      expect([upgraded, failures.map(({ message }) => message)]).toEqual([0, ['The stored note a could not be read as version 3.']]);
      expect(await store.get('note', 'a')).toEqual({ text: 'precious' });
    }
  });

  it('refuses kinds that do not go together', async () => {
    await expect(openKinds(store, [notes, notes])).rejects.toThrow('Two modules keep documents of the kind note.');
    await expect(openKinds(store, [{ ...notes, version: 4 }])).rejects.toThrow('The kind note has no upgrade from version 3.');
    await expect(openKinds(store, [{ ...notes, version: 0.5 }])).rejects.toThrow(TypeError);
  });
});

describe('numbered versions', () => {
  interface Page {
    readonly name: string;
    readonly version: number;
    readonly by: number;
  }
  const pages: DocumentKind<Page> = {
    name: 'page',
    version: 1,
    schema: v.object({ name: v.string(), version: v.number(), by: v.number() }),
  };

  it('give each of many who save at once a number of its own', async () => {
    const numbered = numberedVersions(documentsOf(store, pages));
    const saved = await Promise.all(
      Array.from({ length: 8 }, (_, by) => numbered.add('home', (version) => ({ name: 'home', version, by }))),
    );
    expect(saved.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await numbered.list('home', 3)).map(({ version }) => version)).toEqual([8, 7, 6]);
    expect(await numbered.newest('home')).toEqual(saved.find(({ version }) => version === 8));
    for (const one of saved) expect(await numbered.find('home', one.version)).toEqual(one);
  });

  it('do not give a number again that must not be, and answer what says the same', async () => {
    const numbered = numberedVersions(documentsOf(store, pages));
    const make = (version: number): Page => ({ name: 'home', version, by: 0 });
    expect(await numbered.add('home', make, { above: async () => 4 })).toMatchObject({ version: 5 });
    expect(await numbered.add('home', make, { same: () => numbered.newest('home') })).toMatchObject({ version: 5 });
    expect(await numbered.delete('home', 5)).toBe(true);
    expect(await numbered.delete('home', 5)).toBe(false);
    expect(await numbered.newest('home')).toBeUndefined();
  });

  it('tell names apart, and find nothing under what is none', async () => {
    const numbered = numberedVersions(documentsOf(store, pages));
    for (const name of ['a', 'a-b', 'b']) await numbered.add(name, (version) => ({ name, version, by: 0 }));
    expect(await numbered.list('a', 9)).toHaveLength(1);
    const names: string[] = [];
    for (let name: string | undefined; (name = await numbered.nameAfter(name)) !== undefined;) names.push(name);
    // In the order of the ids, where '-' comes before '/'.
    expect(names).toEqual(['a-b', 'a', 'b']);
    for (const [name, version] of [
      ['a', 0],
      ['a', 1.5],
      ['a', 1e9],
      ['', 1],
      ['a/0', 1],
    ] as const) {
      expect(await numbered.find(name, version)).toBeUndefined();
      expect(await numbered.delete(name, version)).toBe(false);
    }
  });
});
