/**
 * Renders the sample gallery in a process of its own and sends one message a picture: scenes are SVG, which the
 * server's process refuses to load (libvips' settings hold for a whole process).
 */
import { gallery, renderScene } from '@clipgraph/scenes';
import type { JsonObject } from '@clipgraph/contracts';

const IMAGE_SIDE = 384;

export interface Sample {
  readonly caption: string;
  readonly payload: JsonObject;
  /** A WebP file. */
  readonly bytes: Uint8Array;
}

for (const scene of gallery()) {
  const { place, time, weather, objects } = scene.facts;
  const sample: Sample = {
    caption: scene.captions[0]!,
    payload: JSON.parse(JSON.stringify({ sample: true, kind: scene.kind, place, time, weather, objects })) as JsonObject,
    bytes: await renderScene(scene, { size: IMAGE_SIDE, format: 'webp' }),
  };
  await new Promise<void>((sent, failed) => process.send?.(sample, undefined, undefined, (error) => (error ? failed(error) : sent())));
}
process.disconnect();
