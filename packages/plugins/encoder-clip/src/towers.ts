import type { ImageDecoder, Preprocessing } from '@clipgraph/images';
import type { ImageTower, PreparedText, RequestOptions, Tower, Vectors } from '@clipgraph/contracts';

import type { EncodeRequest, EncodeResult } from './messages.ts';
import type { Preset } from './preset.ts';
import { MAX_TOKENS, textRun, textRuns } from './text-run.ts';
import type { TextTokenizer } from './tokenizer.ts';

/** Runs a batch in a worker; the buffers are given away. */
export type RunBatch = (request: EncodeRequest, transfer: readonly ArrayBuffer[], options?: RequestOptions) => Promise<EncodeResult>;

/** RGB bytes, `size` × `size` × 3: four times less to keep in a queue than what the model takes. */
export function imageTower(
  decoder: Pick<ImageDecoder, 'pixels' | 'crops'>,
  preprocessing: Preprocessing,
  run: RunBatch,
): ImageTower<Uint8Array> {
  const bytesPerImage = 3 * preprocessing.size ** 2;
  return {
    prepare: (picture, options) => decoder.pixels(picture, preprocessing, options),
    async prepareCrops(picture, levels, options) {
      const pieces = await decoder.crops(picture, preprocessing, levels, options);
      return pieces.map(({ box, pixels }) => ({ box, prepared: pixels }));
    },
    async run(batch, options) {
      // Copied, not given away: the caller may run the same item again.
      const pixels = new Uint8Array(batch.length * bytesPerImage);
      for (const [index, image] of batch.entries()) pixels.set(image, index * bytesPerImage);
      return rows(await run({ tower: 'image', count: batch.length, pixels }, [pixels.buffer], options), batch.length);
    },
    size: () => 1,
  };
}

/**
 * Runs at the length of the longest text of the batch, or at the whole context where the model wants that.
 *
 * @param length tokens of every text, where the graph takes no others
 */
export function paddedTextTower(
  tokenizer: TextTokenizer,
  { padding, contextLength }: Preset,
  length: number | undefined,
  run: RunBatch,
): Tower<string, PreparedText> {
  const fixed = length ?? (padding === 'full' ? contextLength : undefined);
  return {
    prepare: preparedBy(tokenizer),
    async run(batch, options) {
      const lengths = Int32Array.from(batch, ({ tokenIds }) => tokenIds.length);
      const width = fixed ?? Math.max(...lengths);
      const tokenIds = new Int32Array(batch.length * width).fill(tokenizer.padId);
      for (const [index, text] of batch.entries()) tokenIds.set(text.tokenIds, index * width);
      return rows(
        await run({ tower: 'text', count: batch.length, tokenIds, lengths }, [tokenIds.buffer, lengths.buffer], options),
        batch.length,
      );
    },
    size: ({ tokenIds }) => fixed ?? tokenIds.length,
  };
}

/** Runs texts without padding, and what several of them begin with only once. */
export function packedTextTower(tokenizer: TextTokenizer, run: RunBatch): Tower<string, PreparedText> {
  return {
    prepare: preparedBy(tokenizer),
    async run(batch, options) {
      const requests = textRuns(batch.map(({ tokenIds }) => tokenIds));
      const vectors = requests.map(async (request) => {
        const { tokenIds, positions, parents, ends, count } = request;
        return rows(await run(request, [tokenIds.buffer, positions.buffer, parents.buffer, ends.buffer], options), count);
      });
      return (await Promise.all(vectors)).flat();
    },
    size: ({ tokenIds }) => tokenIds.length,
    maxRunCost: MAX_TOKENS,
    runCost() {
      const texts = textRun();
      return { add: ({ tokenIds }) => texts.add(tokenIds) };
    },
  };
}

function preparedBy(tokenizer: TextTokenizer): Tower<string, PreparedText>['prepare'] {
  return async (text, { signal } = {}) => {
    signal?.throwIfAborted();
    return tokenizer.encode(text);
  };
}

/** Each vector in memory of its own, so that keeping one does not keep its batch. */
function rows(vectors: EncodeResult, count: number): Vectors {
  const dimensions = vectors.length / count;
  return Array.from({ length: count }, (_, row) => vectors.slice(row * dimensions, (row + 1) * dimensions));
}
