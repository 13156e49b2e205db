/** Types of objects that do not say theirs, from the ids by which they were found. */
const types = new WeakMap<object, string>();

/** Remembers the type of what the loader of that type found; answers it as it is. */
export function foundAs<Found>(type: string, found: Found): Found {
  if (typeof found === 'object' && found !== null && !('__typename' in found)) types.set(found, type);
  return found;
}

/** The type of a node: its own `__typename`, else that of the loader which found it. */
export function nodeType(node: object): string | undefined {
  return '__typename' in node && typeof node.__typename === 'string' ? node.__typename : types.get(node);
}
