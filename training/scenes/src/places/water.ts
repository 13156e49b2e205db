import { darker, lighter, type Hex } from '../colours.ts';
import { n } from '../pen.ts';
import type { Place, Surroundings } from '../types.ts';
import { grass, hills, woodland } from './wild.ts';

const waters: Partial<Record<Surroundings['time'], readonly Hex[]>> = {
  sunrise: ['#7fb4d6', '#8fc0d8'],
  sunset: ['#6f5f8f', '#7d5a7a', '#52658f'],
  night: ['#2f5f9a', '#28508f'],
};

/** Water from `y` to the bottom edge, with waves. */
export function water({ pen, rng, time }: Surroundings, y: number, bottom = 262): void {
  const colour = rng.pick<Hex>(waters[time] ?? ['#2f8fc9', '#2a9fc0', '#3a7fd0', '#2fa8b8']);
  const fill = pen.define(
    (id) =>
      `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${pen.lit(lighter(colour, 0.25))}"/><stop offset="1" stop-color="${pen.lit(darker(colour, 0.25))}"/></linearGradient>`,
  );
  pen.raw(`<rect y="${n(y)}" width="256" height="${n(bottom - y)}" fill="${fill}"/>`);
  let d = '';
  for (let i = 0; i < 16; i++) {
    const wy = y + 5 + (i / 16) * (bottom - y - 8);
    const [x, w] = [rng.range(-10, 240), 8 + i * 1.2];
    d += `M${n(x)} ${n(wy)}C${n(x + w * 0.3)} ${n(wy - 4)} ${n(x + w * 0.6)} ${n(wy - 4)} ${n(x + w)} ${n(wy)}`;
  }
  pen.line(d, lighter(colour, 0.6), 2, { opacity: 0.7 });
}

/** Places by the water. */
export const waterPlaces: readonly Place[] = [
  {
    name: 'sea',
    landscape: ['the sea', 'the open sea', 'the ocean'],
    zones: { water: { phrase: 'on the sea', y: [176, 232] }, sky: { phrase: 'over the sea', y: [36, 90] } },
    outdoors: true,
    horizon: 140,
    draw(s) {
      water(s, 140);
    },
  },
  {
    name: 'beach',
    landscape: ['a beach', 'a sandy beach by the sea', 'the seaside'],
    zones: { ground: { phrase: 'on the beach', y: [212, 240] }, sky: { phrase: 'over the beach', y: [36, 80] } },
    never: ['snow'],
    outdoors: true,
    horizon: 128,
    holds: ['palm tree'],
    hides: ['yellow'],
    draw(s) {
      const { pen, rng } = s;
      water(s, 128, 200);
      hills(s, 184, 6, '#fffaf0');
      hills(s, 190, 5, rng.pick(['#f0d79a', '#ecca86', '#f5e0ae']));
      if (rng.chance(0.7)) {
        const left = rng.chance(0.5);
        pen.at(
          left ? 26 : 230,
          214,
          rng.range(1.1, 1.5),
          () => {
            pen.path('M-5 0C-2 -30 2 -50 10 -72L15 -70C9 -48 6 -28 6 0Z', '#a9773f');
            for (const [x, y] of [
              [-30, -70],
              [-18, -48],
              [46, -70],
              [40, -46],
              [4, -96],
              [32, -92],
            ] as const) {
              pen.path(
                `M12 -71C${12 + (x - 12) * 0.4} ${y - 14} ${12 + (x - 12) * 0.8} ${y - 8} ${x} ${y}C${12 + (x - 12) * 0.6} ${y + 2} ${12 + (x - 12) * 0.3} ${y * 0.5 - 34} 12 -71Z`,
                '#3c8f45',
              );
            }
          },
          { flip: !left },
        );
      }
    },
  },
  {
    name: 'lighthouse coast',
    landscape: ['a lighthouse by the sea', 'a lighthouse on the coast', 'a lighthouse on a rock by the sea'],
    zones: { sky: { phrase: 'near a lighthouse', y: [40, 80] }, water: { phrase: 'on the sea near a lighthouse', y: [196, 236] } },
    whole: true,
    outdoors: true,
    horizon: 150,
    holds: ['lighthouse', 'house'],
    draw(s) {
      const { pen, rng } = s;
      water(s, 150);
      const left = rng.chance(0.5);
      const x = left ? rng.range(34, 54) : rng.range(202, 222);
      pen.path(
        `M${n(x - 60)} 196C${n(x - 40)} 150 ${n(x - 20)} 146 ${n(x)} 146C${n(x + 30)} 146 ${n(x + 44)} 170 ${n(x + 62)} 196Z`,
        '#5d5a58',
      );
      const stripe = rng.pick(['#cf3a32', '#2f5fb0', '#2a2a2e'] as const);
      pen.at(x, 100, 1.05, () => {
        if (s.time === 'night')
          pen
            .with({ tintAmount: 0 })
            .polygon([0, -33, left ? 220 : -220, -62, left ? 220 : -220, 0], '#fff3b0', { outline: false, opacity: 0.35 });
        pen.polygon([-12, -24, 12, -24, 18, 48, -18, 48], '#fbfaf4');
        pen.polygon([-13, -12, 13, -12, 14.6, 6, -14.6, 6], stripe, { outline: false });
        pen.polygon([-16, 24, 16, 24, 17.6, 42, -17.6, 42], stripe, { outline: false });
        pen.rect(-16, -27, 32, 5, '#3a3c42');
        pen.with({ tintAmount: 0 }).rect(-8, -40, 16, 13, '#ffe88a');
        pen.path('M-11 -40C-8 -48 8 -48 11 -40Z', stripe);
      });
    },
  },
  {
    name: 'lake',
    landscape: ['a lake', 'a lake among hills', 'a quiet lake with trees around it'],
    zones: { water: { phrase: 'on a lake', y: [190, 230] }, sky: { phrase: 'over a lake', y: [36, 80] } },
    outdoors: true,
    seasonal: true,
    horizon: 140,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const { rng } = s;
      hills(s, 122, 14, darker(grass(rng, s.season, s.weather), 0.18));
      const firs = rng.chance(0.5) && s.season === undefined;
      for (let i = rng.int(4, 8); i > 0; i--) woodland(s, rng.range(0, 256), rng.range(142, 150), rng.range(0.35, 0.6), firs);
      water(s, 150);
      s.pen.path('M-6 236C60 228 80 246 120 262L-6 262Z', grass(rng, s.season, s.weather), { outline: false });
      s.pen.path('M262 238C220 232 200 248 170 262L262 262Z', grass(rng, s.season, s.weather), { outline: false });
    },
  },
  {
    name: 'river',
    landscape: ['a river', 'a river through green land', 'a winding river'],
    zones: { sky: { phrase: 'over a river', y: [36, 84] } },
    outdoors: true,
    horizon: 134,
    holds: ['tree', 'fir tree'],
    draw(s) {
      const { pen, rng } = s;
      const green = grass(rng, undefined, s.weather);
      hills(s, 130, 10, darker(green, 0.15));
      hills(s, 150, 5, green);
      const flip = rng.chance(0.5) ? 1 : -1;
      const at = (dx: number): string => n(128 + dx * flip);
      const blue = rng.pick(['#3f9fd6', '#4aaed0', '#3a8ad0'] as const);
      pen.path(
        `M${at(20)} 148C${at(60)} 166 ${at(-80)} 186 ${at(-40)} 210C${at(-10)} 226 ${at(10)} 240 ${at(-30)} 262L${at(90)} 262C${at(100)} 236 ${at(50)} 216 ${at(20)} 204C${at(-20)} 186 ${at(80)} 170 ${at(28)} 148Z`,
        blue,
        { outline: false },
      );
      for (let i = 0; i < 6; i++) {
        const left = i % 2 === 0;
        woodland(s, left ? rng.range(0, 50) : rng.range(206, 256), rng.range(164, 226), rng.range(0.45, 0.85), rng.chance(0.4));
      }
    },
  },
  {
    name: 'waterfall',
    landscape: ['a waterfall', 'a waterfall between rocks', 'a high waterfall'],
    zones: { sky: { phrase: 'over a waterfall', y: [24, 40] } },
    outdoors: true,
    horizon: 90,
    draw(s) {
      const { pen, rng } = s;
      const rock = rng.pick(['#6f6a66', '#7c7466', '#5f6670'] as const);
      const green = grass(rng, undefined, s.weather);
      pen.path('M-6 70C40 62 80 66 100 72L156 72C190 64 220 64 262 70L262 262L-6 262Z', rock);
      pen.path('M-6 76C30 58 70 62 98 72L98 84C60 78 30 84 -6 92ZM262 76C226 58 186 62 158 72L158 84C196 78 226 84 262 92Z', green, {
        outline: false,
      });
      pen.polygon([98, 72, 158, 72, 166, 216, 90, 216], '#bfe4f7', { outline: false });
      for (let i = 0; i < 8; i++) {
        const x = 100 + i * 8;
        pen.line(`M${x} ${n(rng.range(74, 100))}L${n(x + (x - 128) * 0.1)} ${n(rng.range(150, 212))}`, '#ffffff', rng.range(2, 4), {
          opacity: 0.8,
        });
      }
      pen.path('M-6 216C60 204 200 204 262 216L262 262L-6 262Z', '#3f9fc9', { outline: false });
      for (let i = 0; i < 7; i++)
        pen.circle(rng.range(82, 174), rng.range(206, 220), rng.range(6, 12), '#ffffff', { outline: false, opacity: 0.75 });
    },
  },
];
