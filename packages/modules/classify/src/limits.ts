import type { LimitList } from '@clipgraph/module-kit';

export const MAX_IMAGES = 64;
export const MAX_TEXTS = 64;
export const MAX_LABELS = 1000;
/** Templates of a request, and prompts of a class. */
export const MAX_TEMPLATES = 100;
export const MAX_PROMPT_LENGTH = 1000;
export const MAX_TOP = 1000;
export const MAX_PAGE_SIZE = 100;
/** Examples that a request brings. */
export const MAX_EXAMPLES = 1000;
export const MAX_COLLECTION_EXAMPLES = 5000;
export const MAX_REVIEWS = 5000;
export const MAX_FIELD_LENGTH = 512;

const CLASSES = ['ClassifyBy.labels', 'ClassifyBy.classes', 'ClassifierInput.classes'];

/** Of this module, for docs/limits.md. */
export const classifyLimits: LimitList = {
  of: 'Classification',
  limits: [
    { what: 'pictures', most: MAX_IMAGES, unit: 'items', where: ['Query.classify(images)', 'Query.similarity(images)'] },
    { what: 'texts', most: MAX_TEXTS, unit: 'items', where: ['Query.similarity(texts)'] },
    { what: 'labels or classes', most: MAX_LABELS, unit: 'items', where: CLASSES },
    { what: 'templates', most: MAX_TEMPLATES, unit: 'items', where: ['Query.classify(templates)', 'ClassifierInput.templates'] },
    { what: 'prompts of a class', most: MAX_TEMPLATES, unit: 'items', where: ['ClassInput.prompts'] },
    { what: 'label, template or prompt', most: MAX_PROMPT_LENGTH, unit: 'characters', where: [...CLASSES, 'Query.classify(templates)'] },
    { what: 'labels that are answered', most: MAX_TOP, unit: 'items', where: ['Query.classify(top)'] },
    {
      what: 'classifiers or versions of a page',
      most: MAX_PAGE_SIZE,
      unit: 'items',
      where: ['Query.classifiers(first)', 'Classifier.versions(first)'],
    },
    { what: 'examples of a training', most: MAX_EXAMPLES, unit: 'items', where: ['Mutation.trainClassifier(examples)'] },
    {
      what: 'assets of a collection for a training',
      most: MAX_COLLECTION_EXAMPLES,
      unit: 'items',
      where: ['Mutation.trainClassifier(fromCollection)'],
    },
    { what: 'reviews for a training', most: MAX_REVIEWS, unit: 'items', where: ['ReviewExamples.first'] },
    { what: 'field with the labels', most: MAX_FIELD_LENGTH, unit: 'characters', where: ['CollectionExamples.field'] },
  ],
};
