import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scene } from './index.ts';

const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
const run = async (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [cli, ...args])) };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
};

describe('the command', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scenes-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('writes pictures and one line of captions for each, in order', async () => {
    const { code } = await run('--count', '9', '--size', '32', '--seed', '100', '--split', 'test', '--out', folder, '--jobs', '2');
    expect(code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual([...Array.from({ length: 9 }, (_, i) => `00000${i}.jpg`), 'captions.jsonl']);
    const lines = (await readFile(join(folder, 'captions.jsonl'), 'utf8')).trimEnd().split('\n');
    const made = scene(104, { split: 'test' });
    expect(lines).toHaveLength(9);
    expect(JSON.parse(lines[4]!)).toEqual({
      file: '000004.jpg',
      captions: made.captions,
      contrast: made.contrast,
      facts: made.facts,
      seed: 104,
    });
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--count');
  });

  it.each([
    [['--count', '3'], '--out'],
    [['--count', 'many', '--out', 'x'], '--count'],
    [['--count', '3', '--out', 'x', '--size', '2'], '--size'],
    [['--count', '3', '--out', 'x', '--split', 'half'], '--split'],
    [['--colour', 'red'], '--colour'],
  ])('refuses %j, naming the flag', async (args, flag) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(flag);
  });
});
