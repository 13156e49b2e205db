import { hash } from 'node:crypto';

/** Drawn once for this adapter; another one would give every record another id. */
const NAMESPACE = Buffer.from('8f5f0a1e6f7d4c0b9a3d2b1c7e64d0f5', 'hex');

/**
 * UUID version 5 (RFC 9562) of a record's key: Qdrant takes no free text as the id of a point. `owner`, a UUID too, gives
 * keys of different collections different ids.
 */
export function pointId(key: string, owner?: string): string {
  const namespace = owner === undefined ? NAMESPACE : Buffer.from(owner.replaceAll('-', ''), 'hex');
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(key, 'utf8')]), 'buffer').subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
