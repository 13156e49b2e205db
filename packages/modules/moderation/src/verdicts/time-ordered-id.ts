import { randomBytes } from 'node:crypto';

/**
 * Makes ids (UUID version 7, RFC 9562) that sort by the time they were made; those of one millisecond, and those
 * made after the clock was set back, in the order they were asked for, by a counter in the 12 bits after the time.
 */
export function timeOrderedIds(): (now: Date) => string {
  let lastMs = 0;
  let counter = 0;
  return (now) => {
    const ms = Math.max(now.getTime(), lastMs);
    counter = ms === lastMs ? counter + 1 : 0;
    lastMs = counter > 0xfff ? ms + 1 : ms;
    counter &= 0xfff;
    const random = randomBytes(8);
    random[0] = (random[0]! & 0x3f) | 0x80;
    const [variant, node] = [random.toString('hex', 0, 2), random.toString('hex', 2)];
    return `${startOfIds(new Date(lastMs))}-7${counter.toString(16).padStart(3, '0')}-${variant}-${node}`;
  };
}

/** What every id made at this instant begins with: before all of them in code-point order, after all earlier ones. */
export function startOfIds(instant: Date): string {
  const time = Math.max(0, instant.getTime()).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
