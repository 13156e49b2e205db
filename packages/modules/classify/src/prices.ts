import { chargedByResolver, counted, fixedPrice, PRICES, type PriceList } from '@clipgraph/module-kit';

import type { ClassInput, ClassifyBy, QueryClassifyArgs, Resolvers } from './generated/types.ts';
import { MAX_IMAGES, MAX_LABELS, MAX_PAGE_SIZE, MAX_TEMPLATES, MAX_TEXTS, MAX_TOP } from './limits.ts';

const pageOf = ({ first }: { readonly first?: number | null }): number => counted(first ?? 20, MAX_PAGE_SIZE) * PRICES.result;

/** What this module's fields cost. The prompts of a saved classifier are the server's own, and so are a model's templates. */
export const classifyPrices: PriceList<Resolvers> = {
  Query: {
    classify: {
      words:
        'for each picture 250 and 1 for each label of `top`; for each label of the request 40, with `templates` or `prompts` of ' +
        'its own 40 for each of these; the labels of a saved classifier cost nothing',
      points: priceOfClassify,
    },
    similarity: {
      words: '250 for each picture, 40 for each text',
      points: ({ images, texts }) => counted(images, MAX_IMAGES) * PRICES.image + counted(texts, MAX_TEXTS) * PRICES.text,
    },
    classifiers: { words: '1 for each of `first`', points: pageOf },
    classifier: fixedPrice(PRICES.result, '1'),
  },
  Mutation: {
    saveClassifier: {
      words: '1, and 1 for each name, prompt and template',
      points: ({ input: { classes, templates } }) => {
        const prompts = classes.slice(0, MAX_LABELS).map(({ prompts }) => 1 + counted(prompts, MAX_TEMPLATES));
        return (1 + prompts.reduce((sum, one) => sum + one, 0) + counted(templates, MAX_TEMPLATES)) * PRICES.result;
      },
    },
    trainClassifier: chargedByResolver(
      '250 for each picture of `examples`, 1 for an asset whose vector is stored; 1 for each asset of `fromCollection`; 50 for ' +
        '`fromReviews` and 1 for each review; then 1 for each 130 numbers that are learned from (examples × classes × dimensions)',
    ),
    deleteClassifier: fixedPrice(PRICES.result, '1'),
  },
  Classifier: { versions: { words: '1 for each of `first`', points: pageOf } },
};

function priceOfClassify({ images, by, templates, top }: Pick<QueryClassifyArgs, 'images' | 'by' | 'templates' | 'top'>): number {
  const classes = writtenIn(by);
  const most = counted(top ?? 5, MAX_TOP);
  // How many classes a saved classifier has is not known yet.
  const answered = classes ? Math.min(most, classes.length) : most;
  const ofEach = counted(templates, MAX_TEMPLATES) || 1;
  const texts = (classes ?? []).reduce((sum, { prompts }) => sum + (prompts ? counted(prompts, MAX_TEMPLATES) : ofEach), 0);
  return counted(images, MAX_IMAGES) * (PRICES.image + answered * PRICES.result) + texts * PRICES.text;
}

function writtenIn({ labels, classes }: ClassifyBy): readonly Pick<ClassInput, 'prompts'>[] | undefined {
  return labels ? labels.slice(0, MAX_LABELS).map(() => ({})) : classes?.slice(0, MAX_LABELS);
}
