import { counted, fixedPrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { QueryDescribeArgs, Resolvers, TriplesInput } from './generated/types.ts';
import { MAX_CANDIDATES, MAX_CAPTIONS, MAX_IMAGES, MAX_PAGE_SIZE, MAX_RELATIONS, MAX_TAGS, MAX_THINGS, MAX_WORDS } from './limits.ts';
import { STANDARD_CAPTIONS } from './near-captions.ts';
import { STANDARD_RELATIONS } from './triples.ts';

/** What this module's fields cost. The words of a saved or the general vocabulary are the server's own. */
export const describePrices: PriceList<Resolvers> = {
  Query: {
    describe: {
      words:
        'for each picture 250, 1 for each tag of `top` and each triple, and with captions 50 and 1 for each; ' +
        '40 for each word and each triple of the request, once for all pictures',
      points: priceOfDescribe,
    },
    vocabularies: { words: '1 for each of `first`', points: ({ first }) => counted(first ?? 20, MAX_PAGE_SIZE) * PRICES.result },
    vocabulary: fixedPrice(PRICES.result, '1'),
  },
  Mutation: {
    saveVocabulary: { words: '1 for each word', points: ({ words }) => counted(words, MAX_WORDS) * PRICES.result },
    deleteVocabulary: fixedPrice(PRICES.result, '1'),
  },
};

function priceOfDescribe({ images, vocabulary, captionsFrom, triples, top }: Partial<QueryDescribeArgs>): number {
  const asked = triples ? triplesOf(triples) : 0;
  const captions = captionsFrom ? PRICES.search + counted(captionsFrom.first ?? STANDARD_CAPTIONS, MAX_CAPTIONS) * PRICES.result : 0;
  const results = (counted(top ?? 10, MAX_TAGS) + asked) * PRICES.result;
  const texts = counted(vocabulary?.words, MAX_WORDS) + asked;
  return counted(images, MAX_IMAGES) * (PRICES.image + captions + results) + texts * PRICES.text;
}

/** Triples that are asked about; their contrasts are the server's own. */
function triplesOf({ candidates, pairs }: TriplesInput): number {
  if (!pairs) return counted(candidates, MAX_CANDIDATES);
  const things = counted(pairs.things, MAX_THINGS);
  return things * (things - 1) * counted(pairs.relations ?? STANDARD_RELATIONS, MAX_RELATIONS);
}
