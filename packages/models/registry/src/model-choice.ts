/** The name of the model that clipgraph brings along. */
export const BUNDLED_MODEL = 'mini';

/** An installed model and which of its graphs: `clip-vit-base-patch32:quantized`. */
export interface ModelChoice {
  /** Name of a folder among the models. */
  readonly name: string;
  /** Suffix of the graphs' files; empty for those without one. */
  readonly precision: string;
}

/** 1 to 64 of `a-z A-Z 0-9 . _ -`, a letter or digit first: no path and nothing hidden. */
export function isModelName(name: string): boolean {
  return /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/.test(name);
}

/** Reads `name` or `name:precision`; undefined for anything else. */
export function modelChoice(text: string): ModelChoice | undefined {
  const [name = '', precision = '', ...rest] = text.split(':');
  const isRight = rest.length === 0 && isModelName(name) && (text === name || /^[a-z0-9]{1,16}$/.test(precision));
  return isRight ? { name, precision } : undefined;
}
