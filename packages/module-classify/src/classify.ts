import { checkLength, eachItem, imageRef, PRICES, type InputError, type RequestContext } from '@clipgraph/graphql-kit';
import { invalidInput, type ModelInfo } from '@clipgraph/spec';
import { cosine, requireText, type Background, type ClassHeads } from '@clipgraph/zero-shot';

import type { ClassifyModuleOptions } from './classify-module.ts';
import type { QueryClassifyArgs } from './generated/types.ts';
import { labelClasses } from './label-classes.ts';
import { scores, type ScoredLabel } from './scoring.ts';

export const MAX_IMAGES = 64;
const STANDARD_TOP = 5;
const MOST_TOP = 1000;

/** What the GraphQL type `Classification` resolves from. */
export interface ClassificationNode {
  readonly __typename: 'Classification';
  readonly labels: ScoredLabel[];
  readonly unknown: boolean;
  readonly model: ModelInfo;
}

export interface ClassifyParts extends ClassifyModuleOptions {
  readonly heads: ClassHeads;
  readonly background: Background;
}

/** Checks the request, charges for it, makes the heads that are not cached, then scores every image by itself. */
export async function classify(
  { embedders, images: reader, heads, background }: ClassifyParts,
  { images, by, templates, mode, top: givenTop, model: name }: QueryClassifyArgs,
  { cost, signal }: RequestContext,
): Promise<(ClassificationNode | InputError)[]> {
  checkLength('images', images, MAX_IMAGES);
  const top = givenTop ?? STANDARD_TOP;
  if (top < 1 || top > MOST_TOP) throw invalidInput('INVALID', `top must be from 1 to ${MOST_TOP}.`);
  const embedder = embedders.named(name);
  const { model } = embedder;
  requireText(embedder);
  const classes = labelClasses(by, templates, model.templates);
  const names = classes.map(({ name }) => name);

  const results = images.length * Math.min(top, classes.length);
  cost.charge(images.length * PRICES.image + heads.uncachedPrompts(embedder, classes) * PRICES.text + results * PRICES.result);

  // Before the images: a label that is wrong makes the request wrong, and no picture is looked at in vain.
  const labelHeads = await heads.of(embedder, classes, signal);
  const everyday = await background(embedder, signal);
  return eachItem(images, async (image): Promise<ClassificationNode> => {
    const vector = await embedder.embedImage(await reader.read(imageRef(image), { signal }), { signal });
    const cosines = (heads: readonly Float32Array[]): number[] => heads.map((head) => cosine(vector, head));
    const options = { scoring: model.scoring, mode: mode ?? 'ONE_OF', background: cosines(everyday) };
    const { labels, unknown } = scores(names, cosines(labelHeads), options);
    return { __typename: 'Classification', labels: labels.slice(0, top), unknown, model };
  });
}
