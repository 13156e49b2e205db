import { readFile } from 'node:fs/promises';

import type { RequestHandler } from 'express';

const PAGE = new URL('../public/index.html', import.meta.url);

/** `/`: one page that searches the collections in a browser; it speaks GraphQL only and loads nothing from elsewhere. */
export function explorerPage(): RequestHandler {
  return async (_request, response) => {
    response
      .type('html')
      .set(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src * data:",
      )
      .send(await readFile(PAGE, 'utf8'));
  };
}
