import { distance } from 'fastest-levenshtein';

/** Letters that may differ, for each four of the written name: a slip, and not another word. */
const LETTERS_A_SLIP = 4;

/**
 * ` Did you mean modules?` for the name among these that is closest to what was written, or nothing where none is close. Goes behind
 * a sentence.
 */
export function didYouMean(written: string, names: Iterable<string>): string {
  const wanted = written.toLowerCase();
  const near = Array.from(names, (name) => ({ name, differs: distance(wanted, name.toLowerCase()) }))
    .filter(({ name, differs }) => differs <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / LETTERS_A_SLIP)))
    .toSorted((a, b) => a.differs - b.differs);
  return near[0] ? ` Did you mean ${near[0].name}?` : '';
}
