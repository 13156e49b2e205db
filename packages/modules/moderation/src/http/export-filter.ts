import { scalars } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import type { ReviewState, VerdictFilter } from '../generated/types.ts';
import { ACTIONS } from '../policy/actions.ts';

type Field = keyof VerdictFilter;

const REVIEW_STATES: readonly ReviewState[] = ['OPEN', 'RESOLVED'];

/** Of a parameter, as the field of `VerdictFilter` of its name wants it; undefined for a text that it cannot be. */
const FIELDS: { readonly [Name in Field]-?: { readonly read: (text: string) => VerdictFilter[Name] | undefined; readonly must: string } } =
  {
    policy: { read: asText, must: 'be a text' },
    version: { read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined), must: 'be a whole number' },
    actions: { read: (text) => allOf(ACTIONS, text.split(',')), must: `be some of ${ACTIONS.join(',')}` },
    rule: { read: asText, must: 'be a text' },
    shadow: { read: (text) => (text === 'true' ? true : text === 'false' ? false : undefined), must: 'be true or false' },
    from: { read: instant, must: 'be an instant such as 2026-01-01T00:00:00Z' },
    to: { read: instant, must: 'be an instant such as 2026-01-01T00:00:00Z' },
    contentHash: { read: asText, must: 'be a text' },
    keyName: { read: asText, must: 'be a text' },
    review: { read: (text) => REVIEW_STATES.find((state) => state === text), must: `be one of ${REVIEW_STATES.join(', ')}` },
  };

/** The filter that the parameters of an export ask for. INVALID_INPUT says what is wrong with them. */
export function exportFilter(query: URLSearchParams): VerdictFilter {
  const names = new Set(query.keys());
  const formats = query.getAll('format');
  names.delete('format');
  if (formats.length > 1 || (formats[0] ?? 'ndjson') !== 'ndjson') {
    throw invalidInput('INVALID', 'format must be ndjson; for a table, run: clipgraph verdicts export --format csv.');
  }
  const entries = [...names].map((name): [Field, VerdictFilter[Field]] => {
    if (!isField(name)) throw invalidInput('INVALID', `There are these parameters: format, ${Object.keys(FIELDS).join(', ')}.`);
    const [text, ...more] = query.getAll(name);
    if (more.length > 0) throw invalidInput('INVALID', `${name} is given twice.`);
    const value = FIELDS[name].read(text!);
    if (value === undefined) throw invalidInput('INVALID', `filter.${name} must ${FIELDS[name].must}.`);
    return [name, value];
  });
  return Object.fromEntries(entries) as VerdictFilter;
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

function asText(text: string): string {
  return text;
}

function instant(text: string): Date | undefined {
  try {
    return scalars['DateTime']!.parseValue(text) as Date;
  } catch {
    return undefined;
  }
}

/** Undefined where one of the texts is none of the words. */
function allOf<Word extends string>(words: readonly Word[], texts: readonly string[]): Word[] | undefined {
  const found = texts.map((text) => words.find((word) => word === text));
  return found.every((word) => word !== undefined) ? found : undefined;
}
