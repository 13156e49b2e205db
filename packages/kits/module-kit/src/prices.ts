import type { CostMeter } from '@clipgraph/contracts';

import { ROOT_TYPES } from './root-types.ts';

/**
 * What one field costs. `words` say it to people, in docs/prices.md. `points` come from what the caller names and from
 * nothing else: a price may not depend on what the server happens to remember. Without `points` the resolver charges by
 * itself, because only what it finds says how much was asked for (the crops of a collection, the assets that pass a filter).
 */
export interface Price<Args = never> {
  readonly words: string;
  readonly points?: ((args: Args) => number) | undefined;
}

/** Prices by type and field, for fields that do work of their own. */
export type PriceList<Resolvers> = {
  readonly [Type in keyof Resolvers]?: {
    readonly [Field in keyof NonNullable<Resolvers[Type]>]?: Price<ArgsOf<NonNullable<Resolvers[Type]>[Field]>>;
  };
};

/** The arguments that a resolver takes, as they are after GraphQL has put in their defaults. */
type ArgsOf<Resolver> = NonNullable<Resolver> extends (parent: never, args: infer Args, ...rest: never[]) => unknown ? Args : never;

type Resolve = (parent: unknown, args: unknown, context: { readonly cost: CostMeter }, info: unknown) => unknown;

/** Prices of any module. */
export type PriceTable = Readonly<Record<string, Readonly<Record<string, Price | undefined>> | undefined>>;

/**
 * The resolvers with their prices charged before they run. Throws an Error for a field of Query or Mutation without a
 * price, and for a price without a resolver, so that neither can be forgotten.
 */
export function priced<Resolvers extends object>(prices: PriceTable, resolvers: Resolvers): Resolvers {
  const byType = resolvers as Readonly<Record<string, Readonly<Record<string, Resolve>> | undefined>>;
  for (const root of Object.keys(ROOT_TYPES)) {
    for (const field of Object.keys(byType[root] ?? {})) if (!prices[root]?.[field]) throw new Error(`${root}.${field} has no price.`);
  }
  const charged = Object.entries(prices).map(([type, fields = {}]) => [type, chargedFields(type, fields, byType[type] ?? {})]);
  return { ...resolvers, ...Object.fromEntries(charged) };
}

function chargedFields(
  type: string,
  prices: Readonly<Record<string, Price | undefined>>,
  resolvers: Readonly<Record<string, Resolve>>,
): Readonly<Record<string, Resolve>> {
  const charged = Object.entries(prices).map(([field, price]): [string, Resolve] => {
    const resolve = resolvers[field];
    if (!resolve) throw new Error(`${type}.${field} has a price but no resolver.`);
    return [field, price?.points ? charging(price.points, resolve) : resolve];
  });
  return { ...resolvers, ...Object.fromEntries(charged) };
}

function charging(points: (args: never) => number, resolve: Resolve): Resolve {
  return (parent, args, context, info) => {
    context.cost.charge(points(args as never));
    return resolve(parent, args, context, info);
  };
}

/**
 * How many items to charge for: no more than the field takes and no fewer than none. A longer list is refused by the
 * field itself, in words that name it; at its full price it would only be called too dear.
 */
export function counted(items: { readonly length: number } | number | null | undefined, most: number): number {
  const count = typeof items === 'number' ? items : (items?.length ?? 0);
  return Math.min(Math.max(count, 0), most);
}

/** A price that is the same whatever is asked for. */
export function fixedPrice(points: number, words: string): Price<unknown> {
  return { words, points: () => points };
}

/** The price of a field that charges by itself. */
export function chargedByResolver(words: string): Price<unknown> {
  return { words };
}
