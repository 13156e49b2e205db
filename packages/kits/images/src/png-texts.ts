/** Texts of a PNG that are left in it: cameras and editors write a few. */
const FEW = 16;
const SIGNATURE_BYTES = 8;
/** Length, type and checksum. */
const AROUND_BYTES = 12;
const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);

/**
 * A PNG without its texts, where there are more of them than a picture needs: libpng unpacks each one before anything is known of the
 * picture (5,000 of them took 2 s and 250 MB). Other bytes, and a PNG that is not whole, come back as they are.
 */
export function withoutManyTexts(png: Uint8Array): Uint8Array {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const kept: Uint8Array[] = [png.subarray(0, SIGNATURE_BYTES)];
  let texts = 0;
  for (let at = SIGNATURE_BYTES; at + AROUND_BYTES <= png.length;) {
    const end = at + AROUND_BYTES + view.getUint32(at);
    const type = String.fromCharCode(png[at + 4]!, png[at + 5]!, png[at + 6]!, png[at + 7]!);
    if (TEXTS.has(type)) texts++;
    else kept.push(png.subarray(at, end));
    at = end;
  }
  return texts > FEW ? Buffer.concat(kept) : png;
}
