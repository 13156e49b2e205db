import { createHash, randomBytes } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { lazyPicture, pictureBytes, pictureHash, type PictureHeader } from './picture.ts';
import { isContentId, sha256 } from './sha256.ts';

const MIB = 2 ** 20;
const HEADER: PictureHeader = { format: 'png', width: 2, height: 1, pages: 1, isPlain: true, isCmyk: false, decodedBytes: 12 };
const bytes = Buffer.from('a picture');
const hashOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

describe('sha256', () => {
  it.each([0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB + 5])('is that of %d bytes at once', async (length) => {
    const content = randomBytes(length);
    expect(await sha256(content)).toBe(hashOf(content));
  });

  it('lets others have their turn while it hashes many bytes', async () => {
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    await sha256(Buffer.alloc(64 * MIB));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(1);
  });

  it('is known from other texts', () => {
    expect(isContentId(hashOf(bytes))).toBe(true);
    for (const text of ['', hashOf(bytes).toUpperCase(), hashOf(bytes).slice(1), `${hashOf(bytes)}\n`])
      expect(isContentId(text)).toBe(false);
  });
});

describe('a picture', () => {
  it('is hashed once and its header read once, whoever asks', async () => {
    let reads = 0;
    const picture = lazyPicture(bytes, async (read) => {
      expect(read).toBe(bytes);
      reads++;
      return HEADER;
    });
    expect(reads).toBe(0);
    expect(picture.sha256()).toBe(picture.sha256());
    expect(await picture.sha256()).toBe(hashOf(bytes));
    expect(await Promise.all([picture.header(), picture.header()])).toEqual([HEADER, HEADER]);
    expect(reads).toBe(1);
  });

  it('is not hashed where its hash was known, and tells the file that it lies in', async () => {
    const picture = lazyPicture(bytes, async () => HEADER, { sha256: 'known', file: '/a/file' });
    expect(await picture.sha256()).toBe('known');
    expect(picture.file).toBe('/a/file');
    expect('file' in lazyPicture(bytes, async () => HEADER)).toBe(false);
  });

  it('that cannot be read says so each time', async () => {
    const picture = lazyPicture(bytes, () => Promise.reject(new Error('No image.')));
    for (let i = 0; i < 2; i++) await expect(picture.header()).rejects.toThrow('No image.');
  });

  it('may stand where its bytes may', async () => {
    const picture = lazyPicture(bytes, async () => HEADER, { sha256: 'known' });
    expect([pictureBytes(picture), pictureBytes(bytes)]).toEqual([bytes, bytes]);
    expect([await pictureHash(picture), await pictureHash(bytes)]).toEqual(['known', hashOf(bytes)]);
  });
});
