import type { Gateway } from '@clipgraph/gateway';
import { BUNDLED_MODEL } from '@clipgraph/model-registry';
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

${modelNames[0] === BUNDLED_MODEL ? FULL_MODEL : ''}Stop with Ctrl-C.
`;
}

/** Said where somebody meets the limits of the small model. */
const FULL_MODEL = `The bundled model, ${BUNDLED_MODEL}, is small and for a first try. A full one is one command away:

  npm run clipgraph -- models add clip-vit-base-patch32:quantized
  CLIPGRAPH_MODEL=clip-vit-base-patch32:quantized npm start

`;
