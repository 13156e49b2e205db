import { describe, expect, it } from 'vitest';

import { verdictTable, type ExportedVerdict } from './verdict-table.ts';

/** The cells of a table as RFC 4180 has it. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === '\r\n') lines.push([]);
  }
  return lines.slice(0, -1);
}

const verdict: ExportedVerdict = {
  id: 'v1',
  decidedAt: '2026-01-01T00:00:00.000Z',
  action: 'BLOCK',
  policy: { name: 'shop', version: 1 },
  scores: [
    { rule: 'everything', passed: true, shadow: false },
    { rule: 'once more; "twice"', passed: true, shadow: false },
    { rule: 'nothing', passed: false, shadow: false },
  ],
  contentHash: 'c',
  assetId: null,
  keyName: 'web',
  modelName: 'mini',
  modelFingerprint: 'f',
  review: null,
};
const NOTE = '=HYPERLINK("http://example.com", "see")\nline 2';
const reviewed: ExportedVerdict = {
  ...verdict,
  id: 'v2',
  action: 'REVIEW',
  policy: { name: 'forum', version: 3 },
  scores: [
    { rule: '-1+1', passed: true, shadow: false },
    { rule: 'on trial – ab 18 ½', passed: true, shadow: true },
  ],
  review: { state: 'RESOLVED', action: 'ALLOW', note: NOTE, keyName: ' ＝1', resolvedAt: '2026-01-02T00:00:00.000Z' },
};

/** NDJSON in pieces of so many bytes. */
async function* pieces(verdicts: readonly object[], bytes: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(verdicts.map((one) => `${JSON.stringify(one)}\n`).join(''));
  for (let from = 0; from < whole.length; from += bytes) yield whole.subarray(from, from + bytes);
}

async function tableOf(ndjson: AsyncIterable<Uint8Array>): Promise<string> {
  return (await Array.fromAsync(verdictTable(ndjson))).join('');
}

describe('verdictTable', () => {
  it.each([1, 7, 100_000])('is a table in which no cell is a formula, from pieces of %i bytes', async (bytes) => {
    const [head, ...rows] = readCsv(await tableOf(pieces([verdict, reviewed], bytes)));
    const verdicts = rows.map((cells) => Object.fromEntries(cells.map((cell, column) => [head![column], cell])));
    expect(verdicts[0]).toMatchObject({
      id: 'v1',
      action: 'BLOCK',
      policy: 'shop',
      version: '1',
      rules: 'everything | once more; "twice"',
      shadowRules: '',
      assetId: '',
      reviewState: '',
      reviewNote: '',
    });
    expect(verdicts[1]).toMatchObject({
      id: 'v2',
      rules: "'-1+1",
      shadowRules: 'on trial – ab 18 ½',
      reviewState: 'RESOLVED',
      reviewAction: 'ALLOW',
      reviewNote: `'${NOTE}`,
      reviewKeyName: "' ＝1",
      resolvedAt: '2026-01-02T00:00:00.000Z',
    });
    expect(rows).toHaveLength(2);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it('is empty, but for its head, where there is no verdict', async () => {
    expect(readCsv(await tableOf(pieces([], 1)))).toHaveLength(1);
  });

  it('refuses verdicts that are cut off', async () => {
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"id":"v1"');
    }
    await expect(tableOf(cut())).rejects.toThrow('The last line is not whole.');
  });
});
