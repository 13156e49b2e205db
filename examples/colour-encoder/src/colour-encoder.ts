import { CONTRACT, definePlugin, invalidInput, normalised, PluginError } from '@clipgraph/contracts';
import type { Encoder, EncoderPlugin, ImageTower, ModelInfo, PixelDecoder, Preprocessing, PreparedText, Tower } from '@clipgraph/contracts';

const PIXELS: Preprocessing = { size: 4, resize: 'squash', interpolation: 'bilinear', mean: [0, 0, 0], std: [1, 1, 1] };
const COLOURS = new Map(Object.entries({ red: [1, -1, -1], green: [-1, 1, -1], blue: [-1, -1, 1], white: [1, 1, 1], black: [-1, -1, -1] }));
const NAMES = [...COLOURS.keys()];
const LAYOUT = 3 * PIXELS.size ** 2;
const [END, OTHER_WORDS] = [0, 100];

const MODEL: ModelInfo = {
  name: 'colour',
  fingerprint: 'colour-1',
  modalities: ['image', 'text'],
  dimensions: 4 + LAYOUT,
  imageSize: PIXELS.size,
  contextLength: 77,
  scoring: { kind: 'softmax', scale: 10, bias: 0 },
  templates: ['{label}'],
  licence: 'Apache-2.0',
};

/** A dual encoder without a model: pictures and texts by their colours, red, green and blue, the first three numbers of a vector. */
export function colourEncoder(): EncoderPlugin {
  return definePlugin({ contract: CONTRACT, name: 'colour', open: async ({ decoder }) => [openColourEncoder(decoder)] });
}

export function openColourEncoder(decoder: PixelDecoder): Encoder {
  let isClosed = false;
  const checkOpen = (): void => {
    if (isClosed) throw new PluginError('UNAVAILABLE', 'The encoder is closed.');
  };
  const image: ImageTower<Uint8Array> = {
    prepare: (input, options) => decoder.pixels(input, PIXELS, options),
    async run(batch) {
      checkOpen();
      return batch.map(imageVector);
    },
    size: () => 1,
  };
  const text: Tower<string, PreparedText> = {
    async prepare(input, { signal } = {}) {
      signal?.throwIfAborted();
      const written = input.trim().slice(0, 4000).toLowerCase();
      const words = written.match(/[a-z]{1,8}|[^a-z\s]{1,8}/g);
      if (!words) throw invalidInput('EMPTY', 'The text is empty.');
      const kept = words.slice(0, MODEL.contextLength! - 1);
      return { tokenIds: Int32Array.from([...kept.map(tokenOf), END]), truncated: kept.length < words.length };
    },
    async run(batch) {
      checkOpen();
      return batch.map(textVector);
    },
    size: ({ tokenIds }) => tokenIds.length,
  };
  return { model: MODEL, image, text, parallelism: 1, close: async () => void (isClosed = true) };
}

/** RGB bytes of 4 × 4 pixels: their mean, and, weighed less, how each differs from it. */
function imageVector(pixels: Uint8Array): Float32Array {
  const levels = Array.from(pixels, (value) => value / 127.5 - 1);
  const mean = [0, 1, 2].map((channel) => levels.filter((_, i) => i % 3 === channel).reduce((sum, value) => sum + value, 0) / (LAYOUT / 3));
  return normalised(Float32Array.from([...mean, 0.1, ...levels.map((value, i) => (value - mean[i % 3]!) / 16)]));
}

/** The sum of its colours, and, weighed less, which other words it has. */
function textVector({ tokenIds }: PreparedText): Float32Array {
  const vector = new Float32Array(MODEL.dimensions).fill(0.1, 3, 4);
  for (const [place, token] of tokenIds.entries()) {
    COLOURS.get(NAMES[token - 1] ?? '')?.forEach((value, channel) => (vector[channel]! += value));
    if (token >= OTHER_WORDS) vector[4 + ((token + place) % LAYOUT)]! += 0.01;
  }
  return normalised(vector);
}

function tokenOf(word: string): number {
  const other = [...word].reduce((hash, letter) => (hash * 31 + letter.codePointAt(0)!) % 1_000_003, 7);
  return NAMES.includes(word) ? NAMES.indexOf(word) + 1 : OTHER_WORDS + other;
}
