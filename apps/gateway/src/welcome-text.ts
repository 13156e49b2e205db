import { GALLERY } from './gallery.ts';
import type { Gateway } from './gateway.ts';

/** One screen for whoever typed `npm start`: where to go and what to try. */
export function welcomeText({ url, config, galleryAdded, modelNames }: Gateway): string {
  const query = `{ search(collection: \\"${GALLERY}\\", query: { text: \\"a boat on the sea at sunset\\" }, first: 3) { edges { cosine node { key text imageUrl } } } }`;
  return `
clipgraph is ready.

  explore    ${url}/
  GraphQL    ${url}/graphql
  model      ${modelNames.join(', ')}
  data       ${config.dataDir}
${galleryAdded > 0 ? `  samples    ${galleryAdded} rendered pictures in the collection "${GALLERY}"\n` : ''}
Try a search:

  curl -s ${url}/graphql -H 'content-type: application/json' \\
    -d '{"query": "${query}"}'

Your own photos, from a second terminal in this folder:

  npm run clipgraph -- index ~/Pictures --collection photos
  npm run clipgraph -- search photos "a red boat"

Stop with Ctrl-C.
`;
}
