import { CONTRACT, defineModule, type GatewayModule, type Ports, type StandardSchema } from '@clipgraph/contracts';
import { imageRef, type ImageInput } from '@clipgraph/module-kit';

export interface HelloOptions {
  /** What pictures are compared with. Default: `CLIPGRAPH_HELLO_WORDS`, else "a friendly face". */
  readonly words?: string;
}

/** A module of one field, one address and one setting: how friendly a picture looks. */
export function hello({ words }: HelloOptions = {}): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'hello',
    typeDefs: /* GraphQL */ `
      extend type Query {
        "Cosine of a picture and the module's words, -1 to 1."
        hello("The picture." image: ImageInput!): Float!
      }
    `,
    settings: {
      words: { env: 'CLIPGRAPH_HELLO_WORDS', about: 'What pictures are compared with.', schema: text('a friendly face'), value: words },
    },
    open(ports, settings) {
      return {
        resolvers: {
          Query: {
            hello: (_root: unknown, { image }: { image: ImageInput }) => likeness(ports, image, settings.words),
          },
        },
        // curl http://127.0.0.1:4000/hello/gallery
        routes: [
          {
            method: 'GET',
            path: '/hello/:collection',
            async handle({ params }) {
              return { body: { json: { words: settings.words, records: await ports.vectors.count(params['collection']!) } } };
            },
          },
        ],
      };
    },
  });
}

async function likeness({ embedders, pictures }: Ports, input: ImageInput, words: string): Promise<number> {
  const embedder = embedders.named(undefined);
  const [image, wanted] = await Promise.all([embedder.embedImage(await pictures.read(imageRef(input))), embedder.embedText(words)]);
  return image.reduce((sum, value, i) => sum + value * wanted.vector[i]!, 0);
}

/** Any validator that speaks Standard Schema will do; a text needs none. */
function text(standard: string): StandardSchema<string> {
  const validate = (value: unknown): { value: string } => ({ value: typeof value === 'string' ? value : standard });
  return { '~standard': { version: 1, vendor: 'hello', validate } };
}
