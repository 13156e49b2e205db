import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '@clipgraph/module-kit';

import type { Refusal } from './image-body.ts';

/** What a GraphQL operation answered: its data, or the first of its errors. */
export type OperationAnswer<Data> = { readonly data: Data } | { readonly refusal: Refusal };

/** Runs an operation of a route's own, as `POST /graphql` would. */
export async function runOperation<Data extends object>(
  apollo: ApolloServer<RequestContext>,
  operation: { readonly query: string; readonly variables: object },
  contextValue: RequestContext,
): Promise<OperationAnswer<Data>> {
  const { body } = await apollo.executeOperation<Data>({ ...operation, variables: { ...operation.variables } }, { contextValue });
  if (body.kind !== 'single') throw new Error('The answer comes in parts.');
  const { data, errors } = body.singleResult;
  if (!errors?.[0]) return { data: data! };
  const { code, ...rest } = errors[0].extensions ?? {};
  return { refusal: { ...rest, code: String(code), message: errors[0].message } };
}
