import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Outcome } from '@clipgraph/sqlite-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openDatabase } from './database.ts';
import { DocumentEngine } from './document-engine.ts';

describe('writes that share a wait for the disk', () => {
  let path: string;
  let engine: DocumentEngine;
  let fill: (pages: number) => void;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'clipgraph-engine-'));
    const database = openDatabase(path);
    engine = new DocumentEngine(database);
    fill = (pages) => database.exec(`PRAGMA max_page_count = ${pages}`);
  });
  afterEach(async () => {
    engine.close();
    await rm(path, { recursive: true });
  });

  const inserts = (sizes: readonly number[]): (() => unknown)[] =>
    sizes.map((size, i) => () => engine.insert([{ kind: 'things', documents: [{ id: `k${i}`, json: `"${'x'.repeat(size)}"` }] }]));
  const isThere = (_: Outcome, i: number): boolean => engine.get('things', `k${i}`) !== undefined;

  it('change all or nothing each, and answer what they answered', () => {
    const writes = [
      ...inserts([1, 1]),
      () => engine.delete('things', 'k0'),
      ...inserts([1, 1]).slice(1),
      () => engine.delete('things', 'no'),
    ];
    const outcomes = engine.together(writes);
    expect(outcomes).toEqual([
      { result: undefined },
      { result: undefined },
      { result: true },
      { error: expect.objectContaining({ code: 'CONFLICT' }) },
      { result: false },
    ]);
    expect([engine.get('things', 'k0'), engine.get('things', 'k1')]).toEqual([undefined, '"x"']);
  });

  it('say of each whether it was kept, when there is no room for all, and go on when there is', () => {
    fill(20);
    const outcomes = engine.together(inserts([10, 10, 200_000, 10]));
    expect(outcomes[2]).toEqual({ error: expect.objectContaining({ errcode: 13 }) });
    expect(outcomes.map((outcome) => 'result' in outcome)).toEqual(outcomes.map(isThere));
    fill(1000);
    const again = engine.together(inserts([10, 10, 200_000, 10]).slice(2, 3));
    expect(again).toEqual([{ result: undefined }]);
    expect(engine.get('things', 'k2')).toHaveLength(200_002);
  });

  it('that take more than one change may all fail, and then nothing of them is there', () => {
    fill(20);
    const [outcome] = engine.together([() => inserts([10, 10, 200_000]).forEach((insert) => insert())]);
    expect(outcome).toHaveProperty('error');
    expect(engine.countAll('things')).toBe(0);
  });
});
