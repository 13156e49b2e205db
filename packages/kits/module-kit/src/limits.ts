import { invalidInput } from '@clipgraph/contracts';

/** Refuses a list that is empty or too long, naming the argument. */
export function checkLength(name: string, list: { readonly length: number }, most: number): void {
  if (list.length === 0) throw invalidInput('EMPTY', `${name} is empty.`);
  if (list.length > most) throw invalidInput('TOO_LARGE', `${name} holds ${list.length} items; at most ${most} are taken.`);
}

/** The page size within its limits; null stands for the default. */
export function pageSize(first: number | null | undefined, standard: number, most: number): number {
  const size = first ?? standard;
  if (size < 1 || size > most) throw invalidInput('INVALID', `first must be from 1 to ${most}.`);
  return size;
}
