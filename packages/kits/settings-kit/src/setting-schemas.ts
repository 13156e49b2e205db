import type { StandardSchema } from '@clipgraph/contracts';
import * as v from 'valibot';

/*
 * Schemas for the texts of settings. Each takes the text of an environment variable, or
 * undefined where it is not set. A message goes on where the name of the variable ends: `must be on or off.`
 */

interface WholeNumberOptions {
  readonly from: number;
  readonly to: number;
  readonly standard: number;
  /** Default `must be a whole number from <from> to <to>.` */
  readonly message?: string;
}

/** A whole number within limits. */
export function wholeNumberSchema({ from, to, standard, message }: WholeNumberOptions): StandardSchema<number> {
  return v.pipe(
    v.optional(v.string(), String(standard)),
    v.transform(Number),
    v.check(
      (number) => Number.isInteger(number) && number >= from && number <= to,
      message ?? `must be a whole number from ${from} to ${to}.`,
    ),
  );
}

const ON = ['on', 'true', '1'];
const OFF = ['off', 'false', '0'];

/** `on` or `off`, also as `true`, `false`, `1` and `0`. */
export function onOffSchema(standard: boolean): StandardSchema<boolean> {
  return v.pipe(
    v.optional(v.string(), standard ? 'on' : 'off'),
    v.toLowerCase(),
    v.check((text) => [...ON, ...OFF].includes(text), 'must be on or off.'),
    v.transform((text) => ON.includes(text)),
  );
}

/** Any text, or undefined where there is none. */
export function textSchema(): StandardSchema<string | undefined>;
export function textSchema(standard: string): StandardSchema<string>;
export function textSchema(standard?: string): StandardSchema<string | undefined> {
  return v.optional(v.string(), standard);
}

/** One of some words. */
export function choiceSchema<const Choice extends string>(choices: readonly Choice[], standard: Choice): StandardSchema<Choice> {
  return v.optional(v.picklist(choices, `must be one of ${choices.join(', ')}.`), standard);
}

/** An absolute http or https address, or undefined where there is none. */
export function httpAddressSchema(): StandardSchema<string | undefined> {
  return v.optional(v.pipe(v.string(), v.check(isHttpAddress, 'must be an absolute http or https address.')));
}

/** Whether a text is an absolute http or https address. */
export function isHttpAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** Texts between commas; blanks around them and empty ones are left out. */
export function listSchema(standard: readonly string[] = []): StandardSchema<readonly string[]> {
  return v.pipe(
    v.optional(v.string(), standard.join(',')),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  );
}
