/*
 * How good tags and triples are, on pictures that the model was not trained on: tags beside the words of captions (Flickr8k)
 * and beside the names of classes (Tiny-ImageNet), triples on rendered scenes. Also what the first call takes.
 * `node --conditions=clipgraph-source bench/src/describe.ts [--data ../shared/datasets]`
 */
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import { miniModel } from '@clipgraph/model-mini';
import {
  builtInWords,
  generalVocabulary,
  scoredTags,
  scoredTriples,
  triplesAmong,
  type ScoredTag,
  type Triple,
} from '@clipgraph/module-describe';
import { objects, renderScene, scene, type Facts } from '@clipgraph/scenes';
import { fitOf, type Embedder } from '@clipgraph/contracts';
import { classHeads } from '@clipgraph/zero-shot';

import { isHeld } from './held-out.ts';
import { spokenWords } from './spoken-words.ts';
import { tarFiles } from './tar.ts';

const THRESHOLD = 0.2;
const BINS = [0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1];
/** As training/data.py holds them out: the last ones of the archive. */
const HELD_CAPTIONED = 200;
/** Every third of the held-out photos of Tiny-ImageNet. */
const EVERY = 3;
const PAIRS = 600;
/** Pictures that wait for the model at once; further ones would be late. */
const AT_ONCE = 64;
const never = new AbortController().signal;

const { values: options } = parseArgs({ options: { data: { type: 'string', default: '../shared/datasets' } } });

/** A picture and whether a word is true of it. */
interface Judged {
  readonly bytes: Buffer;
  readonly isTrue: (word: string) => boolean;
}

/** Every text that means a word of the vocabulary, by the word. */
const spoken = new Map(
  builtInWords().map(({ word, names }) => [word, names.map((name) => spokenWords(name.replace(/^person | thing$|^thing made of /, '')))]),
);

async function captioned(): Promise<Judged[]> {
  const photos: { name: string; bytes: Buffer }[] = [];
  const captions = new Map<string, string>();
  for await (const { name, bytes } of tarFiles(join(options.data, 'flickr8k-800.tar'), (name) => /\.(jpg|csv)$/.test(name))) {
    if (name.endsWith('.jpg')) photos.push({ name: name.split('/').at(-1)!, bytes });
    else
      for (const line of bytes.toString().split('\n')) {
        const comma = line.indexOf(',');
        captions.set(line.slice(0, comma), `${captions.get(line.slice(0, comma)) ?? ''}|${spokenWords(line.slice(comma + 1))}`);
      }
  }
  return photos.slice(-HELD_CAPTIONED).map(({ name, bytes }) => ({
    bytes,
    isTrue: (word) => spoken.get(word)!.some((text) => captions.get(name)!.includes(text)),
  }));
}

function isWordsOrHeld(name: string): boolean {
  return name.endsWith('words.tsv') || (name.endsWith('.webp') && isHeld(name));
}

/** Photos of Tiny-ImageNet; true is the class by any of its names, and the broader words that training/concepts.txt has for it. */
async function labelled(): Promise<Judged[]> {
  const photos: { key: string; bytes: Buffer }[] = [];
  const names = new Map<string, string[]>();
  for await (const { name, bytes } of tarFiles(join(options.data, 'tiny-imagenet-train.tar'), isWordsOrHeld)) {
    if (name.endsWith('.webp')) photos.push({ key: name.split('/')[0]!, bytes });
    else
      for (const [key, all] of bytes
        .toString()
        .trim()
        .split('\n')
        .map((line) => line.split('\t')))
        names.set(key!, all!.split(', '));
  }
  const broader = await broaderWords();
  const truths = new Map(
    [...names].map(([key, all]) => [key, new Set([...all, ...(broader.get(all[0]!.toLowerCase()) ?? [])].map(spokenWords))] as const),
  );
  return photos
    .filter((_, index) => index % EVERY === 0)
    .map(({ key, bytes }) => ({ bytes, isTrue: (word) => spoken.get(word)!.some((text) => truths.get(key)!.has(text)) }));
}

/** From the first name of a class to the words that hold for it and for others. */
async function broaderWords(): Promise<Map<string, string[]>> {
  const members = new Map<string, string[]>();
  const words = new Map<string, string[]>();
  const lines = (await readFile(new URL('../../training/concepts.txt', import.meta.url), 'utf8')).split('\n');
  for (const [word, others, list] of lines
    .filter((line) => /^[^#].*\|/.test(line))
    .map((line) => line.split('|').map((part) => part.trim()))) {
    const found = list!.split(',').flatMap((member) => {
      const name = member.trim().toLowerCase();
      return name.startsWith('+') ? (members.get(name.slice(1)) ?? []) : [name];
    });
    members.set(word!.toLowerCase(), [...(members.get(word!.toLowerCase()) ?? []), ...found]);
    for (const name of found) words.set(name, [...(words.get(name) ?? []), word!, ...others!.split(';')]);
  }
  return words;
}

async function eachInParts<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  return results;
}

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function count(tags: readonly { readonly right: boolean }[]): number {
  return tags.filter(({ right }) => right).length;
}

async function measureTags(title: string, pictures: readonly Judged[], tagsOf: (bytes: Buffer) => Promise<ScoredTag[]>): Promise<void> {
  const tagged = await eachInParts(pictures, async ({ bytes, isTrue }) =>
    (await tagsOf(bytes)).map((tag) => ({ ...tag, right: isTrue(tag.word) })),
  );
  const firstFive = tagged.map((tags) => tags.slice(0, 5));
  const kept = tagged.flatMap((tags) => tags.filter(({ probability }) => probability >= THRESHOLD));
  const blind = [...spoken.keys()]
    .map((word) => pictures.filter(({ isTrue }) => isTrue(word)).length)
    .toSorted((a, b) => b - a)
    .slice(0, 5);
  console.log(`\n${title}: ${pictures.length} photos`);
  console.log(`  precision@1 ${percent(count(tagged.flatMap((tags) => tags.slice(0, 1))), pictures.length)}`);
  console.log(`  precision@5 ${percent(count(firstFive.flat()), 5 * pictures.length)}`);
  console.log(`  a right tag among 5 ${percent(firstFive.filter((tags) => count(tags) > 0).length, pictures.length)}`);
  console.log(
    `  the five most frequent words for every picture: precision ${percent(
      blind.reduce((a, b) => a + b, 0),
      5 * pictures.length,
    )}`,
  );
  console.log(
    `  tags of at least ${THRESHOLD}: ${(kept.length / pictures.length).toFixed(2)} a photo, precision ${percent(count(kept), kept.length)}`,
  );
  for (const [index, from] of BINS.slice(0, -1).entries()) {
    const to = BINS[index + 1]!;
    const within = tagged.flat().filter(({ probability }) => probability >= from && (probability < to || to === 1));
    const mean = within.reduce((sum, { probability }) => sum + probability, 0) / within.length;
    if (within.length > 0)
      console.log(
        `  probability ${from} to ${to}: ${within.length} tags, mean ${percent(mean, 1)}, right ${percent(count(within), within.length)}`,
      );
  }
}

const things = new Map(objects.map((object) => [object.name, object]));

function thing({ name, colour }: Pick<Facts['objects'][number], 'name' | 'colour'>): string {
  return things.get(name)!.phrase?.[0].replace('{colour}', colour) ?? `${colour} ${name}`;
}

const OPPOSITE: Readonly<Record<string, string>> = { 'left of': 'right of', 'right of': 'left of', above: 'below', below: 'above' };
const ACROSS: Readonly<Record<string, string>> = { 'left of': 'above', 'right of': 'below', above: 'left of', below: 'right of' };

/** The true triple of a picture of two things, and false ones by what is changed. */
function tripleAndContrasts({ objects: [a, b], relation }: Facts): {
  readonly truth: Triple;
  readonly contrasts: ReadonlyMap<string, Triple>;
} {
  const truth = { subject: thing(a!), relation: relation!, object: thing(b!) };
  const free = (item: Facts['objects'][number]): Facts['objects'][number] | undefined => {
    const colour = things.get(item.name)!.colours.find((other) => other !== a!.colour && other !== b!.colour);
    return colour && { ...item, colour };
  };
  const recoloured = free(a!);
  const contrasts: [string, Triple | undefined][] = [
    ['subject and object swapped', { ...truth, subject: truth.object, object: truth.subject }],
    ['opposite relation', OPPOSITE[relation!] === undefined ? undefined : { ...truth, relation: OPPOSITE[relation!]! }],
    ['relation of the other axis', ACROSS[relation!] === undefined ? undefined : { ...truth, relation: ACROSS[relation!]! }],
    ['other colour of the subject', recoloured && { ...truth, subject: thing(recoloured) }],
    [
      'colours swapped',
      a!.colour === b!.colour
        ? undefined
        : { ...truth, subject: thing({ ...a!, colour: b!.colour }), object: thing({ ...b!, colour: a!.colour }) },
    ],
  ];
  return { truth, contrasts: new Map(contrasts.flatMap(([name, triple]) => (triple ? [[name, triple] as const] : []))) };
}

interface DrawnPair {
  readonly facts: Facts;
  readonly bytes: Uint8Array;
}

/** Two things of different names, in combinations that training never shows. */
async function drawnPairs(): Promise<DrawnPair[]> {
  const drawn = Array.from({ length: PAIRS }, (_, seed) => scene(seed, { split: 'test', kind: 'pair' })).filter(
    ({ facts }) => facts.relation !== undefined && facts.objects.length === 2 && facts.objects[0]!.name !== facts.objects[1]!.name,
  );
  return Promise.all(drawn.map(async (one) => ({ facts: one.facts, bytes: await renderScene(one, { size: 128, format: 'png' }) })));
}

async function measureTriples(pairs: readonly DrawnPair[], embedder: Embedder): Promise<void> {
  const { scoring, templates } = embedder.model;
  const heads = classHeads(1e9);
  const right = new Map<string, { right: number; all: number }>();
  const note = (name: string, isRight: boolean): void => {
    const sum = right.get(name) ?? { right: 0, all: 0 };
    right.set(name, { right: sum.right + Number(isRight), all: sum.all + 1 });
  };
  await eachInParts(pairs, async ({ facts, bytes }) => {
    const { truth, contrasts } = tripleAndContrasts(facts);
    const question = triplesAmong([truth, ...contrasts.values()]);
    const vectors = await heads.of(
      embedder,
      question.texts.map((name) => ({ name, templates, path: name })),
      never,
    );
    const scored = scoredTriples(await embedder.embedImage(bytes), question, vectors, scoring.scale);
    const cosineOf = ({ subject, relation, object }: Triple): number =>
      scored.find((one) => one.subject === subject && one.relation === relation && one.object === object)!.cosine;
    for (const [name, triple] of contrasts) note(name, cosineOf(truth) > cosineOf(triple));
    note(
      'best of all',
      [...contrasts.values()].every((triple) => cosineOf(truth) > cosineOf(triple)),
    );
  });
  console.log(`\nTriples: ${pairs.length} drawn pairs; the true triple before the one with …`);
  for (const [name, { right: part, all }] of right) console.log(`  ${name}: ${percent(part, all)} of ${all}`);
}

async function run(): Promise<void> {
  // Before the decoder: it forbids its process to load SVG, which scenes are made of.
  const pairs = await drawnPairs();
  const embedder = batched(await clip({ folder: miniModel.folder, decoder: imageDecoder() }), {
    maxQueuedImages: 10_000,
    deadlineMs: 3_600_000,
  });
  const { name, fingerprint, scoring } = embedder.model;
  const { sameWords } = fitOf(embedder.model);
  const start = performance.now();
  const general = await generalVocabulary(classHeads(1e9), () => undefined)(embedder, never);
  console.log(
    `Model ${name} (${fingerprint.slice(0, 12)}): ${general.heads.length} words embedded in ${Math.round(performance.now() - start)} ms`,
  );
  const tagsOf = async (bytes: Buffer): Promise<ScoredTag[]> =>
    scoredTags(await embedder.embedImage(bytes), general.heads, general, { scale: scoring.scale, threshold: 0, top: 10, sameWords });
  const isThere = await access(options.data).then(
    () => true,
    () => false,
  );
  if (isThere) {
    await measureTags('Flickr8k, the words of five captions', await captioned(), tagsOf);
    await measureTags('Tiny-ImageNet, the name of the class or a broader word', await labelled(), tagsOf);
  } else console.log(`Tags are skipped: the photos are not there (${options.data}).`);
  await measureTriples(pairs, embedder);
  await embedder.close();
}

await run();
