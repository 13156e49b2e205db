import { colourPicture } from '@clipgraph/testing';

/** Bytes as an image of a query. */
export function inline(bytes: Uint8Array): { base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') };
}

export async function picture(colour: string): Promise<{ base64: string }> {
  return inline(await colourPicture(colour));
}
