import { gallery } from './gallery.ts';
import { renderScene } from './render.ts';

const IMAGE_SIDE = 384;

/** A picture of the sample gallery as `@clipgraph/module-gallery` ships it. */
export interface GalleryFile {
  /** Such as `scene-001`. */
  readonly key: string;
  /** Its line in `captions.jsonl`. */
  readonly line: string;
  /** Draws the WebP file. */
  draw(): Promise<Uint8Array>;
}

/** What the sample gallery consists of, always the same. */
export function galleryFiles(): GalleryFile[] {
  return gallery().map((scene, index) => {
    const { place, time, weather, objects } = scene.facts;
    const key = `scene-${String(index + 1).padStart(3, '0')}`;
    const payload = { sample: true, kind: scene.kind, place, time, weather, objects };
    return {
      key,
      line: JSON.stringify({ key, caption: scene.captions[0], payload }),
      draw: async () => renderScene(scene, { size: IMAGE_SIDE, format: 'webp' }),
    };
  });
}
