import { PluginError } from '@clipgraph/contracts';
import { isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';

import type { InFlight } from './in-flight.ts';
import { isEndedBy, type GatewayContext } from './request-facts.ts';

type Resolve = GraphQLFieldResolver<unknown, GatewayContext>;

/**
 * Makes every field of a schema answer by the deadline, TIMEOUT at the latest, and count as under way until its work has really ended.
 * Changes the schema, which nobody else has yet.
 */
export function timeFields(schema: GraphQLSchema, inFlight: InFlight): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) if (field.resolve) field.resolve = timed(field.resolve as Resolve, inFlight);
  }
  return schema;
}

/** The same for one resolver, such as that of fields that have none of their own. */
export function timed(resolve: Resolve, inFlight: InFlight): Resolve {
  return (source, args, context, info) => {
    try {
      return inTime(resolve(source, args, context, info), context, inFlight);
    } catch (error) {
      throw shown(error, context);
    }
  };
}

function inTime(result: unknown, context: GatewayContext, inFlight: InFlight): unknown {
  if (isPromise(result)) {
    return Promise.race([inFlight.track(result), context.overdue]).then(
      (value) => inTime(value, context, inFlight),
      (error: unknown) => {
        throw shown(error, context);
      },
    );
  }
  return Array.isArray(result) && result.some(isPromise) ? result.map((item) => inTime(item, context, inFlight)) : result;
}

/** Work that ended with its request says so in the words of all that come late. */
function shown(error: unknown, { signal }: GatewayContext): unknown {
  return isEndedBy(signal, error) ? new PluginError('TIMEOUT', 'The work was not finished in time.', { cause: error }) : error;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
