import { checkLimit, facetCounter, type Facets, type Filter, type VectorStore } from '@clipgraph/contracts';

import { recordPages } from './record-pages.ts';

/** Reads every record that passes and has the field. */
export function facetsByScrolling(store: VectorStore): Facets {
  return {
    async count(collection, field, { filter, limit }) {
      checkLimit(limit);
      const having: Filter = { must: [{ kind: 'exists', field }, ...(filter ? [{ kind: 'nested', filter } as const] : [])] };
      const counter = facetCounter(field);
      for await (const page of recordPages(store, collection, { filter: having })) for (const { payload } of page) counter.add(payload);
      return counter.first(limit);
    },
  };
}
