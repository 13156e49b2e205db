import { checkClassifierName, type ClassifierRecord, type ClassifierRecords } from './classifier-records.ts';
import type { MutationSaveClassifierArgs } from './generated/types.ts';
import { labelClasses } from './label-classes.ts';

/** Checks all of it, so that what is saved can be used, with any model that reads text. */
export async function saveClassifier(
  records: ClassifierRecords,
  { input: { name, classes, templates, mode = 'ONE_OF' } }: MutationSaveClassifierArgs,
): Promise<ClassifierRecord> {
  checkClassifierName(name);
  // The default stands for templates that only a model knows.
  labelClasses({ classes, path: 'input.classes', templates }, ['{label}']);
  return records.add({
    name,
    mode,
    classes: classes.map(({ name, prompts }) => ({ name: name.trim(), prompts: prompts ?? undefined })),
    templates: templates ?? undefined,
  });
}
