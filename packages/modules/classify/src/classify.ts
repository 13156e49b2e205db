import { checkLength, eachItem, imageRef, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { dot, invalidInput, type ModelInfo } from '@clipgraph/contracts';
import { cosine, requireText, type Background, type ClassHeads } from '@clipgraph/zero-shot';

import type { ClassifierRecords } from './classifier-records.ts';
import type { ClassifyPorts } from './classify-ports.ts';
import type { QueryClassifyArgs } from './generated/types.ts';
import { classificationRequest } from './classification-request.ts';
import { MAX_IMAGES, MAX_TOP } from './limits.ts';
import { scores, type ScoredLabel } from './scoring.ts';

const STANDARD_TOP = 5;

/** What the GraphQL type `Classification` resolves from. */
export interface ClassificationNode {
  readonly __typename: 'Classification';
  readonly labels: ScoredLabel[];
  readonly unknown: boolean;
  readonly model: ModelInfo;
}

export interface ClassifyParts extends ClassifyPorts {
  readonly heads: ClassHeads;
  readonly background: Background;
  readonly records: ClassifierRecords;
}

/** Checks the request, makes the heads that are not cached, then scores every image by itself. */
export async function classify(
  parts: ClassifyParts,
  args: QueryClassifyArgs,
  { signal }: RequestContext,
): Promise<(ClassificationNode | InputError)[]> {
  const { images: reader, heads, background } = parts;
  const { images } = args;
  checkLength('images', images, MAX_IMAGES);
  const top = args.top ?? STANDARD_TOP;
  if (top < 1 || top > MAX_TOP) throw invalidInput('INVALID', `top must be from 1 to ${MAX_TOP}.`);
  const { embedder, classes, mode, trained } = await classificationRequest(parts, args);
  const { model } = embedder;
  requireText(embedder);
  const names = classes.map(({ name }) => name);

  // Before the images: a label that is wrong makes the request wrong, and no picture is looked at in vain.
  const labelHeads = await heads.of(embedder, classes, signal);
  const everyday = await background(embedder, signal);
  return eachItem(images, async (image): Promise<ClassificationNode> => {
    const vector = await embedder.embedImage(await reader.read(imageRef(image), { signal }), { signal });
    const cosines = (heads: readonly Float32Array[]): number[] => heads.map((head) => cosine(vector, head));
    const { labels, unknown } = scores(names, cosines(labelHeads), {
      scoring: model.scoring,
      mode,
      background: cosines(everyday),
      trained: trained && { logits: trained.weights.map((row) => dot(row, vector)), temperature: trained.temperature },
    });
    return { __typename: 'Classification', labels: labels.slice(0, top), unknown, model };
  });
}
