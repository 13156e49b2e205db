import type { StandardSchema } from '@clipgraph/contracts';
import * as v from 'valibot';

/**
 * The schema of a value that is given in code, of the one for the setting's text: the value must be what the text of it makes. A flag's text
 * is `on` or `off`, a list's has commas; TypeScript's types say the same, and hold only where TypeScript is.
 */
export function givenAs<Value>(schema: StandardSchema<Value>): StandardSchema<Value> {
  return {
    '~standard': {
      version: 1,
      vendor: 'clipgraph',
      validate(value) {
        const result = schema['~standard'].validate(textOf(value));
        if (result instanceof Promise || result.issues) return result;
        return JSON.stringify(result.value) === JSON.stringify(value)
          ? { value: value as Value }
          : { issues: [{ message: 'is of another type.' }] };
      },
    },
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** A whole number that is given in code. */
export function wholeNumber({ from, to }: { readonly from: number; readonly to: number }): StandardSchema<number> {
  return v.custom<number>(
    (value) => typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to,
    `must be a whole number from ${from} to ${to}.`,
  );
}

/**
 * What is wrong with options that have no variable, in words for whoever wrote the composition: those that their schema refuses, and names
 * that there are none of. An option that is undefined is left out.
 */
export function optionProblems(
  of: string,
  options: object,
  schemas: Readonly<Record<string, StandardSchema<unknown> | undefined>>,
): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(schemas, name)) return [`${of}: there is no option ${name}.`];
    const result = value === undefined ? undefined : schemas[name]?.['~standard'].validate(value);
    if (result instanceof Promise) throw new Error(`The schema of ${name} is asynchronous; those of options must not be.`);
    return result?.issues?.map(({ message }) => `${of}: ${name} ${message}`) ?? [];
  });
}
