import { checkLength } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';
import { plainLabel, PLACEHOLDER } from '@clipgraph/zero-shot';

import { MAX_WORD_LENGTH, MAX_WORDS } from './limits.ts';

/** INVALID_INPUT that names the word which is empty, too long or there twice. */
export function checkWords(words: readonly string[], path: string): void {
  checkLength(path, words, MAX_WORDS);
  const pathOf = new Map<string, string>();
  for (const [index, word] of words.entries()) {
    const own = `${path}[${index}]`;
    checkWord(word, own);
    const plain = plainLabel(word);
    const other = pathOf.get(plain);
    if (other !== undefined) throw invalidInput('INVALID', `${own} is the same word as ${other}.`);
    pathOf.set(plain, own);
  }
}

/** A word, or a few of them. */
export function checkWord(word: string, path: string): void {
  if (word.trim() === '') throw invalidInput('EMPTY', `${path} is empty.`);
  if (word.length > MAX_WORD_LENGTH) throw invalidInput('TOO_LARGE', `${path} is longer than ${MAX_WORD_LENGTH} characters.`);
  if (!word.isWellFormed()) throw invalidInput('INVALID', `${path} holds half of a character.`);
  if (word.includes(PLACEHOLDER))
    throw invalidInput('INVALID', `${path} holds ${PLACEHOLDER}; words are put into the model's own templates.`);
}
