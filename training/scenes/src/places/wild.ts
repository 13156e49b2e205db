import { darker, lighter, mix, type Hex } from '../colours.ts';
import { n, type Pen } from '../pen.ts';
import type { Random } from '../random.ts';
import type { Place, Season, Surroundings, Weather } from '../types.ts';

/** The colour of grass. */
export function grass(rng: Random, season: Season | undefined, weather: Weather): Hex {
  if (season === 'winter' || weather === 'snow') return rng.pick(['#f2f6fa', '#e8eff6']);
  if (season === 'autumn') return rng.pick(['#b59a45', '#a8863a', '#9a9a48']);
  return rng.pick(['#6cb84a', '#7fc255', '#5aa845', '#8cc63f']);
}

/** The colour of leaves. */
export function leaves(rng: Random, season: Season | undefined, weather: Weather): Hex {
  if (season === 'winter' || weather === 'snow') return rng.pick(['#eef3f8', '#dfe8f0']);
  if (season === 'autumn') return rng.pick(['#d9661f', '#c9402a', '#e6a02c', '#b8541f']);
  if (season === 'spring') return rng.pick(['#f7a8c9', '#fbc4da', '#f28fb8']);
  return rng.pick(['#2f8a3a', '#3f9a45', '#27753a', '#4fa84a']);
}

/** A flat area from `y` down to the bottom edge. */
export function floor(pen: Pen, y: number, colour: Hex): void {
  pen.path(`M-6 ${n(y)}L262 ${n(y)}L262 262L-6 262Z`, colour, { outline: false });
}

/** Rolling ground: an area with a wavy upper edge about `y`. */
export function hills({ pen, rng }: Surroundings, y: number, height: number, colour: Hex): void {
  const up = (): string => n(y + rng.range(-height, height));
  pen.path(`M-6 ${up()}C40 ${up()} 60 ${up()} 110 ${up()}C150 ${up()} 200 ${up()} 262 ${up()}L262 262L-6 262Z`, colour, { outline: false });
}

/** A leafy or a fir tree with its foot at x, y. */
export function woodland({ pen, rng, season, weather }: Surroundings, x: number, y: number, size: number, firs: boolean): void {
  const colour =
    firs && weather !== 'snow' && season !== 'winter' ? rng.pick(['#1f6b3a', '#2a7a42', '#185c34'] as const) : leaves(rng, season, weather);
  pen.at(x, y, size, () => {
    pen.rect(-4, -30, 8, 30, '#6b4526');
    if (firs) {
      pen.polygon([0, -70, 26, -18, -26, -18], darker(colour, 0.12));
      pen.polygon([0, -96, 20, -46, -20, -46], colour);
    } else {
      pen.circle(-14, -44, 19, darker(colour, 0.08));
      pen.circle(14, -46, 18, darker(colour, 0.04));
      pen.circle(0, -62, 21, colour);
    }
  });
}

function peaks({ pen, rng, weather, season }: Surroundings, base: number): void {
  const rock = rng.pick(['#6b7a94', '#7d7488', '#5f6f78', '#8a7a6c'] as const);
  const count = rng.int(3, 5);
  for (const x of rng.shuffle(Array.from({ length: count }, (_, i) => ((i + 0.5) / count) * 256))) {
    const [top, half, cx] = [rng.range(34, 84), rng.range(60, 96), x + rng.range(-14, 14)];
    const colour = mix(rock, rng.pick(['#ffffff', '#2a3040'] as const), rng.range(0, 0.25));
    pen.polygon([cx - half, base + 20, cx, top, cx + half, base + 20], colour);
    const t = weather === 'snow' || season === 'winter' ? 0.55 : 0.3;
    const snow = top + (base - top) * t;
    pen.polygon(
      [cx, top, cx + half * t, snow, cx + half * t * 0.4, snow - 6, cx + 2, snow + 6, cx - half * t * 0.5, snow - 5, cx - half * t, snow],
      '#f7fafc',
      { outline: false },
    );
  }
}

/** Places without people. */
export const wildPlaces: readonly Place[] = [
  {
    name: 'mountains',
    landscape: ['mountains', 'a mountain range', 'high mountains with snowy peaks'],
    zones: { ground: { phrase: 'in front of mountains', y: [212, 240] }, sky: { phrase: 'over the mountains', y: [40, 90] } },
    outdoors: true,
    seasonal: false,
    horizon: 165,
    draw(s) {
      peaks(s, 168);
      hills(s, 176, 8, grass(s.rng, s.season, s.weather));
    },
  },
  {
    name: 'forest',
    landscape: ['a forest', 'the woods', 'a forest with many trees'],
    zones: { ground: { phrase: 'in a forest', y: [216, 242] } },
    outdoors: true,
    seasonal: true,
    horizon: 165,
    holds: ['tree', 'fir tree', 'palm tree'],
    draw(s) {
      const { rng } = s;
      const firs = s.season === undefined ? rng.chance(0.5) : s.season === 'winter';
      hills(s, 158, 6, darker(grass(rng, s.season, s.weather), 0.15));
      for (let i = 0; i < 9; i++) woodland(s, i * 32 + rng.range(-8, 8), rng.range(162, 172), rng.range(0.8, 1.15), firs);
      hills(s, 186, 6, grass(rng, s.season, s.weather));
      for (const x of [rng.range(-6, 20), rng.range(30, 50), rng.range(208, 226), rng.range(238, 262)])
        woodland(s, x, rng.range(190, 206), rng.range(1.3, 1.8), firs);
    },
  },
  {
    name: 'desert',
    landscape: ['a desert', 'a sandy desert', 'desert dunes'],
    zones: { ground: { phrase: 'in the desert', y: [208, 240] }, sky: { phrase: 'over the desert', y: [40, 90] } },
    never: ['snow', 'rain'],
    outdoors: true,
    horizon: 150,
    holds: ['cactus'],
    hides: ['yellow', 'orange'],
    draw(s) {
      const { pen, rng } = s;
      const sand = rng.pick(['#eac07a', '#e3b063', '#f0cb8c'] as const);
      hills(s, 146, 14, darker(sand, 0.14));
      hills(s, 170, 12, darker(sand, 0.06));
      for (const x of rng.shuffle([24, 60, 200, 236]).slice(0, rng.int(1, 3))) {
        pen.at(x, rng.range(176, 192), rng.range(0.4, 0.6), () => {
          pen.line('M-2 -30L-20 -30C-26 -30 -26 -34 -26 -50M2 -42L20 -42C26 -42 26 -46 26 -64', '#3f8a48', 11);
          pen.rect(-9, -86, 18, 86, '#3f8a48', { radius: 9 });
        });
      }
      hills(s, 202, 8, sand);
    },
  },
  {
    name: 'snowy plain',
    landscape: ['a snowy plain', 'a snowfield', 'a field of snow'],
    zones: {
      ground: { phrase: 'in a snowy field', y: [200, 240] },
      snow: { phrase: 'in a snowy field', y: [200, 240] },
      sky: { phrase: 'over a snowy field', y: [40, 90] },
    },
    never: ['rain', 'storm', 'rainbow'],
    outdoors: true,
    horizon: 150,
    hides: ['white'],
    holds: ['fir tree', 'tree'],
    draw(s) {
      hills(s, 150, 10, '#d9e6f2');
      for (let i = s.rng.int(2, 6); i > 0; i--)
        woodland({ ...s, season: 'winter' }, s.rng.range(0, 256), s.rng.range(158, 172), s.rng.range(0.3, 0.55), true);
      hills(s, 180, 8, '#f4f8fc');
    },
  },
  {
    name: 'volcano',
    landscape: ['a volcano', 'an erupting volcano', 'a volcano with lava'],
    zones: { sky: { phrase: 'near a volcano', y: [36, 70] } },
    never: ['snow'],
    outdoors: true,
    horizon: 180,
    hides: ['red', 'orange'],
    draw(s) {
      const { pen, rng } = s;
      const x = rng.range(100, 156);
      for (let i = 0; i < 4; i++)
        pen.circle(x + rng.range(-24, 24), 70 - i * 16, rng.range(12, 20), '#6d6a70', { outline: false, opacity: 0.7 });
      pen.path(
        `M${n(x - 110)} 200C${n(x - 60)} 180 ${n(x - 34)} 110 ${n(x - 22)} 84L${n(x + 22)} 84C${n(x + 34)} 110 ${n(x + 60)} 180 ${n(x + 110)} 200Z`,
        '#54463f',
      );
      pen.path(
        `M${n(x - 22)} 84C${n(x - 10)} 78 ${n(x + 10)} 78 ${n(x + 22)} 84L${n(x + 30)} 120L${n(x + 14)} 104L${n(x + 6)} 150L${n(x - 6)} 108L${n(x - 22)} 140Z`,
        '#ff5a1f',
        { outline: false },
      );
      for (let i = 0; i < 8; i++) pen.circle(x + rng.range(-34, 34), rng.range(44, 80), rng.range(2, 4), '#ff8a2a', { outline: false });
      hills(s, 174, 6, rng.pick(['#5f7a45', '#6b5a4a']));
    },
  },
  {
    name: 'underwater',
    landscape: ['the underwater world', 'the bottom of the sea', 'an underwater scene with coral'],
    zones: { underwater: { phrase: 'under water', y: [50, 190] } },
    outdoors: false,
    hides: ['blue'],
    draw({ pen, rng }) {
      const top = rng.pick(['#3fb6e6', '#2fa3d8', '#38c0d0'] as const);
      const fill = pen.define(
        (id) =>
          `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="#0b3f78"/></linearGradient>`,
      );
      pen.raw(`<rect width="256" height="256" fill="${fill}"/>`);
      for (let i = 0; i < 3; i++) {
        const x = rng.range(0, 200);
        pen.polygon([x, 0, x + 24, 0, x + 60, 220, x + 10, 220], '#ffffff', { outline: false, opacity: 0.1 });
      }
      for (let i = 0; i < rng.int(6, 14); i++)
        pen.circle(rng.range(0, 256), rng.range(10, 220), rng.range(1.5, 4), '#d5f3ff', { outline: false, opacity: 0.6 });
      pen.path(
        `M-6 226C60 ${n(rng.range(206, 226))} 130 ${n(rng.range(216, 236))} 262 ${n(rng.range(208, 226))}L262 262L-6 262Z`,
        '#e3cf9a',
        { outline: false },
      );
      for (let i = 0; i < 5; i++) {
        const [x, h] = [rng.range(6, 250), rng.range(30, 70)];
        pen.line(
          `M${n(x)} 234C${n(x + 12)} ${n(234 - h * 0.4)} ${n(x - 12)} ${n(234 - h * 0.7)} ${n(x + 4)} ${n(234 - h)}`,
          rng.pick(['#2f8f4e', '#e0567a', '#47a85a', '#f08a4a'] as const),
          rng.range(4, 8),
        );
      }
    },
  },
  {
    name: 'space',
    landscape: ['outer space', 'space with planets and stars', 'planets among the stars'],
    zones: { space: { phrase: 'in space', y: [60, 196] } },
    outdoors: false,
    hides: ['black'],
    draw({ pen, rng }) {
      pen.raw(`<rect width="256" height="256" fill="${rng.pick(['#070a1f', '#0d0820', '#04121f'])}"/>`);
      for (let i = 0; i < 2; i++)
        pen.ellipse(rng.range(0, 256), rng.range(0, 256), 90, 50, rng.pick(['#4a2a7a', '#1f4a7a', '#6a2450'] as const), {
          outline: false,
          opacity: 0.35,
        });
      for (let i = 0; i < 60; i++) pen.circle(rng.range(0, 256), rng.range(0, 256), rng.range(0.6, 2), '#fff8e0', { outline: false });
      for (const [x, y] of rng
        .shuffle([
          [34, 40],
          [222, 46],
          [36, 218],
          [220, 214],
        ] as const)
        .slice(0, rng.int(1, 2))) {
        const [r, colour] = [rng.range(18, 34), rng.pick(['#d98a5a', '#7fb0d9', '#c9a0d9', '#9ac98a'] as const)];
        pen.circle(x, y, r, colour);
        pen.circle(x - r * 0.3, y - r * 0.2, r * 0.22, darker(colour, 0.18), { outline: false });
        if (rng.chance(0.5))
          pen.line(
            `M${n(x - r * 1.6)} ${n(y + r * 0.4)}C${n(x - r * 0.4)} ${n(y + r * 0.9)} ${n(x + r * 1.2)} ${n(y + r * 0.3)} ${n(x + r * 1.6)} ${n(y - r * 0.4)}`,
            lighter(colour, 0.5),
            3,
          );
      }
    },
  },
];
