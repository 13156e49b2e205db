import type { TestGateway } from '../gateway.ts';
import { base64, plainPicture } from '../pictures.ts';

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: { readonly cost?: { readonly charged: number } };
}

/** How a limit is met: something of that size is sent, and more is refused in these words. */
export interface LimitCase {
  readonly send: (server: TestGateway, size: number) => Promise<Answer>;
  /** What the refusal says beside the limit: the name of the argument or item. */
  readonly says: RegExp;
  /** Problems of items that have nothing to do with the limit. */
  readonly allows?: RegExp;
}

export const many = <Item>(size: number, item: (index: number) => Item): Item[] => Array.from({ length: size }, (_, index) => item(index));
export const word = (length: number): string => 'x'.repeat(length);

export const globalIdOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const COLOURS = ['red', 'green', 'blue', 'yellow'];
/** Few, so that most are known by their vectors. */
export const images: { base64: string }[] = await Promise.all(
  COLOURS.map(async (colour) => ({ base64: base64(await plainPicture(colour)) })),
);
export const image = (index: number): { base64: string } => images[index % images.length]!;

export const INPUT_ERROR: string = '__typename ... on InputError { code message }';

export function ask(query: string, variables: (size: number) => Record<string, unknown>): LimitCase['send'] {
  return (server, size) => server.query(query, variables(size));
}

export const EMBED: string = `query ($inputs: [ContentInput!]!, $crops: CropsInput) { embed(inputs: $inputs, crops: $crops) { ${INPUT_ERROR} } }`;
export const INDEX: string = `mutation ($collection: String = "crops", $assets: [AssetInput!]!) { indexAssets(collection: $collection, assets: $assets) { ${INPUT_ERROR} } }`;
export const labels: readonly string[] = ['red', 'green'];
export const single: { readonly images: readonly object[] } = { images: [image(0)] };

export const pictured = (size: number): object[] => many(size, (index) => ({ image: image(index) }));
/** As many as a training takes from a collection. */
export const MANY = 5000;
const AT_ONCE = 64;

export async function assetsWithKind(server: TestGateway, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += AT_ONCE) {
    const assets = many(Math.min(AT_ONCE, to - start), (index) => ({ key: `k${start + index}`, text: 'red', payload: { kind: 'red' } }));
    await server.data(INDEX, { collection: 'many', assets });
  }
}

export const first = (query: (size: number) => string): LimitCase => ({
  send: (server, size) => server.query(query(size)),
  says: /first must be/,
});
