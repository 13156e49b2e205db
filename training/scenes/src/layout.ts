import { objectNamed } from './objects/index.ts';
import { placeNamed } from './places/index.ts';
import type { Random } from './random.ts';
import type { Facts } from './types.ts';

/** Where one thing is drawn: the middle of its box, of 256, and its scale (1 is 100 wide). */
export interface Placed {
  /** Index into the facts' objects. */
  item: number;
  x: number;
  y: number;
  scale: number;
}

/** Habitats in which things stand on something, so that their feet are what is placed. */
const standing = new Set(['ground', 'snow', 'road', 'rails', 'water', 'table', 'floor']);

function pairOf(facts: Facts, rng: Random): Placed[] {
  const size = rng.range(0.72, 1.02);
  const [a, b] = [size * rng.range(0.85, 1.1), size * rng.range(0.85, 1.1)];
  const [near, far] = [rng.range(62, 72), rng.range(184, 194)];
  const shift = (): number => rng.range(-14, 14);
  const middle = 128 + rng.range(-20, 20);
  switch (facts.relation) {
    case 'left of':
      return [
        { item: 0, x: near, y: middle + shift(), scale: a },
        { item: 1, x: far, y: middle + shift(), scale: b },
      ];
    case 'right of':
      return [
        { item: 0, x: far, y: middle + shift(), scale: a },
        { item: 1, x: near, y: middle + shift(), scale: b },
      ];
    case 'above':
      return [
        { item: 0, x: middle + shift(), y: near, scale: a },
        { item: 1, x: middle + shift(), y: far, scale: b },
      ];
    case 'below':
      return [
        { item: 0, x: middle + shift(), y: far, scale: a },
        { item: 1, x: middle + shift(), y: near, scale: b },
      ];
    default: {
      const [x, y] = [128 + shift(), 128 + shift()];
      const outer = rng.range(1.8, 2.2);
      // A ring's hole is half its width.
      const inner = outer * (facts.objects[1]?.name === 'ring' ? 0.34 : rng.range(0.36, 0.46));
      return [
        { item: 1, x, y, scale: outer },
        { item: 0, x, y, scale: inner },
      ];
    }
  }
}

function grid(
  rng: Random,
  items: readonly number[],
  width: readonly [number, number],
  height: readonly [number, number],
  largest: number,
): Placed[] {
  const count = items.length;
  const rows =
    count >= 4 && height[1] - height[0] > 100
      ? count > 4 || rng.chance(0.7)
        ? 2
        : 1
      : count === 3 && height[1] - height[0] > 100 && rng.chance(0.4)
        ? 2
        : 1;
  const placed: Placed[] = [];
  let at = 0;
  const upper = rows === 1 ? count : rng.chance(0.5) ? Math.ceil(count / 2) : Math.floor(count / 2);
  const cellHeight = (height[1] - height[0]) / rows;
  const even = rng.range(0.7, 0.96);
  for (let row = 0; row < rows; row++) {
    const columns = row === 0 ? upper : count - upper;
    const most = rows === 1 ? columns : Math.max(upper, count - upper);
    const cell = (width[1] - width[0]) / columns;
    const fit = Math.min((width[1] - width[0]) / most, cellHeight, largest);
    for (let column = 0; column < columns; column++) {
      const box = fit * even * rng.range(0.86, 1);
      placed.push({
        item: items[at++]!,
        x: width[0] + cell * (column + 0.5) + rng.range(-0.5, 0.5) * Math.max(0, cell - box),
        y: height[0] + cellHeight * (row + 0.5) + rng.range(-0.5, 0.5) * Math.max(0, cellHeight - box),
        scale: box / 100,
      });
    }
  }
  return placed;
}

/** Places every thing of a picture so that none hides another; the order is back to front. */
export function layout(facts: Facts, rng: Random): Placed[] {
  const items = facts.objects.flatMap(({ count }, index) => Array.from({ length: count }, () => index));
  const sizeOf = (item: number): number => objectNamed(facts.objects[item]!.name).size ?? 1;
  if (items.length === 0) return [];
  if (facts.habitat === 'plain' || facts.habitat === undefined) {
    if (facts.relation !== undefined) return pairOf(facts, rng);
    if (items.length === 1) {
      const { size } = facts.objects[0]!;
      const box = size === 'small' ? rng.range(44, 66) : size === 'large' ? rng.range(196, 232) : rng.range(90, 170);
      const free = Math.max(0, 122 - box / 2);
      return [{ item: 0, x: 128 + rng.range(-free, free) * 0.9, y: 128 + rng.range(-free, free) * 0.9, scale: box / 100 }];
    }
    return grid(rng, facts.kind === 'shapes' ? items : rng.shuffle(items), [8, 248], [10, 246], 120);
  }

  const zone = placeNamed(facts.place).zones[facts.habitat]!;
  const order = facts.relation === 'right of' ? items.toReversed() : items;
  if (!standing.has(facts.habitat)) {
    const [top, bottom] = [zone.y[0] - 28, zone.y[1] + 34];
    if (items.length === 1) {
      const box = Math.min(bottom - top, rng.range(66, 120)) * Math.max(0.75, sizeOf(0));
      return [
        { item: 0, x: rng.range(box / 2 + 6, 250 - box / 2), y: Math.max(box / 2 + 4, rng.range(zone.y[0], zone.y[1])), scale: box / 100 },
      ];
    }
    return grid(rng, order, [8, 248], [Math.max(4, top), bottom], 100).map((p) => ({
      ...p,
      scale: p.scale * Math.min(1, Math.max(0.8, sizeOf(p.item))),
    }));
  }
  const cell = 240 / items.length;
  const size = Math.min(cell * 0.92, rng.range(78, 138));
  return order
    .map((item, i) => {
      const box = Math.min(cell * 0.96, size * sizeOf(item), 150);
      const slack = Math.max(0, cell - box) / 2;
      const foot = items.length === 1 ? rng.range(zone.y[0], zone.y[1]) : rng.range(zone.y[0] * 0.3 + zone.y[1] * 0.7, zone.y[1]);
      return { item, x: 8 + cell * (i + 0.5) + rng.range(-slack, slack), y: Math.max(foot, box + 6) - box / 2, scale: box / 100 };
    })
    .sort((a, b) => a.y + a.scale * 50 - (b.y + b.scale * 50));
}
