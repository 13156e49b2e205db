import { checkLength } from '@clipgraph/graphql-kit';
import { invalidInput } from '@clipgraph/spec';
import { PLACEHOLDER, type LabelClass } from '@clipgraph/zero-shot';

import type { ClassifyBy } from './generated/types.ts';

export const MAX_LABELS = 1000;
export const MAX_TEMPLATES = 100;
export const MAX_PROMPT_LENGTH = 1000;

/**
 * The classes of a request, checked. Everything that is wrong is the request's error (INVALID_INPUT), for
 * probabilities over half of the labels would mean something else; its message says which item it is.
 */
export function labelClasses(by: ClassifyBy, given: readonly string[] | null | undefined, standard: readonly string[]): LabelClass[] {
  const templates = given ?? standard;
  checkTemplates(templates);
  const classes = by.labels
    ? by.labels.map((name, index): LabelClass => ({ name, templates, path: `by.labels[${index}]` }))
    : by.classes.map(({ name, prompts }, index): LabelClass => {
        const path = `by.classes[${index}]`;
        if (prompts) checkPrompts(prompts, `${path}.prompts`);
        return { name, templates: prompts ?? templates, path };
      });
  checkLength(by.labels ? 'by.labels' : 'by.classes', classes, MAX_LABELS);
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
    const plain = name.trim().replaceAll(/\s+/gu, ' ').normalize();
    const other = pathOfName.get(plain);
    if (other !== undefined) throw invalidInput('INVALID', `${path} is the same label as ${other}.`);
    pathOfName.set(plain, path);
  }
}

function checkText(text: string, path: string): void {
  if (text.trim() === '') throw invalidInput('EMPTY', `${path} is empty.`);
  if (text.length > MAX_PROMPT_LENGTH) throw invalidInput('TOO_LARGE', `${path} is longer than ${MAX_PROMPT_LENGTH} characters.`);
}
