import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../files/clip-tokenizer', import.meta.url));

/** Of {@link copyClipTokenizer}, as a checkpoint's `text_config` says it. */
export const CLIP_TOKENIZER = { vocab_size: 8192, max_position_embeddings: 48 } as const;

/**
 * Writes the tokenizer of a small CLIP to a folder: byte-pair encoding as OpenAI's, with {@link CLIP_TOKENIZER}'s many words. A
 * checkpoint of random weights needs one to read texts.
 */
export async function copyClipTokenizer(folder: string): Promise<void> {
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) await copyFile(join(FOLDER, name), join(folder, name));
}
