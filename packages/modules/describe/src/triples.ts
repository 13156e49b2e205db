import { checkLength } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';
import { cosine, logSumExp, plainLabel } from '@clipgraph/zero-shot';

import { MAX_CANDIDATES, MAX_RELATIONS, MAX_THINGS } from './limits.ts';
import { checkWord } from './words.ts';

/** What stands how to what: a red car, left of, a blue house. */
export interface Triple {
  readonly subject: string;
  readonly relation: string;
  readonly object: string;
}

export interface ScoredTriple extends Triple {
  /** 0 to 1. */
  readonly probability: number;
  /** -1 to 1. */
  readonly cosine: number;
}

/** A triple as one side of a question: texts by what they stand for. */
export interface TripleQuestion {
  readonly triples: readonly Triple[];
  /** Every triple and every contrast as a text, each once; the triples' own come first, in their order. */
  readonly texts: readonly string[];
}

/** What pairs are asked about unless told. */
export const STANDARD_RELATIONS: readonly string[] = ['left of', 'right of', 'above', 'below', 'inside'];
const LEAST_THINGS = 2;

/** Relations that say the same in either order. */
const SYMMETRIC: ReadonlySet<string> = new Set(['beside', 'next to']);

/** Relations of which at most one holds. */
const OPPOSITES: ReadonlyMap<string, string> = new Map(
  [
    ['left of', 'right of'],
    ['to the left of', 'to the right of'],
    ['above', 'below'],
    ['over', 'under'],
    ['on', 'under'],
    ['on top of', 'underneath'],
    ['in front of', 'behind'],
    ['inside', 'outside'],
    ['inside of', 'outside of'],
  ]
    .flatMap(([a, b]) => [[a!, b!] as const, [b!, a!] as const])
    .toReversed(),
);

/** Candidates as a caller gives them, checked. */
export function givenTriples(candidates: readonly Triple[]): TripleQuestion {
  checkLength('triples.candidates', candidates, MAX_CANDIDATES);
  for (const [index, { subject, relation, object }] of candidates.entries()) {
    const path = `triples.candidates[${index}]`;
    for (const [part, text] of Object.entries({ subject, relation, object })) checkWord(text, `${path}.${part}`);
    if (plainLabel(subject) === plainLabel(object)) throw invalidInput('INVALID', `${path} has the same subject and object.`);
  }
  return triplesAmong(candidates);
}

/** Every two of the things, in either order, with every relation. */
export function pairedTriples(things: readonly string[], wanted: readonly string[] | null | undefined): TripleQuestion {
  const relations = wanted ?? STANDARD_RELATIONS;
  checkLength('triples.pairs.things', things, MAX_THINGS);
  if (things.length < LEAST_THINGS) throw invalidInput('INVALID', 'triples.pairs.things needs two things.');
  checkLength('triples.pairs.relations', relations, MAX_RELATIONS);
  for (const [index, thing] of things.entries()) checkWord(thing, `triples.pairs.things[${index}]`);
  for (const [index, relation] of relations.entries()) checkWord(relation, `triples.pairs.relations[${index}]`);
  const plain = things.map(plainLabel);
  if (new Set(plain).size < plain.length) throw invalidInput('INVALID', 'triples.pairs.things names a thing twice.');
  return everyPair(things, relations);
}

/** Every two of the things, in either order where that says something else, with every relation. */
export function everyPair(things: readonly string[], relations: readonly string[]): TripleQuestion {
  return triplesAmong(
    things.flatMap((subject, first) =>
      things.flatMap((object, second) =>
        relations
          .filter((relation) => (isSymmetric(relation) ? first < second : first !== second))
          .map((relation) => ({ subject, relation, object })),
      ),
    ),
  );
}

function isSymmetric(relation: string): boolean {
  return SYMMETRIC.has(plainLabel(relation).toLowerCase());
}

/** The triples with their contrasts, as texts. */
export function triplesAmong(triples: readonly Triple[]): TripleQuestion {
  return { triples, texts: [...new Set([...triples, ...triples.flatMap(contrasts)].map(textOf))] };
}

/** What is false where the triple is true. */
function contrasts({ subject, relation, object }: Triple): Triple[] {
  const opposite = OPPOSITES.get(plainLabel(relation).toLowerCase());
  const swapped = { subject: object, relation, object: subject };
  if (isSymmetric(relation)) return [];
  return opposite === undefined ? [swapped] : [swapped, { subject, relation: opposite, object }];
}

/** Without the subject's article, which the model's template has. */
function textOf({ subject, relation, object }: Triple): string {
  return `${plainLabel(subject)} ${plainLabel(relation)} ${withArticle(plainLabel(object))}`;
}

function withArticle(thing: string): string {
  return `${/^[aeiou]/i.test(thing) ? 'an' : 'a'} ${thing}`;
}

/**
 * Each triple's share of `e^x` over all texts of the question, x being `scale · cosine`; best first, equal ones in the order of
 * the question. `heads` are those of the texts.
 */
export function scoredTriples(
  vector: Float32Array,
  { triples, texts }: TripleQuestion,
  heads: readonly Float32Array[],
  scale: number,
): ScoredTriple[] {
  const cosines = new Map(texts.map((text, index) => [text, cosine(vector, heads[index]!)]));
  const all = logSumExp([...cosines.values()].map((one) => scale * one));
  return triples
    .map(({ subject, relation, object }) => {
      const fit = cosines.get(textOf({ subject, relation, object }))!;
      return { subject, relation, object, cosine: fit, probability: Math.exp(scale * fit - all) };
    })
    .toSorted((a, b) => b.cosine - a.cosine);
}
