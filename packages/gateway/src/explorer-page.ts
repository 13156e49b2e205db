import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import express, { type RequestHandler } from 'express';

const FOLDER = new URL('../public/', import.meta.url);
const PAGE = new URL('index.html', FOLDER);

/** `/page`: the scripts and the look of the explorer page, and nothing else. */
export function explorerFiles(): RequestHandler {
  return express.static(fileURLToPath(FOLDER), { index: false, redirect: false });
}

/**
 * `/`: one page that searches the collections in a browser, names what a picture shows and tries rules on it; it speaks GraphQL only
 * and loads nothing from elsewhere.
 */
export function explorerPage(): RequestHandler {
  return async (_request, response) => {
    response
      .type('html')
      .set('content-security-policy', "default-src 'self'; img-src * data:")
      .send(await readFile(PAGE, 'utf8'));
  };
}
