import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isPluginError } from '@clipgraph/contracts';
import { pythonMissing, runTestScript } from '@clipgraph/testing';
import { afterAll, describe, expect, it } from 'vitest';

import { textTokenizer } from './tokenizer.ts';

// Small tokenizers of both kinds, trained by SentencePiece, and its own ids for some hundred texts: test/token-reference.
const missing = pythonMissing('token-reference', 'sentencepiece');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
  readonly truncated: boolean;
}

describe.skipIf(missing)(`against SentencePiece${skipped}`, async () => {
  if (missing !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  await runTestScript('token-reference/make.py', folder);

  describe.each([
    ['siglip', 'canonical', 1],
    ['siglip2', 'lowercase', 0],
  ] as const)('%s', (kind, cleaning, padId) => {
    const json = <Value>(name: string): Value => JSON.parse(readFileSync(join(folder, kind, name), 'utf8')) as Value;
    const cases = json<Case[]>('cases.json');
    const tokenizer = textTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), { contextLength: 64, cleaning });

    /** A text without tokens has the end token alone; ours refuses it. */
    function encoded(text: string): Omit<Case, 'text'> | string | undefined {
      try {
        const { tokenIds, truncated } = tokenizer.encode(text);
        return { ids: [...tokenIds], truncated };
      } catch (error) {
        return isPluginError(error) ? error.input : String(error);
      }
    }

    it('splits all texts into the same tokens, cut at 64 with the end token kept, and says which were cut', () => {
      expect(cases.length).toBeGreaterThan(500);
      expect(cases.filter(({ truncated }) => truncated).length).toBeGreaterThan(10);
      const different = cases
        .map(({ text, ids, truncated }) => ({ text, ours: encoded(text), theirs: ids.length === 1 ? 'EMPTY' : { ids, truncated } }))
        .filter(({ ours, theirs }) => JSON.stringify(ours) !== JSON.stringify(theirs));
      expect(different).toEqual([]);
    });

    it('pads with the token that tokenizer_config.json names', () => expect(tokenizer.padId).toBe(padId));
  });
});
