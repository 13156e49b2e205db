import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import express, { type RequestHandler, type Response } from 'express';

const FOLDER = new URL('../public/', import.meta.url);
const PAGE = new URL('index.html', FOLDER);

/** `/page`: the scripts and the look of the explorer page, and nothing else. */
export function explorerFiles(): RequestHandler {
  return express.static(fileURLToPath(FOLDER), { index: false, redirect: false });
}

/**
 * `/`: one page that searches the collections in a browser, names what a picture shows and tries rules on it; it speaks GraphQL only
 * and loads nothing from elsewhere. It is told of the fields of Query, so that it shows what this composition can answer.
 */
export function explorerPage(fields: readonly string[]): RequestHandler {
  return async (_request, response) => {
    const page = await readFile(PAGE, 'utf8');
    response
      .type('html')
      .set('content-security-policy', "default-src 'self'; img-src * data:")
      .send(page.replace('<body>', `<body data-fields="${fields.join(' ')}">`));
  };
}

const STARTING = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="refresh" content="1" />
    <title>clipgraph is starting</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <p>clipgraph is starting. This page looks again every second.</p>
  </body>
</html>
`;

/** `/` before there is anything behind it: 503 for programs, and a sentence for people. */
export function startingPage(response: Response): void {
  response
    .status(503)
    .set({ 'retry-after': '1', 'content-security-policy': "default-src 'none'; img-src data:" })
    .type('html')
    .send(STARTING);
}
