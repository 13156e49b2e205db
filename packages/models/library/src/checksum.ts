import { createHash, type Hash } from 'node:crypto';

/** How a file can be told from another: its sha256 (large files on the hub), or git's name for its content (small ones). */
export interface Checksum {
  readonly kind: 'sha256' | 'git';
  /** Hexadecimal. */
  readonly value: string;
}

/** Takes a file's bytes in order and knows both checksums at the end. */
export interface FileHash {
  update(bytes: Uint8Array): void;
  sha256(): string;
  matches(checksum: Checksum): boolean;
}

/** @param bytes the file's whole size, which git's name begins with */
export function fileHash(bytes: number): FileHash {
  const sha256 = createHash('sha256');
  const git = createHash('sha1').update(`blob ${bytes}\0`);
  return {
    update(chunk) {
      sha256.update(chunk);
      git.update(chunk);
    },
    sha256: () => valueOf(sha256),
    matches: (checksum) => valueOf(checksum.kind === 'sha256' ? sha256 : git) === checksum.value,
  };
}

/** A hash can be read once only; a copy keeps it open. */
function valueOf(hash: Hash): string {
  return hash.copy().digest('hex');
}
