import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { ApolloServer } from '@apollo/server';
import type { RequestContext } from '@clipgraph/module-kit';
import type { Request, RequestHandler } from 'express';

import type { GatewayLimits } from './config.ts';
import { refuse } from './image-body.ts';
import { runOperation, type OperationAnswer } from './operation.ts';
import { leftBy, requestFacts } from './request-facts.ts';
import { VERDICT_FORMATS, type ExportedVerdict, type VerdictFormat } from './verdict-formats.ts';

const VERDICTS_AT_ONCE = 100;

const VERDICTS = /* GraphQL */ `
  query ExportVerdicts($filter: VerdictFilter, $first: Int, $after: String) {
    verdicts(filter: $filter, first: $first, after: $after) {
      nodes {
        id
        decidedAt
        action
        policy {
          name
          version
        }
        scores {
          rule
          probability
          threshold
          passed
          action
          shadow
          closest
          match {
            blocklist
            contentHash
            by
          }
          exception {
            index
            insteadOf
          }
        }
        contentHash
        assetId
        keyName
        modelName
        modelFingerprint
        review {
          state
          action
          note
          keyName
          resolvedAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

interface VerdictsPage {
  readonly verdicts: {
    readonly nodes: readonly ExportedVerdict[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

/** Of a parameter, as the field of `VerdictFilter` of its name wants it; what does not fit is left for GraphQL to refuse. */
const FILTER_FIELDS: Readonly<Record<string, (text: string) => unknown>> = {
  policy: asText,
  version: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text),
  actions: (text) => text.split(','),
  rule: asText,
  shadow: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  from: asText,
  to: asText,
  contentHash: asText,
  keyName: asText,
  review: asText,
};

interface VerdictsRouteOptions {
  readonly apollo: ApolloServer<RequestContext>;
  readonly limits: GatewayLimits;
}

/**
 * `GET /moderation/verdicts?format=ndjson|csv` and the fields of `VerdictFilter`: every verdict that passes, newest first,
 * as a file. It is the query `verdicts`, page after page, each read when the caller has taken the one before. An answer
 * that fails in the middle ends with a broken connection, so that nobody takes it for complete.
 */
export function verdictsRoute({ apollo, limits }: VerdictsRouteOptions): RequestHandler {
  return async (request, response) => {
    const asked = exportAsked(request.query);
    if (typeof asked === 'string') return refuse(response, { code: 'INVALID', message: asked });
    const left = leftBy(response);
    const pageAfter = (after: string | null): Promise<OperationAnswer<VerdictsPage>> => {
      const variables = { filter: asked.filter, first: VERDICTS_AT_ONCE, after };
      return runOperation(apollo, { query: VERDICTS, variables }, requestFacts(response, limits, left));
    };
    const first = await pageAfter(null);
    if ('refusal' in first) return refuse(response, first.refusal);

    response.set({
      'content-type': asked.format.contentType,
      'content-disposition': `attachment; filename="verdicts.${asked.formatName}"`,
      'cache-control': 'no-store',
    });
    if (request.method === 'HEAD') return void response.end();
    try {
      await pipeline(Readable.from(chunks(asked.format, first.data, pageAfter), { highWaterMark: 1 }), response);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  };
}

/** A text for each page. */
async function* chunks(
  format: VerdictFormat,
  first: VerdictsPage,
  pageAfter: (after: string | null) => Promise<OperationAnswer<VerdictsPage>>,
): AsyncGenerator<string, void, undefined> {
  if (format.head !== '') yield format.head;
  let { nodes, pageInfo } = first.verdicts;
  for (;;) {
    if (nodes.length > 0) yield nodes.map((verdict) => format.line(verdict)).join('');
    if (!pageInfo.hasNextPage) return;
    const next = await pageAfter(pageInfo.endCursor);
    if ('refusal' in next) throw new Error(`An export of verdicts ended in the middle: ${next.refusal.code}.`);
    ({ nodes, pageInfo } = next.data.verdicts);
  }
}

interface ExportAsked {
  readonly formatName: string;
  readonly format: VerdictFormat;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** What the parameters ask for, or what is wrong with them. */
function exportAsked({ format: formatName = 'ndjson', ...parameters }: Request['query']): ExportAsked | string {
  if (formatName !== 'ndjson' && formatName !== 'csv') return 'format must be ndjson or csv.';
  const filter: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(parameters)) {
    if (!Object.hasOwn(FILTER_FIELDS, name)) return `There are these parameters: format, ${Object.keys(FILTER_FIELDS).join(', ')}.`;
    if (typeof text !== 'string') return `${name} is given twice.`;
    filter[name] = FILTER_FIELDS[name]!(text);
  }
  return { formatName, format: VERDICT_FORMATS[formatName], filter };
}

function asText(text: string): string {
  return text;
}
