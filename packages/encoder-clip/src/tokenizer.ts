import { Tokenizer } from '@huggingface/tokenizers';
import { invalidInput } from '@clipgraph/spec';
import type { PreparedText } from '@clipgraph/spec';

import { modelError } from './model-files.ts';
import type { JsonFile } from './model-files.ts';
import type { Preset } from './preset.ts';
import { cleaned } from './text-cleaning.ts';

export interface TextTokenizer {
  /** Fills a batch's shorter texts. */
  readonly padId: number;
  /** Ids with start and end. Errors: INVALID_INPUT (EMPTY) when there is nothing between them. */
  encode(text: string): PreparedText;
}

/**
 * A model's own tokenizer, from `tokenizer.json` and `tokenizer_config.json`. A text that is longer than the
 * context loses its end, and its last token becomes the end token.
 */
export function textTokenizer(
  tokenizerJson: JsonFile,
  tokenizerConfig: JsonFile,
  preset: Pick<Preset, 'contextLength' | 'cleaning'>,
): TextTokenizer {
  const { contextLength, cleaning } = preset;
  const tokenizer = open(tokenizerJson, tokenizerConfig);
  const frame = tokenizer.encode('').ids;
  const endId = frame.at(-1);
  if (endId === undefined) throw modelError('tokenizer.json adds no end token');
  const padToken = tokenizerConfig.pad_token;
  const padId = (typeof padToken === 'string' ? tokenizer.token_to_id(padToken) : undefined) ?? endId;
  // No token stands for more characters than its own text has, a space before it included; twice that, so that a
  // word cut in half lies beyond the context.
  const longestToken = [...tokenizer.get_vocab().keys()].reduce((longest, token) => Math.max(longest, token.length), 1);
  const maxCharacters = 2 * contextLength * (longestToken + 1);

  return {
    padId,
    encode(text) {
      const { text: clean, isCut } = cleaned(text, cleaning);
      const { ids } = tokenizer.encode(clean.slice(0, maxCharacters));
      if (ids.length <= frame.length) throw invalidInput('EMPTY', 'The text is empty.');
      if (ids.length <= contextLength) return { tokenIds: Int32Array.from(ids), truncated: isCut || clean.length > maxCharacters };
      const tokenIds = Int32Array.from(ids.slice(0, contextLength));
      tokenIds[contextLength - 1] = endId;
      return { tokenIds, truncated: true };
    },
  };
}

function open(tokenizerJson: JsonFile, tokenizerConfig: JsonFile): Tokenizer {
  try {
    return new Tokenizer(tokenizerJson, tokenizerConfig);
  } catch (error) {
    throw modelError(`tokenizer.json is of no known kind: ${error instanceof Error ? error.message : 'unknown reason'}`, error);
  }
}
