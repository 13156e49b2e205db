import { setTimeout as sleep } from 'node:timers/promises';

import { asInputError, pictureVectors } from '@clipgraph/module-kit';
import {
  invalidInput,
  isPluginError,
  type AssetRecord,
  type Crops,
  type Embedder,
  type Picture,
  type PictureStore,
  type PluginError,
  type StoredRecord,
} from '@clipgraph/contracts';
import pRetry from 'p-retry';

import type { MigrationFailure } from './migration-record.ts';

/** Of an item that fails by the model's or the machine's fault. */
const ATTEMPTS = 3;
const BUSY_MS = 1000;

export interface EmbeddingParts {
  /** Undefined while the model is not loaded; then no asset can be embedded. */
  readonly embedder: Embedder | undefined;
  /** The collection's. */
  readonly crops: Crops | undefined;
  /** Its name, for messages. */
  readonly model: string;
  readonly imageFiles: Pick<PictureStore, 'get'>;
  /** Called with errors that are not the fault of the picture or text. */
  readonly report: (error: unknown) => void;
}

export function isFailure(answer: AssetRecord | MigrationFailure): answer is MigrationFailure {
  return 'code' in answer;
}

/**
 * A record with vectors of the model, or why it can have none; a full queue is waited for. Rejects with the signal's
 * reason, and with what is no fault of this record: it may be tried again later.
 */
export async function embeddedRecord(
  record: StoredRecord,
  parts: EmbeddingParts,
  signal: AbortSignal,
): Promise<AssetRecord | MigrationFailure> {
  const made = (): Promise<AssetRecord['vectors']> => untilNotBusy(() => vectorsOf(record, parts, signal), signal);
  try {
    const vectors = await pRetry(made, { retries: ATTEMPTS - 1, minTimeout: 0, signal, shouldRetry: ({ error }) => mayPass(error) });
    return { ...record, vectors };
  } catch (error) {
    if (signal.aborted || !isPluginError(error) || error.code === 'UNAVAILABLE') throw error;
    if (error.code !== 'INVALID_INPUT') parts.report(error);
    const { code, message } = asInputError(error) ?? { code: 'INVALID', message: 'The model failed on this asset.' };
    return { key: record.key, code, message };
  }
}

/** By the model's or the machine's fault, not the record's; where the model cannot be reached, no record can be embedded. */
function mayPass(error: Error): boolean {
  return isPluginError(error) && error.code !== 'INVALID_INPUT' && error.code !== 'UNAVAILABLE';
}

function isBusy(error: Error): error is PluginError {
  return isPluginError(error) && error.code === 'OVERLOADED';
}

/** A full queue counts as no attempt. */
function untilNotBusy<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  return pRetry(work, {
    retries: Infinity,
    minTimeout: 0,
    signal,
    shouldRetry: ({ error }) => isBusy(error),
    onFailedAttempt: async ({ error }) => {
      if (isBusy(error)) await sleep(error.retryAfterMs ?? BUSY_MS, undefined, { signal });
    },
  });
}

async function vectorsOf(
  { imageId, text }: StoredRecord,
  { embedder, crops, model, imageFiles, report }: EmbeddingParts,
  signal: AbortSignal,
): Promise<AssetRecord['vectors']> {
  if (!embedder) throw invalidInput('INVALID', `This server has not loaded the model ${model}, which the asset needs.`);
  const options = { signal, priority: 'bulk' } as const;
  const readsText = embedder.model.modalities.includes('text');
  if (imageId === undefined && !readsText) throw invalidInput('INVALID', 'The model reads images only; this asset has none.');
  const picture = imageId === undefined ? undefined : await pictureOf(imageId, imageFiles, report);
  const [imageVectors, textEmbedding] = await Promise.all([
    picture && pictureVectors(embedder, picture, crops, options),
    text !== undefined && readsText ? embedder.embedText(text, options) : undefined,
  ]);
  return { ...imageVectors, ...(textEmbedding && { text: textEmbedding.vector }) };
}

/** One file that cannot be read must not hold up the others. */
async function pictureOf(imageId: string, imageFiles: Pick<PictureStore, 'get'>, report: (error: unknown) => void): Promise<Picture> {
  const picture = await imageFiles.get(imageId).catch((error: unknown) => {
    report(error);
    throw invalidInput('INVALID', 'The picture of this asset could not be read.');
  });
  if (!picture) throw invalidInput('NOT_FOUND', 'The picture of this asset is gone.');
  return picture;
}
