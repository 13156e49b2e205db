import type { EmbedderSet } from '@clipgraph/module-kit';
import { invalidInput, PluginError, type Embedder } from '@clipgraph/contracts';
import type { LabelClass } from '@clipgraph/zero-shot';

import { foundClassifier, type ClassifierRecord, type ClassifierRecords, type TrainedHead } from './classifier-records.ts';
import type { QueryClassifyArgs } from './generated/types.ts';
import { labelClasses, writtenClasses } from './label-classes.ts';
import type { ClassifyMode } from './scoring.ts';

/** What pictures are compared with, and by which model. */
export interface ClassificationRequest {
  readonly embedder: Embedder;
  readonly classes: readonly LabelClass[];
  readonly mode: ClassifyMode;
  readonly trained?: TrainedHead | undefined;
}

interface ClassificationRequestParts {
  readonly embedders: EmbedderSet;
  readonly records: ClassifierRecords;
}

/** What `classify` is asked for, checked. */
export async function classificationRequest(
  { embedders, records }: ClassificationRequestParts,
  args: QueryClassifyArgs,
): Promise<ClassificationRequest> {
  const { by, templates, mode, model } = args;
  if (typeof by.classifier === 'string') {
    if (templates) throw invalidInput('INVALID', 'A saved classifier has its own templates.');
    if (mode) throw invalidInput('INVALID', 'A saved classifier has its own mode.');
    return requestOfSaved(embedders, await foundClassifier(records, by.classifier), model);
  }
  const embedder = embedders.named(model);
  return { embedder, classes: labelClasses(writtenClasses(by, templates), embedder.model.templates), mode: mode ?? 'ONE_OF' };
}

function requestOfSaved(embedders: EmbedderSet, record: ClassifierRecord, model: string | null | undefined): ClassificationRequest {
  const { trained, mode } = record;
  const embedder = trained && !model ? embedders.withFingerprint(trained.fingerprint) : embedders.named(model);
  if (!embedder || (trained && embedder.model.fingerprint !== trained.fingerprint))
    throw new PluginError(
      'CONFLICT',
      `Version ${record.version} of this classifier was trained on vectors of another model` +
        `${record.training ? ` (${record.training.modelName})` : ''}; load that model, use an earlier version or train it again.`,
    );
  return { embedder, classes: savedClasses(record, embedder), mode, trained };
}

/** The classes of a saved classifier, as a model reads them. */
export function savedClasses({ classes, templates }: ClassifierRecord, { model }: Embedder): LabelClass[] {
  return labelClasses({ classes, path: 'classes', templates }, model.templates);
}
