import { randomBytes } from 'node:crypto';

import sharp, { type Sharp } from 'sharp';

/** What the attacks name, made before the clock starts. */
export interface AbusePictures {
  /** Some 18 MB each, of noise. */
  readonly largeUploads: readonly string[];
  /** A pixel wide and millions high. */
  readonly threadUpload: string;
  /** A signed address of a large picture. */
  readonly address: string;
  readonly inline: string;
}

export async function abusePictures(url: string): Promise<AbusePictures> {
  const upload = async (bytes: Uint8Array): Promise<string> => {
    const response = await fetch(`${url}/uploads`, { method: 'POST', body: new Uint8Array(bytes) });
    return ((await response.json()) as { uploadId: string }).uploadId;
  };
  const largeUploads: string[] = [];
  for (let i = 0; i < 6; i++) largeUploads.push(await upload(await noise(3000, 2000).png({ compressionLevel: 1 }).toBuffer()));
  const thread = sharp({ create: { width: 1, height: 3_000_000, channels: 3, background: 'red' } });
  const threadUpload = await upload(await thread.png().toBuffer());
  const query = `mutation ($id: ID!) {
    createCollection(name: "abuse") { name }
    indexAssets(collection: "abuse", assets: [{ key: "a", image: { uploadId: $id } }]) { ... on Asset { imageUrl } }
  }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { id: largeUploads[0] } }),
  });
  const { data } = (await response.json()) as { data: { indexAssets: { imageUrl: string }[] } };
  const inline = (await noise(400, 400).png().toBuffer()).toString('base64');
  return { largeUploads, threadUpload, address: data.indexAssets[0]!.imageUrl, inline };
}

function noise(width: number, height: number): Sharp {
  return sharp(randomBytes(width * height * 3), { raw: { width, height, channels: 3 } });
}
