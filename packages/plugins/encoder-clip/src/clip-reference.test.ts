import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { dot, normalised } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { textTokenizer } from './tokenizer.ts';

// Tokens and vectors that OpenAI's own code gave; see ../shared/README.md.
const reference = new URL('../../../../../shared/clip-reference/', import.meta.url);
const isHere = existsSync(reference);
const skipped = isHere ? '' : ' (skipped: ../shared/clip-reference is not here)';
const json = <Value>(name: string): Value => JSON.parse(readFileSync(new URL(name, reference), 'utf8')) as Value;

const START = 49_406;
const END = 49_407;

describe.skipIf(!isHere)(`against OpenAI's CLIP${skipped}`, () => {
  it("splits all 494 reference texts into OpenAI's tokens", () => {
    const cases = json<{ source: string; text: string; ids: number[] }[]>('tokens.json');
    const preset = { contextLength: 4096, cleaning: 'clip' } as const;
    const tokenizer = textTokenizer(openAiTokenizer(), { pad_token: '<|endoftext|>' }, preset);
    const different = cases.filter(({ text, ids }) => {
      // A text of white space only has no tokens; ours refuses it.
      const ours = ids.length === 0 ? [] : [...tokenizer.encode(text).tokenIds].slice(1, -1);
      return ours.join() !== ids.join();
    });
    expect(cases).toHaveLength(494);
    expect(different.map(({ text }) => text)).toEqual([]);
  });

  it('puts start and end around, and cuts at 77', () => {
    const tokenizer = textTokenizer(openAiTokenizer(), {}, { contextLength: 77, cleaning: 'clip' });
    expect(tokenizer.padId).toBe(END);
    expect(tokenizer.encode('Hello World!')).toEqual({ tokenIds: Int32Array.of(START, 3306, 1002, 256, END), truncated: false });
    const long = tokenizer.encode('a '.repeat(500));
    expect(long).toEqual({ tokenIds: Int32Array.of(START, ...Array.from({ length: 75 }, () => 320), END), truncated: true });
  });

  // The pictures: two kittens, a boardwalk to the sea, palms, a motel's sign, succulents, a church between roofs.
  it.each([
    ['123_456', ['noseband (for animals)', 'cat', 'nosebag (for animals)']],
    ['456_123', ['kitten', 'nosebag (for animals)', 'noseband (for animals)']],
    ['208_495', ['diving board', 'surfboard', 'deck chair']],
    ['321_421', ['sugarcane (plant)', 'coconut', 'banner']],
    ['389_535', ['street sign', 'motor vehicle', 'parking meter']],
    ['416_264', ['clippers (for plants)', 'window box (for plants)', 'pinecone']],
    ['524_316', ['heart', 'cornice', 'cover']],
  ])('ranks 1,203 object names by the real vectors of picture %s', (picture, expected) => {
    const image = normalised(json<Record<string, number[]>>('embeddings/vit-b-32-images.json')[picture]!);
    const names = json<{ name: string }[]>('embeddings/vit-b-32-lvis-text.json').map(({ name }) => name);
    const texts = float16Rows('embeddings/vit-b-32-lvis-text.f16', 512).map(normalised);
    const best = texts.map((text, i) => ({ name: names[i]!, cosine: dot(image, text) })).toSorted((a, b) => b.cosine - a.cosine);
    expect(best.slice(0, 3).map(({ name }) => name)).toEqual(expected);
    expect(best[0]!.cosine).toBeGreaterThan(0.23);
  });
});

/** A `tokenizer.json` as the hub has it for CLIP, made of OpenAI's merges. */
function openAiTokenizer(): Record<string, unknown> {
  const lines = gunzipSync(readFileSync(new URL('bpe_simple_vocab_16e6.txt.gz', reference)))
    .toString('utf8')
    .split('\n');
  const merges = lines.slice(1, 49_152 - 256 - 2 + 1);
  const bytes = byteLetters();
  const tokens = [...bytes, ...bytes.map((letter) => `${letter}</w>`), ...merges.map((merge) => merge.replace(' ', ''))];
  const special = ['<|startoftext|>', '<|endoftext|>'];
  const vocab = Object.fromEntries([...tokens, ...special].map((token, id) => [token, id]));
  return {
    added_tokens: special.map((content, i) => ({
      id: START + i,
      content,
      special: true,
      normalized: false,
      lstrip: false,
      rstrip: false,
      single_word: false,
    })),
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: String.raw`\s+` }, content: ' ' }, { type: 'Lowercase' }],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: String.raw`'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+` },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: {
      type: 'RobertaProcessing',
      sep: [special[1], END],
      cls: [special[0], START],
      trim_offsets: false,
      add_prefix_space: false,
    },
    decoder: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      unk_token: special[1],
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}

/** GPT-2's letters for the 256 bytes, in the order of CLIP's vocabulary: printable ones first. */
function byteLetters(): string[] {
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const printable = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  const others = range(0, 255).filter((byte) => !printable.includes(byte));
  return [...printable, ...others.map((_, i) => 256 + i)].map((code) => String.fromCodePoint(code));
}

function float16Rows(name: string, width: number): Float32Array[] {
  const bytes = readFileSync(new URL(name, reference));
  const values = Float32Array.from({ length: bytes.length / 2 }, (_, i) => float16(bytes.readUInt16LE(i * 2)));
  return Array.from({ length: values.length / width }, (_, row) => values.subarray(row * width, (row + 1) * width));
}

function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
