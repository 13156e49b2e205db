/** How a model wants its pixels: data, a part of its preset. */
export interface Preprocessing {
  /** Side of the square that the model sees, in pixels. */
  readonly size: number;
  /** `crop`: short side to `size`, then the centre square. `squash`: both sides to `size`, whatever the shape. */
  readonly resize: 'crop' | 'squash';
  /** Antialiased, as in Pillow. */
  readonly interpolation: 'bicubic' | 'bilinear';
  /** Of red, green and blue, where white is 1. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}
