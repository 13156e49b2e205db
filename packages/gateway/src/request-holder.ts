import { AsyncLocalStorage } from 'node:async_hooks';

import type { PictureHolder } from '@clipgraph/images';
import type { RequestHandler, Response } from 'express';

import { callerOwner } from './api-keys.ts';

const current = new AsyncLocalStorage<PictureHolder>();

/** The request that is being answered; undefined in what runs without one. */
export function requestHolder(): PictureHolder | undefined {
  return current.getStore();
}

/** Runs what comes after it on behalf of the caller, until the answer is complete or the caller has left. */
export const holdForRequest: RequestHandler = (_request, response, next) => {
  current.run(holderOf(response), () => next());
};

function holderOf(response: Response): PictureHolder {
  const releases: (() => void)[] = [];
  let ended = false;
  response.once('close', () => {
    ended = true;
    for (const release of releases.splice(0)) release();
  });
  return {
    owner: callerOwner(response),
    onEnd(release) {
      if (ended) release();
      else releases.push(release);
    },
  };
}
