import type { Gateway } from '@clipgraph/gateway';
import { GALLERY } from '@clipgraph/module-gallery';

/** One screen for whoever typed `npm start`: where to go and what to try. */
export function welcomeText({ url, config, notes, modelNames }: Gateway): string {
  const query = `{ search(collection: \\"${GALLERY}\\", query: { text: \\"a boat on the sea at sunset\\" }, first: 3) { edges { cosine node { key text imageUrl } } } }`;
  return `
clipgraph is ready.

  explore    ${url}/
  GraphQL    ${url}/graphql
  model      ${modelNames.join(', ')}
  data       ${config.dataDir}
${notes.map((note) => `  ${note}\n`).join('')}
Try a search:

  curl -s ${url}/graphql -H 'content-type: application/json' \\
    -d '{"query": "${query}"}'

Your own photos, from a second terminal in this folder:

  npm run clipgraph -- index ~/Pictures --collection photos
  npm run clipgraph -- search photos "a red boat"

Stop with Ctrl-C.
`;
}
