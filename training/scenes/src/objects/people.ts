import { brightColours, darker, type Hex } from '../colours.ts';
import type { Pen } from '../pen.ts';
import type { SceneObject } from '../types.ts';

const skins: readonly Hex[] = ['#f3cfae', '#e0ac80', '#c68a5a', '#8f5a38', '#6a4028'];
const hairs: readonly Hex[] = ['#2b211c', '#5b3a22', '#a8722e', '#d9b04a', '#8a3a1e', '#6f6f70'];

function head(pen: Pen, skin: Hex, y: number): void {
  pen.circle(0, y, 10, skin);
  pen.circle(-3.5, y, 1.3, '#2a2020', { outline: false });
  pen.circle(3.5, y, 1.3, '#2a2020', { outline: false });
  pen.line(`M-3 ${y + 4}C-1 ${y + 6} 1 ${y + 6} 3 ${y + 4}`, '#8a3a34', 1.2);
}

/** People and figures. */
export const people: readonly SceneObject[] = [
  {
    name: 'person',
    plural: 'people',
    phrase: ['person in a {colour} coat', 'people in {colour} coats'],
    colours: brightColours,
    habitats: ['ground', 'snow', 'road', 'plain'],
    size: 1.05,
    draw(pen, colour, rng) {
      const skin = rng.pick(skins);
      const trousers: Hex = rng.pick(['#2f3a55', '#4a4038', '#55585f']);
      pen.rect(-9, 18, 8, 30, trousers, { radius: 2 });
      pen.rect(1, 18, 8, 30, trousers, { radius: 2 });
      pen.rect(-12, 45, 12, 5, '#2a2522', { radius: 2 });
      pen.rect(1, 45, 12, 5, '#2a2522', { radius: 2 });
      const wave = rng.chance(0.4);
      pen.line('M-13 -14L-21 10', colour, 7);
      pen.line(wave ? 'M13 -14L25 -32' : 'M13 -14L21 10', colour, 7);
      pen.circle(-22, 14, 3.5, skin, { outline: false });
      pen.circle(wave ? 27 : 22, wave ? -36 : 14, 3.5, skin, { outline: false });
      pen.path('M-13 -20C-8 -24 8 -24 13 -20L17 26L-17 26Z', colour);
      pen.line('M0 -20L0 25', darker(colour, 0.35), 1.6);
      head(pen, skin, -34);
      pen.path('M-11 -34C-12 -50 12 -50 11 -34C8 -40 -6 -42 -11 -34Z', rng.pick(hairs));
    },
  },
  {
    name: 'girl',
    plural: 'girls',
    phrase: ['girl in a {colour} dress', 'girls in {colour} dresses'],
    colours: brightColours,
    habitats: ['ground', 'road', 'plain', 'floor'],
    draw(pen, colour, rng) {
      const skin = rng.pick(skins);
      const hair = rng.pick(hairs);
      pen.path('M-13 -36C-16 -14 -16 -8 -14 -4L14 -4C16 -8 16 -14 13 -36Z', hair);
      pen.line('M-6 30L-6 44M6 30L6 44', skin, 5);
      pen.rect(-11, 44, 9, 6, '#b23a48', { radius: 2 });
      pen.rect(2, 44, 9, 6, '#b23a48', { radius: 2 });
      pen.line('M-9 -14L-22 6M9 -14L22 6', skin, 5);
      pen.path('M-9 -20L9 -20L12 -2L26 34L-26 34L-12 -2Z', colour);
      pen.line('M-12 -2L12 -2', darker(colour, 0.35), 2.5);
      head(pen, skin, -33);
      pen.path('M-12 -30C-14 -50 14 -50 12 -30C10 -40 -4 -42 -12 -30Z', hair);
    },
  },
  {
    name: 'robot',
    plural: 'robots',
    colours: ['red', 'blue', 'grey', 'yellow', 'green', 'orange', 'purple', 'turquoise'],
    habitats: ['ground', 'floor', 'space', 'plain'],
    size: 0.95,
    draw(pen, colour) {
      pen.line('M0 -34L0 -44', '#55585f', 3);
      pen.circle(0, -46, 4, '#e8453c');
      pen.line('M-24 -4L-36 14M24 -4L36 14', '#8a9097', 6);
      pen.circle(-37, 17, 5, darker(colour, 0.3));
      pen.circle(37, 17, 5, darker(colour, 0.3));
      pen.rect(-17, 28, 11, 22, darker(colour, 0.3), { radius: 2 });
      pen.rect(6, 28, 11, 22, darker(colour, 0.3), { radius: 2 });
      pen.rect(-24, -10, 48, 40, colour, { radius: 5 });
      pen.rect(-14, -2, 28, 16, '#e6edf2', { radius: 2 });
      for (const [x, fill] of [
        [-8, '#e8453c'],
        [0, '#f2c230'],
        [8, '#43a047'],
      ] as const)
        pen.circle(x, 6, 3, fill, { outline: false });
      pen.rect(-19, -36, 38, 26, colour, { radius: 5 });
      pen.circle(-8, -24, 5, '#fdfdf5');
      pen.circle(8, -24, 5, '#fdfdf5');
      pen.circle(-8, -24, 2.2, '#1d1a1a', { outline: false });
      pen.circle(8, -24, 2.2, '#1d1a1a', { outline: false });
      pen.line('M-7 -15L7 -15', '#2a2a2e', 2);
    },
  },
  {
    name: 'ghost',
    plural: 'ghosts',
    colours: ['white', 'green', 'purple', 'blue', 'pink'],
    habitats: ['plain'],
    size: 0.85,
    draw(pen, colour) {
      pen.path('M-32 -10C-32 -62 32 -62 32 -10L32 46C26 36 18 36 12 46C8 36 -6 36 -10 46C-16 36 -26 36 -32 46Z', colour);
      pen.ellipse(-11, -14, 5, 8, '#1d1a22', { outline: false });
      pen.ellipse(11, -14, 5, 8, '#1d1a22', { outline: false });
      pen.ellipse(0, 6, 6, 8, '#1d1a22', { outline: false });
    },
  },
];
