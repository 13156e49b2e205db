import { darker, lighter, type Hex } from '../colours.ts';
import { n } from '../pen.ts';
import type { Place } from '../types.ts';

const walls: readonly Hex[] = ['#f2e6d0', '#dbe8ea', '#e8dcec', '#e3ecd6', '#f3d9cf', '#c9d8e6', '#e9e3da'];

/** Places inside a house. */
export const indoorPlaces: readonly Place[] = [
  {
    name: 'shelf',
    landscape: ['an empty shelf', 'a wooden shelf on a wall', 'a bare shelf'],
    zones: { table: { phrase: 'on a shelf', y: [182, 184] } },
    outdoors: false,
    draw({ pen, rng }) {
      const wall = rng.pick(walls);
      pen.rect(-6, -6, 268, 268, wall, { outline: false });
      if (rng.chance(0.5)) for (let x = 10; x < 256; x += 26) pen.rect(x, -6, 8, 268, darker(wall, 0.04), { outline: false });
      const wood = rng.pick(['#b98250', '#8a5a38', '#d8b98c', '#f4efe6'] as const);
      pen.rect(-6, 182, 268, 12, wood);
      pen.rect(-6, 194, 268, 6, darker(wood, 0.25), { outline: false });
      for (const x of [40, 206]) pen.polygon([x, 200, x + 12, 200, x + 6, 226, x, 226], darker(wood, 0.15));
    },
  },
  {
    name: 'window sill',
    landscape: ['a window', 'a window with a sill', 'a window in a wall'],
    zones: { table: { phrase: 'on a window sill', y: [206, 208] } },
    outdoors: false,
    hides: ['white'],
    draw({ pen, rng }) {
      pen.rect(-6, -6, 268, 268, rng.pick(walls), { outline: false });
      pen.rect(30, 16, 196, 192, '#fbf9f4');
      pen.rect(40, 26, 176, 176, rng.pick(['#a9dcf7', '#8fc9f0', '#c4e6f8'] as const), { outline: false });
      pen.path(
        `M40 170C90 ${n(rng.range(140, 166))} 150 ${n(rng.range(140, 170))} 216 160L216 202L40 202Z`,
        rng.pick(['#8cc06a', '#7fb05a'] as const),
        { outline: false },
      );
      pen.line('M128 26L128 202M40 96L216 96', '#fbf9f4', 7);
      pen.rect(16, 204, 224, 12, '#f1ece2');
      const curtain = rng.pick(['#d98a8a', '#8aa9d9', '#d9c08a', '#a98ad9', '#8ac0a9'] as const);
      pen.path('M-6 -6L52 -6C50 70 40 140 10 250L-6 250Z', curtain);
      pen.path('M262 -6L204 -6C206 70 216 140 246 250L262 250Z', curtain);
    },
  },
  {
    name: 'carpet',
    landscape: ['a carpet on the floor', 'a carpet', 'a rug in a room'],
    zones: { floor: { phrase: 'on a carpet', y: [212, 232] } },
    outdoors: false,
    draw({ pen, rng }) {
      const wall = rng.pick(walls);
      pen.rect(-6, -6, 268, 200, wall, { outline: false });
      pen.rect(-6, 168, 268, 96, rng.pick(['#c79a66', '#b0835a', '#a9a29a'] as const), { outline: false });
      pen.rect(-6, 164, 268, 5, lighter(wall, 0.5), { outline: false });
      const rug = rng.pick(['#b5485a', '#48699e', '#5f8a6a', '#c9a04a', '#7a5a8a'] as const);
      pen.ellipse(128, 222, 118, 30, rug);
      pen.ellipse(128, 222, 96, 22, lighter(rug, 0.3), { outline: false });
      pen.ellipse(128, 222, 80, 17, rug, { outline: false });
      pen.rect(rng.range(30, 160), 40, rng.range(40, 60), rng.range(36, 50), '#7a5a3c');
    },
  },
];
