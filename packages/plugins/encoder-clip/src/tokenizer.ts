import { Tokenizer } from '@huggingface/tokenizers';
import { invalidInput } from '@clipgraph/contracts';
import type { PreparedText } from '@clipgraph/contracts';

import { charsmap } from './charsmap.ts';
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
  const padToken = contentOf(tokenizerConfig.pad_token);
  const padId = (padToken === undefined ? undefined : tokenizer.token_to_id(padToken)) ?? endId;
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

/** A special token of `tokenizer_config.json`: its text, or an object that holds it. */
function contentOf(token: unknown): string | undefined {
  const content = typeof token === 'object' && token !== null ? (token as { content?: unknown }).content : token;
  return typeof content === 'string' ? content : undefined;
}

function open(tokenizerJson: JsonFile, tokenizerConfig: JsonFile): Tokenizer {
  try {
    const tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);
    normaliseByMap(tokenizer.normalizer as unknown as Normalizer | null);
    return tokenizer;
  } catch (error) {
    throw modelError(`tokenizer.json is of no known kind: ${error instanceof Error ? error.message : 'unknown reason'}`, error);
  }
}

/** What the library's normalizers are at run time; its types do not say. */
interface Normalizer {
  readonly config: { readonly type?: unknown; readonly precompiled_charsmap?: unknown };
  /** Of a sequence. */
  readonly normalizers?: readonly (Normalizer | null)[];
  normalize(text: string): string;
}

/** The library takes NFKC for every map of characters; SentencePiece's own differ from it. */
function normaliseByMap(normalizer: Normalizer | null): void {
  for (const part of normalizer?.normalizers ?? []) normaliseByMap(part);
  const map = normalizer?.config.type === 'Precompiled' ? normalizer.config.precompiled_charsmap : undefined;
  if (typeof map === 'string') normalizer!.normalize = charsmap(map);
}
