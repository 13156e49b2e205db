import {
  type LimitCase,
  many,
  word,
  image,
  INPUT_ERROR,
  ask,
  EMBED,
  labels,
  pictured,
  MANY,
  assetsWithKind,
  first,
  single,
} from './limit-case.ts';

const CLASSIFY = `query ($images: [ImageInput!]!, $by: ClassifyBy!, $templates: [String!], $top: Int) {
  classify(images: $images, by: $by, templates: $templates, top: $top) { ${INPUT_ERROR} }
}`;
const SIMILARITY = `query ($images: [ImageInput!]!, $texts: [String!]!) {
  similarity(images: $images, texts: $texts) { imageErrors { ${INPUT_ERROR} } textErrors { ${INPUT_ERROR} } }
}`;
const TRAIN = `mutation ($examples: [ExampleInput!], $fromCollection: CollectionExamples, $fromReviews: ReviewExamples) {
  trainClassifier(name: "colours", examples: $examples, fromCollection: $fromCollection, fromReviews: $fromReviews) { skipped }
}`;
const DESCRIBE = `query ($images: [ImageInput!]!, $vocabulary: VocabularyInput, $top: Int, $captionsFrom: CaptionSource, $triples: TriplesInput) {
  describe(images: $images, vocabulary: $vocabulary, top: $top, captionsFrom: $captionsFrom, triples: $triples) { ${INPUT_ERROR} }
}`;
const examples = (size: number) => many(size, (index) => ({ image: image(index), labels: [labels[Math.floor(index / 2) % 2]!] }));
/** Of embedding, classification and descriptions. */
export const modelCases: Readonly<Record<string, LimitCase>> = {
  'Embedding: inputs': { send: ask(EMBED, (size) => ({ inputs: pictured(size), crops: { levels: 4 } })), says: /inputs holds/ },

  'Classification: pictures': {
    send: ask(CLASSIFY, (size) => ({ images: many(size, image), by: { labels } })),
    says: /images holds/,
  },
  'Classification: texts': {
    send: ask(SIMILARITY, (size) => ({ ...single, texts: many(size, (i) => `text ${i}`) })),
    says: /texts holds/,
  },
  'Classification: labels or classes': {
    send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: many(size, (i) => `label ${i}`) } })),
    says: /by\.labels holds/,
  },
  'Classification: templates': {
    send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: ['red'] }, templates: many(size, (i) => `${i} {label}`) })),
    says: /templates holds/,
  },
  'Classification: prompts of a class': {
    send: ask(CLASSIFY, (size) => ({ ...single, by: { classes: [{ name: 'red', prompts: many(size, (i) => `prompt ${i}`) }] } })),
    says: /by\.classes\[0\]\.prompts holds/,
  },
  'Classification: label, template or prompt': {
    send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: [word(size)] } })),
    says: /by\.labels\[0\] is longer/,
  },
  'Classification: labels that are answered': {
    send: ask(CLASSIFY, (size) => ({ ...single, by: { labels }, top: size })),
    says: /top must be/,
  },
  'Classification: classifiers or versions of a page': first((size) => `{ classifiers(first: ${size}) { name } }`),
  'Classification: examples of a training': { send: ask(TRAIN, (size) => ({ examples: examples(size) })), says: /examples holds/ },
  'Classification: assets of a collection for a training': {
    send: async (server, size) => {
      await assetsWithKind(server, MANY, size);
      return server.query(TRAIN, { fromCollection: { collection: 'many', field: 'kind' }, examples: examples(4) });
    },
    says: /collection has/,
  },
  'Classification: reviews for a training': {
    send: ask(TRAIN, (size) => ({ fromReviews: { first: size, labels: [{ action: 'BLOCK', labels: ['red'] }] }, examples: examples(4) })),
    says: /fromReviews\.first must be/,
  },
  'Classification: field with the labels': {
    send: ask(TRAIN, (size) => ({ fromCollection: { collection: 'many', field: word(size) }, examples: examples(4) })),
    says: /fromCollection\.field must have/,
  },

  'Descriptions: pictures': { send: ask(DESCRIBE, (size) => ({ images: many(size, image) })), says: /images holds/ },
  'Descriptions: words': {
    send: ask(DESCRIBE, (size) => ({ ...single, vocabulary: { words: many(size, (i) => `word ${i}`) } })),
    says: /vocabulary\.words holds/,
  },
  'Descriptions: word': {
    send: ask(DESCRIBE, (size) => ({ ...single, vocabulary: { words: [word(size)] } })),
    says: /vocabulary\.words\[0\] is longer/,
  },
  'Descriptions: tags': { send: ask(DESCRIBE, (size) => ({ ...single, top: size })), says: /top must be/ },
  'Descriptions: captions': {
    send: ask(DESCRIBE, (size) => ({ ...single, captionsFrom: { collection: 'many', first: size } })),
    says: /captionsFrom\.first must be/,
  },
  'Descriptions: triples': {
    send: ask(DESCRIBE, (size) => ({
      ...single,
      triples: { candidates: many(size, (i) => ({ subject: `cat ${i}`, relation: 'on', object: 'mat' })) },
    })),
    says: /triples\.candidates holds/,
  },
  'Descriptions: things that are paired': {
    send: ask(DESCRIBE, (size) => ({ ...single, triples: { pairs: { things: many(size, (i) => `thing ${i}`) } } })),
    says: /triples\.pairs\.things holds/,
  },
  'Descriptions: relations': {
    send: ask(DESCRIBE, (size) => ({
      ...single,
      triples: { pairs: { things: ['cat', 'mat'], relations: many(size, (i) => `on ${i}`) } },
    })),
    says: /triples\.pairs\.relations holds/,
  },
  'Descriptions: vocabularies of a page': first((size) => `{ vocabularies(first: ${size}) { name } }`),
};
