import type { Gateway } from '@clipgraph/gateway';
import { BUNDLED_MODEL } from '@clipgraph/model-registry';
import { GALLERY } from '@clipgraph/module-gallery';

/** One screen for whoever started a server: where to go and what to try. `command` is what the command line is called by here. */
export function welcomeText(gateway: Gateway, command = 'npx clipgraph'): string {
  const { url, config, notes, modelNames } = gateway;
  return `
clipgraph is ready.

  explore    ${url}/
  GraphQL    ${url}/graphql
  model      ${modelNames.join(', ')}
  data       ${config.dataDir}
${notes.map((note) => `  ${note}\n`).join('')}
${tryText(gateway, command)}${modelNames[0] === BUNDLED_MODEL ? fullModel(command) : ''}Stop with Ctrl-C.
`;
}

/** What this composition can answer. Who has set keys knows where to put them. */
function tryText({ url, moduleNames, collectionNames }: Gateway, command: string): string {
  if (!moduleNames.includes('search')) return `Try a query:\n\n${curl(url, '{ __typename }')}`;
  const query = `{ search(collection: \\"${GALLERY}\\", query: { text: \\"a farm animal in the snow\\" }, first: 3) { edges { cosine node { key text imageUrl } } } }`;
  return `${collectionNames.includes(GALLERY) ? `Try a search:\n\n${curl(url, query)}` : ''}Your own photos, from a second terminal in this folder:

  ${command} index ~/Pictures --collection photos
  ${command} search photos "a red boat"

`;
}

function curl(url: string, query: string): string {
  return `  curl -s ${url}/graphql -H 'content-type: application/json' \\
    -d '{"query": "${query}"}'

`;
}

/** Said where somebody meets the limits of the small model. */
function fullModel(command: string): string {
  const start = command.startsWith('npm') ? 'npm start' : `${command} serve`;
  return `The bundled model, ${BUNDLED_MODEL}, is small and for a first try. A full one is one command away:

  ${command} models add clip-vit-base-patch32:quantized
  CLIPGRAPH_MODEL=clip-vit-base-patch32:quantized ${start}

`;
}
