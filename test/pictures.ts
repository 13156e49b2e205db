import { renderScene, scene, type Scene } from '@clipgraph/scenes';
import sharp from 'sharp';

export const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'avif'] as const;

export interface Picture {
  readonly key: string;
  readonly format: (typeof FORMATS)[number];
  readonly scene: Scene;
  readonly bytes: Uint8Array;
}

/** Real image files of rendered scenes, in every format that the server takes. */
export async function pictures(count: number, firstSeed = 1): Promise<Picture[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const drawn = scene(firstSeed + index);
      const format = FORMATS[index % FORMATS.length]!;
      const png = await renderScene(drawn, { size: 256, format: 'png' });
      const bytes = await sharp(png).toFormat(format).toBuffer();
      return { key: `folder ${index % 3}/${index}.${format}`, format, scene: drawn, bytes };
    }),
  );
}

/** A picture of one colour, whose vector is unlike any scene's. */
export async function plainPicture(colour: string, format: (typeof FORMATS)[number] = 'png', side = 96): Promise<Uint8Array> {
  return sharp({ create: { width: side, height: side, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
