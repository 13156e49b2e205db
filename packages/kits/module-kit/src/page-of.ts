/** What the GraphQL type `PageInfo` resolves from. */
export interface PageBounds {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** What a connection's type resolves from. */
export interface Page<Node> {
  readonly edges: { readonly cursor: string; readonly node: Node }[];
  readonly nodes: Node[];
  readonly pageInfo: PageBounds;
}

export interface PageOptions<Node> {
  readonly cursorOf: (node: Node) => string;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** Where the next page begins, if not after the last of these. */
  readonly endCursor?: string | undefined;
}

/** The nodes of a page in the form of a connection. */
export function pageOf<Node>(nodes: readonly Node[], options: PageOptions<Node>): Page<Node> {
  const { cursorOf, hasNextPage, hasPreviousPage, endCursor } = options;
  const edges = nodes.map((node) => ({ cursor: cursorOf(node), node }));
  return {
    edges,
    nodes: [...nodes],
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: endCursor ?? edges.at(-1)?.cursor ?? null,
    },
  };
}
