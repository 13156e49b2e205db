const MOST_FOLDS = 5;

/**
 * Deals examples into folds, group by group (a class, or a set of labels), so that every fold holds its share of each
 * group. The fold of every example; as many folds as the largest group has members, from 2 to 5. Depends on the order
 * of the examples and on nothing else.
 */
export function stratifiedFolds(groups: readonly string[]): { readonly folds: number; readonly foldOf: Uint8Array } {
  const members = new Map<string, number[]>();
  for (const [example, group] of groups.entries()) members.set(group, [...(members.get(group) ?? []), example]);
  const folds = Math.min(MOST_FOLDS, Math.max(2, ...[...members.values()].map(({ length }) => length)));
  const foldOf = new Uint8Array(groups.length);
  let dealt = 0;
  for (const examples of members.values()) for (const example of examples) foldOf[example] = dealt++ % folds;
  return { folds, foldOf };
}
