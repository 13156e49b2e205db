import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { COST_LIMIT_EXCEEDED, isCostRefusal, publicError, type RequestContext } from '@clipgraph/module-kit';
import { isPluginError } from '@clipgraph/contracts';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import type { Logger } from 'pino';

import { MAX_DIRECTIVES, type GatewayConfig } from './config.ts';
import type { InFlight } from './in-flight.ts';
import { plainJsonStatus } from './plain-json-status.ts';
import { exactNumbers, isAboutRequest, requestProblem, servedOperations } from './request-rules.ts';
import type { GatewayContext } from './request-facts.ts';
import { timed, timeFields } from './timed-fields.ts';

/** Codes of errors that say what is wrong with the request itself; their messages are kept. */
const CALLER_CODES = new Set<unknown>([...Object.values(ApolloServerErrorCode), COST_LIMIT_EXCEEDED]);
CALLER_CODES.delete(ApolloServerErrorCode.INTERNAL_SERVER_ERROR);

/** The rules throw by default, which Apollo takes for a fault of its own and answers with status 500. */
const asValidationError = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError): void => context?.reportError(error)],
};

interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly config: GatewayConfig;
  readonly inFlight: InFlight;
  readonly logger: Logger;
}

export function apolloServer({ schema, config, inFlight, logger }: ApolloOptions): ApolloServer<GatewayContext> {
  const { queryAliases, queryDepth, queryTokens } = config.limits;
  return new ApolloServer<GatewayContext>({
    schema: timeFields(schema, inFlight),
    fieldResolver: timed(defaultFieldResolver, inFlight),
    introspection: config.introspection,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // Signals are the gateway's: it drains the encoder too.
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: queryTokens },
    // These rules return visitor objects of classes that graphql's type does not describe.
    validationRules: [
      servedOperations,
      exactNumbers,
      maxDepthRule({ n: queryDepth, ignoreIntrospection: true, ...asValidationError }),
      maxAliasesRule({ n: queryAliases, ...asValidationError }),
      maxDirectivesRule({ n: MAX_DIRECTIVES, ...asValidationError }),
    ] as unknown as ValidationRule[],
    plugins: [ApolloServerPluginLandingPageDisabled(), reportCost(), plainJsonStatus(), logUnexpected(logger)],
    formatError,
    logger,
  });
}

/** Keeps what callers may know: plugin errors by their table, mistakes in the request as they are, the rest masked. */
function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const place = { ...(formatted.locations && { locations: formatted.locations }), ...(formatted.path && { path: formatted.path }) };
  if (isPluginError(original)) {
    const { message, extensions } = publicError(original);
    return { message, ...place, extensions };
  }
  if (isCallers(error)) {
    const { code, limit, charged } = formatted.extensions ?? {};
    const extensions = code === COST_LIMIT_EXCEEDED ? { code, limit, charged } : { code };
    return { message: inWords(formatted.message), ...place, extensions };
  }
  if (isAboutRequest(error)) return requestProblem(formatted);
  return { message: 'Something went wrong on the server.', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/**
 * Whether graphql or this server says what is wrong with the request. An error of a resolver is one only where it is the server's own
 * refusal: what a module throws may have any `extensions`.
 */
function isCallers(error: unknown): boolean {
  if (!(error instanceof GraphQLError) || !CALLER_CODES.has(error.extensions['code'])) return false;
  const original = unwrapResolverError(error);
  return error.path === undefined || isCostRefusal(original) || (original instanceof GraphQLError && !original.originalError);
}

/** A query nested so deeply that it cannot be parsed says so in words of ours. */
function inWords(message: string): string {
  return /call stack/i.test(message) ? 'The query is nested too deeply.' : message;
}

/** `extensions.cost`: what the operation was charged, and what it may cost, in points. */
function reportCost(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ response, contextValue }) => {
        if (response.body.kind !== 'single' || contextValue.cost.charged === 0) return;
        const { singleResult } = response.body;
        const { charged, limit } = contextValue.cost;
        singleResult.extensions = { ...singleResult.extensions, cost: { charged, limit } };
      },
    }),
  };
}

/** Logs what clients are not told, with the request's id. Never the variables: they hold images and texts. */
function logUnexpected(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue, operationName }) => {
        for (const error of errors) {
          const original = unwrapResolverError(error);
          const code = isPluginError(original) ? original.code : error.extensions?.['code'];
          const isRefusal = isPluginError(original) ? code !== 'MODEL_FAILED' && code !== 'UNAVAILABLE' : isCallers(error);
          if (isRefusal || isAboutRequest(error))
            logger.debug({ requestId: contextValue.requestId, operationName, code }, 'request refused');
          else logger.error({ requestId: contextValue.requestId, operationName, path: error.path, err: original }, 'request failed');
        }
      },
    }),
  };
}
