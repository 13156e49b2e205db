import { checkOptions } from '@clipgraph/settings-kit';

/** A function of a plugin or a module that has no options: refuses any by its name, which JavaScript would drop without a word. */
export function withoutOptions<Part>(name: string, make: () => Part): () => Part {
  const made = (...given: readonly unknown[]): Part => {
    if (given[0] !== undefined) checkOptions(`${name}()`, given[0] as object, {});
    return make();
  };
  // A composition that holds the function itself is told so by its name.
  return Object.defineProperty(made, 'name', { value: name });
}
