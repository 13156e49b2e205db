import { darker, lighter, type Hex } from '../colours.ts';
import { n } from '../pen.ts';
import type { Place, Surroundings } from '../types.ts';
import { floor, grass, hills, woodland } from './wild.ts';

function tower({ pen, rng, time }: Surroundings, x: number, width: number, top: number, base: number, colour: Hex): void {
  pen.rect(x, top, width, base - top, colour, { outline: false });
  if (rng.chance(0.25)) pen.polygon([x, top, x + width / 2, top - 18, x + width, top], darker(colour, 0.1), { outline: false });
  const lights = time === 'night' || time === 'sunset';
  const glow = pen.with({ tintAmount: 0, fill: 'flat', wobble: 0, outline: 0 });
  let d = '';
  for (let wy = top + 7; wy < base - 8; wy += 11) {
    for (let wx = x + 5; wx < x + width - 5; wx += 9) if (rng.chance(lights ? 0.6 : 0.85)) d += `M${n(wx)} ${n(wy)}h4v5h-4Z`;
  }
  if (d !== '') glow.raw(`<path d="${d}" fill="${lights ? '#ffe08a' : lighter(colour, 0.45)}"/>`);
}

function skyline(s: Surroundings, base: number, low: number): void {
  const { rng } = s;
  for (const far of [true, false]) {
    for (let x = -8; x < 256;) {
      const width = rng.range(22, 42);
      const colour = rng.pick(far ? (['#8d9db5', '#9aa4b8', '#8796a8'] as const) : (['#5b6b85', '#6a6478', '#4f6375', '#7a6a66'] as const));
      tower(s, x, width, far ? rng.range(low - 50, low) : rng.range(low - 10, low + 40), base, colour);
      x += width + (far ? 0 : rng.range(0, 12));
    }
  }
}

function road({ pen }: Surroundings, y: number, height: number): void {
  pen.rect(-6, y, 268, height, '#5a5d63', { outline: false });
  for (let x = 4; x < 256; x += 36) pen.rect(x, y + height / 2 - 1.5, 18, 3, '#f4efdc', { outline: false });
}

/** Places that people made. */
export const settledPlaces: readonly Place[] = [
  {
    name: 'city',
    landscape: ['a city skyline', 'a city with tall buildings', 'skyscrapers in a city'],
    zones: { road: { phrase: 'in a city', y: [228, 240] }, sky: { phrase: 'over a city', y: [28, 60] } },
    outdoors: true,
    horizon: 190,
    holds: ['house'],
    draw(s) {
      skyline(s, 206, s.rng.range(84, 110));
      s.pen.rect(-6, 204, 268, 60, '#8b8e94', { outline: false });
      road(s, 214, 36);
    },
  },
  {
    name: 'road',
    landscape: ['a road through the country', 'a country road', 'a road between green fields'],
    zones: { road: { phrase: 'on a road', y: [214, 232] }, sky: { phrase: 'over a road', y: [36, 84] } },
    outdoors: true,
    horizon: 150,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const green = grass(s.rng, undefined, s.weather);
      hills(s, 144, 14, darker(green, 0.16));
      hills(s, 164, 7, green);
      for (let i = s.rng.int(1, 4); i > 0; i--)
        woodland(s, s.rng.range(0, 256), s.rng.range(172, 184), s.rng.range(0.4, 0.8), s.rng.chance(0.4));
      road(s, 196, 42);
    },
  },
  {
    name: 'field',
    landscape: ['a green field', 'a meadow', 'a grassy field'],
    zones: { ground: { phrase: 'in a field', y: [196, 240] }, sky: { phrase: 'over a field', y: [36, 90] } },
    outdoors: true,
    horizon: 150,
    hides: ['green'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      hills(s, 150, 12, darker(green, 0.14));
      hills(s, 172, 8, green);
      let d = '';
      for (let i = 0; i < 26; i++) {
        const [x, y] = [rng.range(0, 256), rng.range(184, 254)];
        d += `M${n(x - 3)} ${n(y - 6)}L${n(x)} ${n(y)}L${n(x + 3)} ${n(y - 7)}`;
      }
      pen.line(d, darker(green, 0.22), 1.6);
    },
  },
  {
    name: 'garden',
    landscape: ['a garden', 'a garden with a fence and flowers', 'a flower garden'],
    zones: { ground: { phrase: 'in a garden', y: [216, 240] }, sky: { phrase: 'over a garden', y: [36, 84] } },
    hides: ['green'],
    outdoors: true,
    horizon: 160,
    holds: ['flower', 'tulip'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      floor(pen, 156, green);
      const fence = rng.pick(['#fbf8ef', '#b98a58'] as const);
      pen.rect(-6, 148, 268, 5, fence, { outline: false });
      pen.rect(-6, 166, 268, 5, fence, { outline: false });
      for (let x = 2; x < 256; x += 17) pen.polygon([x, 182, x, 138, x + 5, 130, x + 10, 138, x + 10, 182], fence);
      for (let i = 0; i < 22; i++) {
        const [x, y] = [rng.range(0, 256), rng.range(184, 200)];
        pen.line(`M${n(x)} ${n(y)}L${n(x)} ${n(y + 9)}`, darker(green, 0.3), 1.6);
        pen.circle(x, y, rng.range(2.5, 4.2), rng.pick(['#f06a9a', '#ffd23e', '#ffffff', '#b06ae0'] as const), { outline: false });
      }
    },
  },
  {
    name: 'park',
    landscape: ['a park', 'a park with trees and a path', 'a path through a park'],
    zones: { ground: { phrase: 'in a park', y: [214, 240] }, sky: { phrase: 'over a park', y: [36, 70] } },
    hides: ['green'],
    outdoors: true,
    seasonal: true,
    horizon: 160,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, s.season, s.weather);
      hills(s, 160, 5, darker(green, 0.1));
      for (let i = 0; i < 4; i++) woodland(s, 20 + i * 68 + rng.range(-16, 16), rng.range(166, 178), rng.range(0.8, 1.3), false);
      hills(s, 188, 4, green);
      const x = rng.range(90, 166);
      pen.path(
        `M${n(x - 6)} 186C${n(x + 20)} 204 ${n(x - 60)} 220 ${n(x - 50)} 262L${n(x + 50)} 262C${n(x + 10)} 226 ${n(x + 40)} 206 ${n(x + 4)} 186Z`,
        '#dcc59a',
        { outline: false },
      );
    },
  },
  {
    name: 'village',
    landscape: ['a village', 'a village with small houses', 'small houses in a village'],
    zones: { road: { phrase: 'in a village', y: [226, 240] }, sky: { phrase: 'over a village', y: [30, 76] } },
    outdoors: true,
    horizon: 160,
    holds: ['house', 'castle', 'windmill', 'tent', 'tree'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      hills(s, 156, 12, green);
      const glow = s.time === 'night' ? pen.with({ tintAmount: 0 }) : pen;
      for (let i = 0; i < 5; i++) {
        const [x, y, w] = [i * 54 + rng.range(-6, 8) - 4, rng.range(192, 204), rng.range(34, 44)];
        const h = rng.range(26, 36);
        pen.rect(x, y - h, w, h, rng.pick(['#f3e2c4', '#e9c9a8', '#dfe3e0', '#f0d0c0'] as const));
        pen.polygon(
          [x - 5, y - h, x + w / 2, y - h - 24, x + w + 5, y - h],
          s.weather === 'snow' ? '#f5f8fb' : rng.pick(['#b0563e', '#9a4a3a', '#7a5548'] as const),
        );
        glow.rect(x + 6, y - h + 8, 8, 9, '#ffe28a', { outline: false });
        pen.rect(x + w - 15, y - 17, 9, 17, '#6a4530', { outline: false });
      }
      pen.rect(-6, 204, 268, 60, '#b5a68c', { outline: false });
    },
  },
  {
    name: 'farm',
    landscape: ['a farm', 'a farm with a barn and fields', 'a barn on a farm'],
    zones: { ground: { phrase: 'on a farm', y: [224, 242] }, sky: { phrase: 'over a farm', y: [30, 76] } },
    hides: ['green'],
    whole: true,
    outdoors: true,
    horizon: 150,
    holds: ['house', 'castle', 'tent', 'windmill'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      hills(s, 150, 8, darker(green, 0.12));
      const x = rng.chance(0.5) ? rng.range(10, 40) : rng.range(150, 176);
      pen.rect(x + 68, 108, 18, 76, '#b8bec5');
      pen.path(`M${n(x + 68)} 109C${n(x + 70)} 96 ${n(x + 84)} 96 ${n(x + 86)} 109Z`, '#8f979f');
      pen.rect(x, 138, 66, 46, '#a8382e');
      pen.polygon([x - 5, 140, x + 10, 118, x + 33, 106, x + 56, 118, x + 71, 140], s.weather === 'snow' ? '#f5f8fb' : '#6e4a40');
      pen.rect(x + 22, 154, 22, 30, '#f3ece0');
      pen.line(`M${n(x + 22)} 154L${n(x + 44)} 184M${n(x + 44)} 154L${n(x + 22)} 184`, '#a8382e', 3);
      floor(pen, 183, green);
      const row = s.weather === 'snow' ? '#dfe6ee' : rng.pick(['#d9b84a', '#8a9a3a', '#b08a4a'] as const);
      for (let y = 190; y < 216; y += 7) pen.line(`M-4 ${y}L260 ${n(y + rng.range(-2, 2))}`, row, 2.6);
    },
  },
  {
    name: 'room',
    landscape: ['an empty room', 'a room with a window', 'an empty room with a window'],
    zones: { floor: { phrase: 'in a room', y: [208, 240] } },
    outdoors: false,
    draw({ pen, rng }) {
      const wall = rng.pick(['#f2e6d0', '#dbe8ea', '#e8dcec', '#e3ecd6', '#f3d9cf'] as const);
      pen.raw('<g>');
      pen.rect(-6, -6, 268, 200, wall, { outline: false });
      pen.rect(-6, 184, 268, 80, rng.pick(['#c79a66', '#b0835a', '#d8b98c', '#a9a29a'] as const), { outline: false });
      pen.rect(-6, 180, 268, 6, '#fbf8f2', { outline: false });
      pen.raw('</g>');
      const x = rng.chance(0.5) ? rng.range(18, 50) : rng.range(150, 176);
      pen.rect(x, 34, 62, 74, '#fbf9f4');
      pen.rect(x + 6, 40, 50, 62, '#a9dcf7', { outline: false });
      pen.line(`M${n(x + 31)} 40L${n(x + 31)} 102M${n(x + 6)} 71L${n(x + 56)} 71`, '#fbf9f4', 4);
    },
  },
  {
    name: 'table',
    landscape: ['an empty table', 'a wooden table', 'an empty wooden table'],
    zones: { table: { phrase: 'on a table', y: [184, 222] } },
    outdoors: false,
    draw({ pen, rng }) {
      pen.raw('<g>');
      pen.rect(-6, -6, 268, 268, rng.pick(['#e9e0cf', '#cfdde3', '#dccfe0', '#cfe0cf', '#f0d8c8', '#f4e6b8', '#9fb4c0'] as const), {
        outline: false,
      });
      pen.raw('</g>');
      const wood = rng.pick(['#b98250', '#a06a3c', '#cfa06a', '#8a5a38'] as const);
      const top = rng.range(150, 166);
      pen.rect(-6, top, 268, 110, wood, { outline: false });
      pen.rect(-6, top, 268, 4, lighter(wood, 0.25), { outline: false });
      for (let y = top + 16; y < 256; y += 22)
        pen.line(`M-4 ${n(y)}C80 ${n(y + rng.range(-3, 3))} 180 ${n(y + rng.range(-3, 3))} 260 ${n(y)}`, darker(wood, 0.15), 1.4);
    },
  },
];
