import { PRICES, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput, type Embedder } from '@clipgraph/contracts';
import type { ClassHeads } from '@clipgraph/zero-shot';

import type { TagPairsInput } from './generated/types.ts';
import { scoredTags, type GeneralWords, type TagHead } from './tags.ts';
import { everyPair, proposedRelations, scoredTriples, type ScoredTriple } from './triples.ts';

const LEAST_THINGS = 2;
const MOST_THINGS = 4;
const MOST_TRIPLES = 64;

/** Which triples are proposed for a picture, checked. */
export interface Proposals {
  /** Most tags that are paired. */
  readonly things: number;
  /** Least probability of such a tag. */
  readonly threshold: number;
  readonly relations: readonly string[];
  /** Most triples. */
  readonly first: number;
}

interface ProposalParts {
  readonly heads: ClassHeads;
  readonly embedder: Embedder;
  readonly general: GeneralWords;
  /** The words that the caller wants tags from; undefined for the general ones. */
  readonly own: readonly TagHead[] | undefined;
}

/** INVALID_INPUT for what is out of range. */
export function checkedProposals({ things = 3, threshold = 0.1, relations, first = 5 }: TagPairsInput): Proposals {
  if (things < LEAST_THINGS || things > MOST_THINGS) {
    throw invalidInput('INVALID', `triples.fromTags.things must be from ${LEAST_THINGS} to ${MOST_THINGS}.`);
  }
  // Written so that NaN is refused too.
  if (!(threshold >= 0 && threshold <= 1)) throw invalidInput('INVALID', 'triples.fromTags.threshold must be from 0 to 1.');
  if (first < 1 || first > MOST_TRIPLES) throw invalidInput('INVALID', `triples.fromTags.first must be from 1 to ${MOST_TRIPLES}.`);
  return { things, threshold, relations: proposedRelations(relations), first };
}

/**
 * Pairs the picture's own best tags and scores what they may have to do with each other; nothing for a picture with fewer than two.
 * Charges for the texts that are new, which depend on the picture, before it embeds them.
 */
export async function proposedTriples(
  { heads, embedder, general, own }: ProposalParts,
  { things: most, threshold, relations, first }: Proposals,
  vector: Float32Array,
  { cost, signal }: RequestContext,
): Promise<ScoredTriple[]> {
  const { scoring, templates } = embedder.model;
  const tags = scoredTags(vector, own ?? general.things, general, { scale: scoring.scale, threshold, top: most });
  if (tags.length < LEAST_THINGS) return [];
  const question = everyPair(
    tags.map(({ word }) => word),
    relations,
  );
  const classes = question.texts.map((name) => ({ name, templates, path: 'triples.fromTags' }));
  cost.charge(heads.uncachedPrompts(embedder, classes) * PRICES.text);
  return scoredTriples(vector, question, await heads.of(embedder, classes, signal), scoring.scale).slice(0, first);
}
