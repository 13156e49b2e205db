import { PLACEHOLDER, type LabelClass } from '@clipgraph/zero-shot';

import { LIVING } from './living.ts';
import { SURROUNDINGS } from './surroundings.ts';
import { THINGS } from './things.ts';

/** A word of a vocabulary and the texts that stand for it in prompts. */
export interface VocabularyWord {
  /** As it is shown. */
  readonly word: string;
  /** At least one; averaged. */
  readonly names: readonly string[];
  /** A being or a thing, which may stand beside another one; no place, weather, activity, colour, material or look. */
  readonly isThing: boolean;
}

/** How words that name no thing are put, `{}` standing for the word. */
const PHRASES: Readonly<Record<string, string>> = {
  activities: 'person {}',
  colours: '{} thing',
  materials: 'thing made of {}',
};

/**
 * The general vocabulary: some 1,350 common things, beings, places, activities, colours and looks, written for this project
 * and under its licence. Read from lists of words with commas between them; a slash parts the shown word from others of
 * the same meaning.
 */
export function builtInWords(): VocabularyWord[] {
  return Object.entries({ ...LIVING, ...THINGS, ...SURROUNDINGS }).flatMap(([group, list]) =>
    list.split(',').map((entry): VocabularyWord => {
      const words = entry.split('/').map((word) => word.trim());
      const names = words.map((word) => (PHRASES[group] ?? '{}').replace('{}', word));
      return { word: words[0]!, names, isThing: !(group in SURROUNDINGS) };
    }),
  );
}

/** A word as a class: each of its names in each of the templates. */
export function wordClass({ word, names }: Omit<VocabularyWord, 'isThing'>, templates: readonly string[]): LabelClass {
  const prompts = names.flatMap((name) => templates.map((template) => template.replaceAll(PLACEHOLDER, () => name)));
  return { name: word, templates: prompts, path: `the word ${word}` };
}
