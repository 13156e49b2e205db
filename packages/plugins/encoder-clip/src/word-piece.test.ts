import { describe, expect, it } from 'vitest';

import { textTokenizer } from './tokenizer.ts';

const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'a', 'dog', 'dogs', 'cafe', '!', "'", 'snow', '##board', '##er', '東', 't', 'don'];

/** A `tokenizer.json` as BERT's checkpoints have it, of a few words. */
const wordPiece = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: WORDS.slice(0, 4).map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: {
      '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
      '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
    },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
  },
};
const config = { tokenizer_class: 'BertTokenizer', pad_token: '[PAD]', do_lower_case: true };
const tokenizer = textTokenizer(wordPiece, config, { contextLength: 8, cleaning: 'plain' });

describe("the tokenizer of BERT's text towers", () => {
  it.each([
    ['a dog', ['a', 'dog']],
    ['  A\tDOG\n', ['a', 'dog']],
    ['DOGS!!', ['dogs', '!', '!']],
    ['café', ['cafe']],
    ['snowboarder', ['snow', '##board', '##er']],
    ["don't", ['don', "'", 't']],
    ['dog東dog', ['dog', '東', 'dog']],
    // A word with a part that is not known is not known as a whole.
    ['snowman a', ['[UNK]', 'a']],
    [`${'snow'.repeat(30)} dog`, ['[UNK]', 'dog']],
  ])('reads %j', (text, words) => {
    const expected = ['[CLS]', ...words, '[SEP]'].map((word) => WORDS.indexOf(word));
    expect(tokenizer.encode(text)).toEqual({ tokenIds: Int32Array.from(expected), truncated: false });
  });

  it('pads with what the vocabulary has for it, not with the end token', () => {
    expect(tokenizer.padId).toBe(0);
  });

  it('cuts at the context and keeps the end token', () => {
    expect(tokenizer.encode('dog '.repeat(50))).toEqual({ tokenIds: Int32Array.of(2, 5, 5, 5, 5, 5, 5, 3), truncated: true });
  });

  it.each(['', ' \n ', '\u200b'])('refuses a text of which nothing is left: %j', (text) => {
    expect(() => tokenizer.encode(text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', input: 'EMPTY' }));
  });
});
