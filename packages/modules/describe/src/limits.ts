import type { LimitList } from '@clipgraph/module-kit';

export const MAX_IMAGES = 64;
export const MAX_WORDS = 1000;
export const MAX_WORD_LENGTH = 200;
export const MAX_TAGS = 100;
export const MAX_CAPTIONS = 20;
export const MAX_CANDIDATES = 64;
export const MAX_THINGS = 6;
export const MAX_RELATIONS = 6;
export const MAX_PAGE_SIZE = 100;

/** Of this module, for docs/limits.md. */
export const describeLimits: LimitList = {
  of: 'Descriptions',
  limits: [
    { what: 'pictures', most: MAX_IMAGES, unit: 'items', where: ['Query.describe(images)'] },
    { what: 'words', most: MAX_WORDS, unit: 'items', where: ['VocabularyInput.words', 'Mutation.saveVocabulary(words)'] },
    { what: 'word', most: MAX_WORD_LENGTH, unit: 'characters', where: ['VocabularyInput.words', 'TripleInput', 'PairsInput'] },
    { what: 'tags', most: MAX_TAGS, unit: 'items', where: ['Query.describe(top)'] },
    { what: 'captions', most: MAX_CAPTIONS, unit: 'items', where: ['CaptionSource.first'] },
    { what: 'triples', most: MAX_CANDIDATES, unit: 'items', where: ['TriplesInput.candidates'] },
    { what: 'things that are paired', most: MAX_THINGS, unit: 'items', where: ['PairsInput.things'] },
    { what: 'relations', most: MAX_RELATIONS, unit: 'items', where: ['PairsInput.relations'] },
    { what: 'vocabularies of a page', most: MAX_PAGE_SIZE, unit: 'items', where: ['Query.vocabularies(first)'] },
  ],
};
