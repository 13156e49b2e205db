/** A class to score against: what it is called and the texts that stand for it. */
export interface LabelClass {
  /** As the caller wrote it. */
  readonly name: string;
  /** Texts in which `{label}` stands for the name; whole prompts have none. */
  readonly templates: readonly string[];
  /** Where the caller wrote it, to be named in errors: `by.labels[3]`. */
  readonly path: string;
}

export const PLACEHOLDER = '{label}';

/** The prompts of a class, each once. */
export function promptsOf({ name, templates }: Pick<LabelClass, 'name' | 'templates'>): string[] {
  return [...new Set(templates.map((template) => template.replaceAll(PLACEHOLDER, () => name.trim())))];
}

/** What makes two labels the same: blanks at the ends, their number and the way of writing accents do not count. */
export function plainLabel(name: string): string {
  return name.trim().replaceAll(/\s+/gu, ' ').normalize();
}
