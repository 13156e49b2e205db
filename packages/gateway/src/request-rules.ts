import { GraphQLError, type GraphQLFormattedError, type ValidationRule } from 'graphql';

import { isInexact } from './json-check.ts';

/** Refuses operations of a kind that the schema has none of, such as subscriptions. */
export const servedOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`The server has no ${node.operation}s.`, { nodes: [node] }));
  },
});

/** Refuses whole numbers that would not be kept exactly. */
export const exactNumbers: ValidationRule = (context) => ({
  IntValue(node) {
    if (!isInexact(node.value)) return;
    const message = 'A whole number beyond ±9007199254740991 would not be kept exactly. Send it as a text.';
    context.reportError(new GraphQLError(message, { nodes: [node] }));
  },
});

/** Whether graphql itself refused the request before any resolver ran: too many errors in the variables, for example. */
export function isAboutRequest(error: unknown): boolean {
  return error instanceof GraphQLError && !error.path && !error.originalError && error.extensions['code'] === undefined;
}

/** What {@link isAboutRequest} told of, as callers see it. */
export function requestProblem({ message, locations }: GraphQLFormattedError): GraphQLFormattedError {
  return { message, ...(locations && { locations }), extensions: { code: 'BAD_USER_INPUT' } };
}
