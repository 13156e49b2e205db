import { MAX_PIXELS } from '@clipgraph/images';
import type { LimitList } from '@clipgraph/module-kit';

import { defaultLimits, MAX_DIRECTIVES } from './config.ts';
import { MAX_BODY_DEPTH, MAX_BODY_VALUES } from './json-check.ts';

const { imageBytes, bodyBytes, uploadsBytes, uploadTtlMs, fetchDeadlineMs, requestDeadlineMs, queuedImages, operationCost } = defaultLimits;
const { bodyDeadlineMs, bodyStallMs, encodedBytes, decodedBytes, decodeLimitMs, runLimitMs } = defaultLimits;
const { queryDepth, queryTokens, queryAliases } = defaultLimits;

const ANY_PICTURE = ['ImageInput', 'POST /uploads', 'POST /moderate'];

/** Of the server around the modules, for docs/limits.md. */
export const gatewayLimits: LimitList = {
  of: 'The server',
  limits: [
    { what: 'one picture', most: imageBytes, unit: 'bytes', where: ANY_PICTURE },
    { what: 'one picture, decoded', most: MAX_PIXELS, unit: 'pixels', where: ANY_PICTURE },
    { what: 'body of a request', most: bodyBytes, unit: 'bytes', where: ['POST /graphql'], setting: 'CLIPGRAPH_BODY_KB' },
    {
      what: 'cost of an operation',
      most: operationCost,
      unit: 'points',
      where: ['POST /graphql', 'POST /moderate'],
      setting: 'CLIPGRAPH_OPERATION_COST',
    },
    { what: 'depth of the body', most: MAX_BODY_DEPTH, unit: 'levels', where: ['POST /graphql'] },
    { what: 'values in the body', most: MAX_BODY_VALUES, unit: 'items', where: ['POST /graphql'] },
    { what: 'time for the body', most: bodyDeadlineMs, unit: 'ms', where: ['POST /graphql'], past: 'TIMEOUT' },
    {
      what: 'time between two pieces of a body',
      most: bodyStallMs,
      unit: 'ms',
      where: ['POST /graphql', 'POST /uploads', 'POST /moderate'],
      past: 'TIMEOUT',
    },
    { what: 'depth of a query', most: queryDepth, unit: 'levels', where: ['POST /graphql'] },
    { what: 'tokens of a query', most: queryTokens, unit: 'tokens', where: ['POST /graphql'] },
    { what: 'aliases of a query', most: queryAliases, unit: 'items', where: ['POST /graphql'] },
    { what: 'directives of a query', most: MAX_DIRECTIVES, unit: 'items', where: ['POST /graphql'] },
    {
      what: 'time of a request',
      most: requestDeadlineMs,
      unit: 'ms',
      where: ['POST /graphql', 'POST /uploads', 'POST /moderate'],
      past: 'TIMEOUT',
    },
    { what: 'time to fetch a picture', most: fetchDeadlineMs, unit: 'ms', where: ['ImageInput.url'], past: 'TIMEOUT' },
    { what: 'uploads that are kept, of each tenant', most: uploadsBytes, unit: 'bytes', where: ['POST /uploads'] },
    { what: 'an upload is kept', most: uploadTtlMs, unit: 'ms', where: ['POST /uploads'], past: 'deleted' },
    {
      what: 'files and bodies in memory at once; more wait',
      most: encodedBytes,
      unit: 'bytes',
      where: ['POST /graphql', 'POST /moderate'],
      past: 'OVERLOADED',
      setting: 'CLIPGRAPH_ENCODED_MB',
    },
    {
      what: 'decoded pixels at once; more wait',
      most: decodedBytes,
      unit: 'bytes',
      where: ANY_PICTURE,
      past: 'OVERLOADED',
      setting: 'CLIPGRAPH_DECODED_MB',
    },
    {
      what: 'time to decode a picture',
      most: decodeLimitMs,
      unit: 'ms',
      where: ANY_PICTURE,
      past: 'TIMEOUT',
      setting: 'CLIPGRAPH_DECODE_LIMIT_MS',
    },
    {
      what: 'time of a run of a model',
      most: runLimitMs,
      unit: 'ms',
      where: ['POST /graphql', 'POST /moderate'],
      past: 'TIMEOUT',
      setting: 'CLIPGRAPH_RUN_LIMIT_MS',
    },
    { what: 'pictures that wait for a model', most: queuedImages, unit: 'items', where: ANY_PICTURE, past: 'OVERLOADED' },
  ],
};
