import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { ClipgraphError, isClipgraphError, type ClipgraphClient } from '@clipgraph/client';

import { fileFailure } from '../file-failure.ts';
import { patiently } from './patience.ts';
import { patience, type Target } from './target.ts';
import type { ImageFile } from './walk-images.ts';

/** A file is held in memory while it is sent; the server's own limit is far below. */
const MAX_FILE_BYTES = 128 * 1024 * 1024;
/** What is wrong with this file, and with no other. */
const FILE_FAULTS = new Set(['EMPTY', 'TOO_LARGE', 'UNSUPPORTED_FORMAT', 'CORRUPT', 'INVALID', 'BAD_USER_INPUT', 'TIMEOUT', 'NOT_SENT']);
const TRIES_BEFORE_BLAMING_THE_FILE = 3;

/**
 * Sends a file, unless the server has its bytes. Answers with the id of the upload, or with undefined when there is
 * nothing more to do with the file: it has been reported then.
 */
export async function uploadFile(file: ImageFile, knownHash: string | null | undefined, target: Target): Promise<string | undefined> {
  const fail = ({ code, message }: { code: string; message: string }): undefined => {
    target.report.failed({ key: file.key, code, message });
  };
  if (file.bytes > MAX_FILE_BYTES) return fail({ code: 'TOO_LARGE', message: 'The file is larger than any image that is taken.' });
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file.path);
  } catch (error) {
    return fail(fileFailure(error));
  }
  if (knownHash && createHash('sha256').update(bytes).digest('hex') === knownHash) {
    target.report.skipped();
    return undefined;
  }
  try {
    return await sendBytes(bytes, target);
  } catch (error) {
    if (isClipgraphError(error) && FILE_FAULTS.has(error.code)) return fail(error);
    throw error;
  }
}

function sendBytes(bytes: Uint8Array, target: Target): Promise<string> {
  const { client, stop } = target;
  let broken = 0;
  return patiently(async () => {
    try {
      return (await client.upload(bytes, { signal: stop })).uploadId;
    } catch (error) {
      if (!isClipgraphError(error) || error.code !== 'UNREACHABLE') throw error;
      broken += 1;
      if (broken < TRIES_BEFORE_BLAMING_THE_FILE || !(await isWell(client))) throw error;
      throw new ClipgraphError('NOT_SENT', 'The connection breaks whenever this file is sent.', { cause: error });
    }
  }, patience(target));
}

function isWell(client: ClipgraphClient): Promise<boolean> {
  return client.query('{ __typename }').then(
    () => true,
    () => false,
  );
}
