const IMAGE_NAME = /\.(jpe?g|png|webp|gif|avif)$/i;

/** Whether a file's name is one of an image. What it is, the server decides by its bytes. */
export function hasImageName(name: string): boolean {
  return IMAGE_NAME.test(name);
}
