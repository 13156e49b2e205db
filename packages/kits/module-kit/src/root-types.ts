/** The types that requests begin at, which every module may add fields to, with what a schema says of them. */
export const ROOT_TYPES: Readonly<Record<'Query' | 'Mutation' | 'Subscription', string>> = {
  Query: 'What can be read.',
  Mutation: 'What can be changed. The changes of one request happen one after another.',
  Subscription: 'What can be followed.',
};

export function isRootType(name: string): name is keyof typeof ROOT_TYPES {
  return Object.hasOwn(ROOT_TYPES, name);
}
