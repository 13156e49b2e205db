export * from './describe-module.ts';
export { generalVocabulary, type VocabularyProgress } from './general-vocabulary.ts';
export { describeLimits } from './limits.ts';
export { describePrices } from './prices.ts';
export * from './schema.ts';
export { scoredTags, type GeneralWords, type ScoredTag, type TagHead } from './tags.ts';
export { scoredTriples, triplesAmong, type ScoredTriple, type Triple, type TripleQuestion } from './triples.ts';
export { builtInWords, type VocabularyWord } from './vocabulary/built-in.ts';
export { describeKinds } from './kinds.ts';
