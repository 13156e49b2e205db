import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '@clipgraph/module-kit';

/** What is wrong with the GraphQL of a request that arrived well. */
const ABOUT_GRAPHQL = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
]);

/**
 * Who accepts `application/json` by name, and not `application/graphql-response+json`, gets status 200 with the errors: in that type
 * any other status may come from something between the two, as section 6.4.1 of GraphQL over HTTP has it.
 */
export function plainJsonStatus(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async ({ request }) => ({
      willSendResponse: async ({ response }) => {
        const accept = request.http?.headers.get('accept') ?? '';
        if (!accept.includes('application/json') || accept.includes('application/graphql-response+json')) return;
        if (response.http.status !== 400 || response.body.kind !== 'single') return;
        const { errors = [] } = response.body.singleResult;
        if (errors.every(({ extensions }) => ABOUT_GRAPHQL.has(extensions?.['code']))) response.http.status = 200;
      },
    }),
  };
}
