import { open } from 'node:fs/promises';

const BLOCK = 512;

/** The files of an uncompressed tar, one after the other: path without a leading `./`, and bytes where `wants` says so. */
export async function* tarFiles(
  path: string,
  wants: (name: string) => boolean,
): AsyncGenerator<{ readonly name: string; readonly bytes: Buffer }> {
  await using file = await open(path);
  const header = Buffer.alloc(BLOCK);
  for (let at = 0; (await file.read(header, 0, BLOCK, at)).bytesRead === BLOCK && header[0] !== 0;) {
    const text = (from: number, to: number): string => header.toString('utf8', from, to).replace(/\0.*$/s, '');
    const prefix = text(345, 500);
    const name = (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100)).replace(/^\.\//, '');
    const size = Number.parseInt(text(124, 136), 8);
    const isFile = header[156] === 0x30 || header[156] === 0;
    if (isFile && wants(name)) {
      const bytes = Buffer.alloc(size);
      await file.read(bytes, 0, size, at + BLOCK);
      yield { name, bytes };
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}
