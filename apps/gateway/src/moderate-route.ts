import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '@clipgraph/module-kit';
import type { UploadFiles } from '@clipgraph/images';
import type { RequestHandler, Response } from 'express';

import type { GatewayLimits } from './config.ts';
import { discardRest, refuse, storedBody, type Refusal } from './image-body.ts';
import { runOperation } from './operation.ts';
import { requestFacts } from './request-facts.ts';

const MODERATE = /* GraphQL */ `
  mutation ModerateOne($upload: ID!, $policy: String!, $version: Int, $context: JSONObject) {
    moderate(images: [{ uploadId: $upload }], policy: $policy, version: $version, contexts: [$context]) {
      __typename
      ... on ModerationVerdict {
        id
        action
        findings {
          rule
          probability
          threshold
          action
          shadow
          closest
          match {
            contentHash
            by
          }
          exception {
            index
            insteadOf
          }
        }
        policy {
          name
          version
        }
        contentHash
        decidedAt
      }
      ... on InputError {
        code
        message
        retryAfterMs
      }
    }
  }
`;

type Moderated =
  | { readonly __typename: 'ModerationVerdict' }
  | ({ readonly __typename: 'InputError'; readonly retryAfterMs: number | null } & Omit<Refusal, 'retryAfterMs'>);

interface ModerateRouteOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly uploads: UploadFiles;
  readonly limits: GatewayLimits;
}

/**
 * `POST /moderate?policy=<name>&version=<number>&context=<JSON object>`: the raw bytes of one image as the body; answers the verdict as JSON.
 * For platforms that call a hook before they publish. It is the mutation `moderate` with the same limits, and the
 * image is kept no longer than the request.
 */
export function moderateRoute({ apollo, uploads, limits }: ModerateRouteOptions): RequestHandler {
  return async (request, response) => {
    const { policy, version, context } = request.query;
    const said = jsonObject(context);
    if (typeof policy !== 'string' || (version !== undefined && !/^\d{1,9}$/.test(String(version))) || !said) {
      discardRest(request);
      return refuse(response, {
        code: 'INVALID',
        message: 'Call POST /moderate?policy=<name>, if need be with &version=<number> and &context=<JSON object>.',
      });
    }
    const facts = requestFacts(response, limits);
    const stored = await storedBody(uploads, limits.requestDeadlineMs, request, response);
    if (!stored) return;
    try {
      const variables = { upload: stored.uploadId, policy, version: version === undefined ? undefined : Number(version), context: said };
      const answered = await runOperation<{ moderate: Moderated[] }>(apollo, { query: MODERATE, variables }, facts);
      if ('refusal' in answered) return refuse(response, answered.refusal);
      answer(response, answered.data.moderate[0]!);
    } finally {
      await uploads.delete(stored.uploadId);
    }
  };
}

/** Of a parameter; an empty object where it is left out, undefined where it is no JSON object. */
function jsonObject(text: unknown): object | undefined {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function answer(response: Response, moderated: Moderated): void {
  if (moderated.__typename === 'ModerationVerdict') {
    const { __typename, ...verdict } = moderated;
    response.json(verdict);
  } else {
    const { code, message, retryAfterMs } = moderated;
    refuse(response, { code, message, ...(typeof retryAfterMs === 'number' && { retryAfterMs }) });
  }
}
