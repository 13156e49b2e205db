import { checkLength } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';
import { PLACEHOLDER, plainLabel, type LabelClass } from '@clipgraph/zero-shot';

import type { ClassifyBy } from './generated/types.ts';
import { MAX_LABELS, MAX_PROMPT_LENGTH, MAX_TEMPLATES } from './limits.ts';

/** Classes as a caller writes them. */
export interface WrittenClasses {
  readonly classes: readonly { readonly name: string; readonly prompts?: readonly string[] | null | undefined }[];
  /** Where they stand, to be named in errors: `by.labels`. */
  readonly path: string;
  readonly templates: readonly string[] | null | undefined;
}

/** The classes that the argument `by` holds. */
export function writtenClasses(
  by: Exclude<ClassifyBy, { readonly classifier: string }>,
  templates: WrittenClasses['templates'],
): WrittenClasses {
  return by.labels
    ? { classes: by.labels.map((name) => ({ name })), path: 'by.labels', templates }
    : { classes: by.classes, path: 'by.classes', templates };
}

/**
 * The classes of a request, checked; the model's own templates where it gives none. Everything that is wrong is the
 * request's error (INVALID_INPUT), for probabilities over half of the labels would mean something else; its message
 * says which item it is.
 */
export function labelClasses({ classes: written, path, templates: given }: WrittenClasses, standard: readonly string[]): LabelClass[] {
  const templates = given ?? standard;
  checkTemplates(templates);
  const classes = written.map(({ name, prompts }, index): LabelClass => {
    const own = `${path}[${index}]`;
    if (prompts) checkPrompts(prompts, `${own}.prompts`);
    return { name, templates: prompts ?? templates, path: own };
  });
  checkLength(path, classes, MAX_LABELS);
  checkNames(classes);
  return classes;
}

function checkTemplates(templates: readonly string[]): void {
  checkLength('templates', templates, MAX_TEMPLATES);
  for (const [index, template] of templates.entries()) {
    checkText(template, `templates[${index}]`);
    if (!template.includes(PLACEHOLDER)) throw invalidInput('INVALID', `templates[${index}] does not hold ${PLACEHOLDER}.`);
  }
}

function checkPrompts(prompts: readonly string[], path: string): void {
  checkLength(path, prompts, MAX_TEMPLATES);
  for (const [index, prompt] of prompts.entries()) {
    checkText(prompt, `${path}[${index}]`);
    if (prompt.includes(PLACEHOLDER))
      throw invalidInput('INVALID', `${path}[${index}] holds ${PLACEHOLDER}, but prompts are taken as they are.`);
  }
}

function checkNames(classes: readonly LabelClass[]): void {
  const pathOfName = new Map<string, string>();
  for (const { name, path } of classes) {
    checkText(name, path);
    const plain = plainLabel(name);
    const other = pathOfName.get(plain);
    if (other !== undefined) throw invalidInput('INVALID', `${path} is the same label as ${other}.`);
    pathOfName.set(plain, path);
  }
}

function checkText(text: string, path: string): void {
  if (text.trim() === '') throw invalidInput('EMPTY', `${path} is empty.`);
  if (text.length > MAX_PROMPT_LENGTH) throw invalidInput('TOO_LARGE', `${path} is longer than ${MAX_PROMPT_LENGTH} characters.`);
}
