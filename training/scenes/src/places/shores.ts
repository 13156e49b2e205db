import { darker, lighter } from '../colours.ts';
import { n } from '../pen.ts';
import type { Place } from '../types.ts';
import { water } from './water.ts';
import { grass, hills, leaves, woodland } from './wild.ts';

/** Islands, ice, bridges and harbours. */
export const shorePlaces: readonly Place[] = [
  {
    name: 'island',
    landscape: ['a small island in the sea', 'an island with palm trees', 'a tropical island'],
    zones: { sky: { phrase: 'over an island', y: [36, 70] }, water: { phrase: 'on the sea near an island', y: [214, 238] } },
    never: ['snow'],
    outdoors: true,
    horizon: 140,
    holds: ['palm tree'],
    draw(s) {
      const { pen, rng } = s;
      water(s, 140);
      const x = rng.range(84, 172);
      pen.path(
        `M${n(x - 76)} 178C${n(x - 50)} 150 ${n(x + 50)} 150 ${n(x + 76)} 178C${n(x + 40)} 186 ${n(x - 40)} 186 ${n(x - 76)} 178Z`,
        '#efd592',
        { outline: false },
      );
      pen.path(
        `M${n(x - 46)} 164C${n(x - 20)} 138 ${n(x + 30)} 140 ${n(x + 48)} 164C${n(x + 20)} 172 ${n(x - 20)} 172 ${n(x - 46)} 164Z`,
        '#6fae45',
        { outline: false },
      );
      for (const [dx, size, flip] of [
        [-18, 0.9, false],
        [20, 1.1, true],
      ] as const) {
        pen.at(
          x + dx,
          160,
          size,
          () => {
            pen.path('M-5 0C-2 -30 2 -50 10 -72L15 -70C9 -48 6 -28 6 0Z', '#a9773f');
            for (const [lx, ly] of [
              [-30, -70],
              [-18, -48],
              [46, -70],
              [40, -46],
              [4, -96],
              [32, -92],
            ] as const) {
              pen.path(
                `M12 -71C${12 + (lx - 12) * 0.4} ${ly - 14} ${12 + (lx - 12) * 0.8} ${ly - 8} ${lx} ${ly}C${12 + (lx - 12) * 0.6} ${ly + 2} ${12 + (lx - 12) * 0.3} ${ly * 0.5 - 34} 12 -71Z`,
                '#3c8f45',
              );
            }
          },
          { flip },
        );
      }
    },
  },
  {
    name: 'icebergs',
    landscape: ['icebergs in the sea', 'the arctic sea with icebergs', 'icebergs in cold water'],
    zones: { water: { phrase: 'among icebergs', y: [206, 236] }, sky: { phrase: 'over icebergs', y: [30, 66] } },
    never: ['rain', 'storm', 'rainbow'],
    outdoors: true,
    horizon: 140,
    hides: ['white', 'turquoise'],
    draw(s) {
      const { pen, rng } = s;
      water(s, 140);
      for (const x of rng.shuffle([36, 110, 180, 236]).slice(0, rng.int(2, 4))) {
        const [w, top, y] = [rng.range(34, 60), rng.range(82, 112), rng.range(156, 182)];
        pen.polygon(
          [x - w, y, x - w * 0.6, top + 28, x - w * 0.2, top + 8, x + w * 0.15, top, x + w * 0.55, top + 34, x + w, y],
          '#f1f8fd',
        );
        pen.polygon([x + w * 0.15, top, x + w * 0.55, top + 34, x + w, y, x + w * 0.2, y], '#bcdcf0', { outline: false });
      }
    },
  },
  {
    name: 'bridge',
    landscape: ['a bridge over a river', 'a stone bridge over the water', 'a river with a bridge'],
    zones: { sky: { phrase: 'over a bridge', y: [36, 76] } },
    outdoors: true,
    whole: true,
    seasonal: true,
    horizon: 140,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const { pen, rng } = s;
      hills(s, 126, 10, darker(grass(rng, s.season, s.weather), 0.15));
      for (let i = rng.int(4, 7); i > 0; i--) woodland(s, rng.range(0, 256), rng.range(142, 152), rng.range(0.5, 0.8), false);
      water(s, 152);
      pen.path(
        'M-6 150C20 150 40 170 30 206C20 230 10 240 -6 250ZM262 150C236 150 216 170 226 206C236 230 246 240 262 250Z',
        grass(rng, s.season, s.weather),
        { outline: false },
      );
      const stone = rng.pick(['#a39b90', '#b09078', '#8f959c', '#a8584a'] as const);
      pen.path(
        'M-6 164C60 134 196 134 262 164L262 208L222 208C218 172 166 172 162 208L150 208C144 168 112 168 106 208L94 208C90 172 38 172 34 208L-6 208Z',
        stone,
      );
      pen.line('M-6 160C60 130 196 130 262 160', lighter(stone, 0.25), 6);
    },
  },
  {
    name: 'blossoming orchard',
    landscape: ['an orchard in blossom', 'blossoming trees', 'cherry trees in blossom'],
    zones: { ground: { phrase: 'under blossoming trees', y: [216, 242] } },
    never: ['snow'],
    outdoors: true,
    horizon: 160,
    holds: ['tree', 'fir tree'],
    hides: ['pink', 'green'],
    draw(s) {
      const { rng } = s;
      const spring = { ...s, season: 'spring' as const, weather: s.weather === 'snow' ? ('clear' as const) : s.weather };
      hills(s, 156, 5, darker(grass(rng, undefined, s.weather), 0.1));
      for (let i = 0; i < 5; i++) woodland(spring, 12 + i * 58 + rng.range(-8, 8), rng.range(168, 176), rng.range(0.7, 0.9), false);
      hills(s, 186, 4, grass(rng, undefined, s.weather));
      for (const x of [rng.range(8, 40), rng.range(214, 246)]) woodland(spring, x, rng.range(200, 214), rng.range(1.3, 1.6), false);
      for (let i = 0; i < 24; i++)
        s.pen.circle(rng.range(0, 256), rng.range(196, 254), rng.range(1.2, 2.2), leaves(rng, 'spring', 'clear'), { outline: false });
    },
  },
];
