import { checkLength, collectionEmbedder, eachItem, imageRef, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { fitOf, invalidInput, type ModelInfo } from '@clipgraph/contracts';
import { requireText, type ClassHeads, type LabelClass } from '@clipgraph/zero-shot';

import type { DescribePorts } from './describe-ports.ts';
import type { GeneralVocabulary } from './general-vocabulary.ts';
import type { QueryDescribeArgs, TriplesInput, VocabularyInput } from './generated/types.ts';
import { MAX_IMAGES, MAX_TAGS } from './limits.ts';
import { captionSource, nearCaptions, type NearCaption } from './near-captions.ts';
import { scoredTags, type ScoredTag } from './tags.ts';
import { givenTriples, pairedTriples, scoredTriples, type ScoredTriple, type TripleQuestion } from './triples.ts';
import type { VocabularyRecords } from './vocabulary-records.ts';
import { checkWords } from './words.ts';

/** Measured: about half of the tags above it are right, see docs/describe.md. */
const STANDARD_THRESHOLD = 0.2;
const STANDARD_TOP = 10;

/** What the GraphQL type `Description` resolves from. */
export interface DescriptionNode {
  readonly __typename: 'Description';
  readonly tags: ScoredTag[];
  readonly captions: NearCaption[];
  readonly triples: ScoredTriple[];
  readonly model: ModelInfo;
}

export interface DescribeParts extends DescribePorts {
  readonly heads: ClassHeads;
  readonly general: GeneralVocabulary;
  readonly records: VocabularyRecords;
}

/** Checks the request, makes the heads that are not cached, then describes every image by itself. */
export async function describe(
  parts: DescribeParts,
  args: QueryDescribeArgs,
  context: RequestContext,
): Promise<(DescriptionNode | InputError)[]> {
  const { images: reader, heads, store, embedders } = parts;
  const { signal } = context;
  const { images, vocabulary, captionsFrom, triples } = args;
  const threshold = args.threshold ?? STANDARD_THRESHOLD;
  const top = args.top ?? STANDARD_TOP;
  checkLength('images', images, MAX_IMAGES);
  // Written so that NaN is refused too.
  if (!(threshold >= 0 && threshold <= 1)) throw invalidInput('INVALID', 'threshold must be from 0 to 1.');
  if (top < 1 || top > MAX_TAGS) throw invalidInput('INVALID', `top must be from 1 to ${MAX_TAGS}.`);
  const source = captionsFrom ? captionSource(captionsFrom) : undefined;
  const question = triples ? questionOf(triples) : undefined;
  const words = vocabulary ? await wordsOf(parts.records, vocabulary) : undefined;
  const embedder = source ? await collectionEmbedder(parts, source.collection, args.model) : embedders.named(args.model);
  requireText(embedder);
  const { model } = embedder;

  const wordClasses = classesOf(words ?? [], model, 'vocabulary');
  const tripleClasses = classesOf(question?.texts ?? [], model, 'triples');
  // Before the images: a word that is wrong makes the request wrong, and no picture is looked at in vain.
  const wordHeads = await heads.of(embedder, wordClasses, signal);
  const tripleHeads = await heads.of(embedder, tripleClasses, signal);
  const general = await parts.general(embedder, signal);
  const own = words?.map((word, index) => ({ word, head: wordHeads[index]! }));
  const { fingerprint, scoring } = model;
  const { sameWords } = fitOf(model);
  return eachItem(images, async (image): Promise<DescriptionNode> => {
    const vector = await embedder.embedImage(await reader.read(imageRef(image), { signal }), { signal });
    return {
      __typename: 'Description',
      tags: scoredTags(vector, own ?? general.heads, general, { scale: scoring.scale, threshold, top, sameWords }),
      captions: source ? await nearCaptions(store, source, { vector, fingerprint }, { signal }) : [],
      triples: question ? scoredTriples(vector, question, tripleHeads, scoring.scale) : [],
      model,
    };
  });
}

/** What is asked about every picture. */
function questionOf({ candidates, pairs }: TriplesInput): TripleQuestion {
  return candidates ? givenTriples(candidates) : pairedTriples(pairs.things, pairs.relations);
}

async function wordsOf(records: VocabularyRecords, { words, saved }: VocabularyInput): Promise<readonly string[]> {
  if (typeof saved === 'string') return (await records.named(saved)).words;
  checkWords(words, 'vocabulary.words');
  return words.map((word) => word.trim());
}

/** Texts in the model's templates; errors of the model name the place that they come from. */
function classesOf(texts: readonly string[], { templates }: ModelInfo, path: string): LabelClass[] {
  return texts.map((name) => ({ name, templates, path }));
}
