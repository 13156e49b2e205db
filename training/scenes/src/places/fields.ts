import { darker, lighter, type Hex } from '../colours.ts';
import { n } from '../pen.ts';
import type { Place, Surroundings } from '../types.ts';
import { floor, grass, hills, woodland } from './wild.ts';

/** Rows of plants that run to a point on the horizon. */
function rows({ pen, rng, weather }: Surroundings, horizon: number, soil: Hex, bloom: Hex): void {
  floor(pen, horizon, weather === 'snow' ? '#e6edf4' : soil);
  const eye = rng.range(90, 166);
  for (let i = -9; i < 10; i++) {
    const x = 128 + i * 44;
    pen.polygon([eye + i * 3, horizon, x - 13, 262, x + 13, 262], bloom, { outline: false });
  }
}

/** Fields in flower and other open land. */
export const fieldPlaces: readonly Place[] = [
  {
    name: 'lavender field',
    landscape: ['a lavender field', 'a purple field of lavender', 'rows of lavender'],
    zones: { ground: { phrase: 'in a lavender field', y: [206, 240] }, sky: { phrase: 'over a lavender field', y: [36, 90] } },
    never: ['snow'],
    outdoors: true,
    horizon: 150,
    hides: ['purple'],
    draw(s) {
      hills(s, 144, 12, darker(grass(s.rng, undefined, s.weather), 0.15));
      rows(s, 156, '#8fae62', s.rng.pick(['#8d6cc4', '#7d5ab8', '#9a7ad0']));
    },
  },
  {
    name: 'sunflower field',
    landscape: ['a field of sunflowers', 'a sunflower field', 'many sunflowers in a field'],
    zones: { sky: { phrase: 'over a field of sunflowers', y: [36, 84] } },
    never: ['snow'],
    outdoors: true,
    horizon: 150,
    holds: ['flower'],
    hides: ['yellow'],
    draw(s) {
      const { pen, rng } = s;
      hills(s, 144, 8, '#5f9440');
      floor(pen, 158, '#4f8a3a');
      for (let row = 0; row < 5; row++) {
        const [y, r] = [164 + row * 20, 4 + row * 2.2];
        for (let x = rng.range(-r, r); x < 262; x += r * 3.1) {
          const at = y + rng.range(-3, 3);
          pen.line(`M${n(x)} ${n(at)}L${n(x)} ${n(at + r * 3)}`, '#3a7030', r * 0.4);
          pen.circle(x, at, r * 1.25, '#f9c81e', { outline: false });
          pen.circle(x, at, r * 0.6, '#5d3a1a', { outline: false });
        }
      }
    },
  },
  {
    name: 'wheat field',
    landscape: ['a wheat field', 'a golden wheat field', 'a field of ripe wheat'],
    zones: { ground: { phrase: 'in a wheat field', y: [206, 240] }, sky: { phrase: 'over a wheat field', y: [36, 90] } },
    never: ['snow'],
    outdoors: true,
    horizon: 150,
    hides: ['yellow', 'orange'],
    draw(s) {
      const { pen, rng } = s;
      hills(s, 146, 10, darker(grass(rng, undefined, s.weather), 0.12));
      for (let i = rng.int(0, 3); i > 0; i--) woodland(s, rng.range(0, 256), rng.range(150, 158), rng.range(0.3, 0.5), false);
      const gold = s.weather === 'snow' ? '#ead9ae' : rng.pick(['#e5b93f', '#dca93a', '#edc85a'] as const);
      hills(s, 164, 4, gold);
      for (const colour of [darker(gold, 0.2), lighter(gold, 0.35)]) {
        let d = '';
        for (let i = 0; i < 45; i++) {
          const [x, y] = [rng.range(0, 256), rng.range(172, 262)];
          d += `M${n(x)} ${n(y)}L${n(x + rng.range(-2, 2))} ${n(y - (y - 150) * 0.18)}`;
        }
        pen.line(d, colour, 1.8);
      }
    },
  },
  {
    name: 'canyon',
    landscape: ['a canyon', 'a red rock canyon', 'red rocks in a canyon'],
    zones: { ground: { phrase: 'in a canyon', y: [222, 242] }, sky: { phrase: 'over a canyon', y: [36, 76] } },
    never: ['snow'],
    outdoors: true,
    horizon: 170,
    hides: ['orange', 'red', 'brown'],
    draw(s) {
      const { pen, rng } = s;
      const rock = rng.pick(['#b9552f', '#c4633a', '#a84c34'] as const);
      const mesa = (x: number, width: number, top: number, colour: Hex): void => {
        pen.polygon(
          [
            x - width * 0.62,
            204,
            x - width * 0.5,
            top + 30,
            x - width * 0.42,
            top,
            x + width * 0.42,
            top + rng.range(-4, 4),
            x + width * 0.5,
            top + 34,
            x + width * 0.66,
            204,
          ],
          colour,
        );
        for (const t of [0.25, 0.5, 0.75])
          pen.line(
            `M${n(x - width * 0.48)} ${n(top + (204 - top) * t)}L${n(x + width * 0.48)} ${n(top + (204 - top) * t + rng.range(-3, 3))}`,
            darker(colour, 0.15),
            3,
          );
      };
      mesa(rng.range(96, 160), rng.range(40, 80), rng.range(110, 130), lighter(rock, 0.2));
      mesa(rng.range(0, 40), rng.range(80, 120), rng.range(76, 104), rock);
      mesa(rng.range(212, 256), rng.range(80, 120), rng.range(70, 110), darker(rock, 0.08));
      hills(s, 200, 5, lighter(rock, 0.3));
    },
  },
  {
    name: 'railway',
    landscape: ['a railway line', 'railway tracks through the country', 'train tracks'],
    zones: { sky: { phrase: 'over railway tracks', y: [36, 84] }, rails: { phrase: 'on railway tracks', y: [222, 226] } },
    outdoors: true,
    horizon: 150,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      hills(s, 146, 12, darker(green, 0.15));
      for (let i = rng.int(2, 6); i > 0; i--) woodland(s, rng.range(0, 256), rng.range(160, 176), rng.range(0.4, 0.7), rng.chance(0.5));
      hills(s, 178, 5, green);
      pen.rect(-6, 214, 268, 26, s.weather === 'snow' ? '#cfd6de' : '#9a9288', { outline: false });
      for (let x = -4; x < 260; x += 14) pen.rect(x, 219, 7, 16, '#6a4a32', { outline: false });
      pen.rect(-6, 221, 268, 3, '#4a4d54', { outline: false });
      pen.rect(-6, 230, 268, 3, '#4a4d54', { outline: false });
    },
  },
];
