import { darker, lighter } from '../colours.ts';
import type { SceneObject } from '../types.ts';

/** Plants, and what grows or stands outside. */
export const nature: readonly SceneObject[] = [
  {
    name: 'tree',
    plural: 'trees',
    colours: ['green', 'orange', 'red', 'yellow', 'pink'],
    habitats: ['ground', 'plain'],
    size: 1.2,
    draw(pen, colour) {
      pen.path('M-7 50C-4 30 -5 20 -6 4L6 4C5 20 4 30 8 50Z', '#7a4e2a');
      pen.path(
        'M-36 2C-48 -10 -38 -28 -24 -26C-22 -46 8 -56 18 -40C36 -42 46 -24 38 -12C44 2 28 12 18 8C8 16 -8 14 -12 9C-22 14 -34 10 -36 2Z',
        colour,
      );
      pen.circle(-14, -22, 9, lighter(colour, 0.2), { outline: false, opacity: 0.7 });
      pen.circle(16, -8, 8, darker(colour, 0.15), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'fir tree',
    plural: 'fir trees',
    synonyms: [['pine tree', 'pine trees']],
    colours: ['green', 'turquoise', 'white'],
    habitats: ['ground', 'plain'],
    size: 1.2,
    draw(pen, colour) {
      pen.rect(-6, 36, 12, 14, '#6e4526');
      pen.polygon([0, -4, 34, 38, -34, 38], darker(colour, 0.2));
      pen.polygon([0, -26, 28, 16, -28, 16], darker(colour, 0.1));
      pen.polygon([0, -50, 21, -8, -21, -8], colour);
    },
  },
  {
    name: 'palm tree',
    plural: 'palm trees',
    colours: ['green'],
    habitats: ['ground', 'plain'],
    size: 1.2,
    draw(pen, colour) {
      pen.path('M-12 50C-6 24 -2 4 0 -18L6 -18C6 4 2 28 0 50Z', '#a9773f');
      for (const [x, y] of [
        [-46, -16],
        [-36, 8],
        [44, -20],
        [40, 6],
        [-20, -46],
        [24, -46],
      ] as const) {
        pen.path(
          `M3 -20C${x * 0.3} ${y - 16} ${x * 0.8} ${y - 8} ${x} ${y}C${x * 0.6} ${y + 2} ${x * 0.3} ${y * 0.5} 3 -20Z`,
          y < -30 ? lighter(colour, 0.15) : colour,
        );
      }
      pen.circle(-1, -15, 4, '#6b4423', { outline: false });
      pen.circle(7, -14, 4, '#6b4423', { outline: false });
    },
  },
  {
    name: 'flower',
    plural: 'flowers',
    colours: ['red', 'yellow', 'pink', 'purple', 'white', 'blue', 'orange'],
    habitats: ['ground', 'plain'],
    size: 0.8,
    draw(pen, colour, rng) {
      const petals = rng.int(5, 8);
      pen.line('M0 -10C2 14 -2 30 0 49', '#3f8f3a', 5);
      pen.path('M0 32C10 14 24 14 30 16C26 30 14 36 0 36Z', '#4aa544');
      pen.path('M0 40C-10 24 -22 24 -28 26C-24 38 -12 44 0 43Z', '#4aa544');
      for (let i = 0; i < petals; i++) {
        const angle = (i / petals) * 2 * Math.PI;
        pen.circle(Math.cos(angle) * 18, -18 + Math.sin(angle) * 18, petals > 6 ? 10 : 13, colour);
      }
      pen.circle(0, -18, 10, colour[1] === 'f' && colour[3] === 'd' ? '#8a5a2a' : '#ffd23e');
    },
  },
  {
    name: 'tulip',
    plural: 'tulips',
    colours: ['red', 'yellow', 'pink', 'purple', 'white', 'orange'],
    habitats: ['ground', 'plain'],
    size: 0.8,
    draw(pen, colour) {
      pen.line('M0 -4L0 49', '#3f8f3a', 5);
      pen.path('M0 46C-22 36 -28 12 -26 0C-14 10 -4 26 0 46Z', '#55a84c');
      pen.path('M0 46C20 38 26 20 24 8C12 16 4 28 0 46Z', '#469a40');
      pen.path(
        'M-20 -44C-14 -38 -10 -34 -9 -30C-6 -40 -2 -46 0 -50C2 -46 6 -40 9 -30C10 -34 14 -38 20 -44C26 -18 20 0 0 2C-20 0 -26 -18 -20 -44Z',
        colour,
      );
      pen.path('M-9 -30C-12 -16 -6 -4 0 2C6 -4 12 -16 9 -30C6 -40 2 -46 0 -50C-2 -46 -6 -40 -9 -30Z', lighter(colour, 0.2), {
        outline: false,
      });
    },
  },
  {
    name: 'cactus',
    plural: 'cacti',
    synonyms: [['cactus plant', 'cactus plants']],
    colours: ['green'],
    habitats: ['ground', 'plain'],
    draw(pen, colour) {
      pen.line('M-10 20L-26 20C-32 20 -34 16 -34 10L-34 -8', colour, 13);
      pen.line('M10 6L24 6C30 6 32 2 32 -4L32 -24', colour, 13);
      pen.rect(-12, -48, 24, 98, colour, { radius: 12 });
      pen.line('M-4 -36L-4 44M4 -36L4 44', darker(colour, 0.25), 1.5);
      pen.circle(0, -46, 6, '#f26fa5', { outline: false });
    },
  },
  {
    name: 'mushroom',
    plural: 'mushrooms',
    colours: ['red', 'brown', 'orange', 'purple', 'yellow', 'blue', 'pink'],
    habitats: ['ground', 'plain'],
    size: 0.75,
    draw(pen, colour) {
      pen.path('M-13 0C-10 20 -16 40 -18 50L18 50C16 40 10 20 13 0Z', '#f5ead2');
      pen.path('M-48 6C-46 -30 -22 -48 0 -48C22 -48 46 -30 48 6C30 14 -30 14 -48 6Z', colour);
      for (const [x, y, r] of [
        [-22, -16, 7],
        [2, -30, 8],
        [24, -12, 7],
        [-2, -6, 5],
      ] as const)
        pen.circle(x, y, r, '#fdf8ee', { outline: false });
    },
  },
  {
    name: 'snowman',
    plural: 'snowmen',
    colours: ['white'],
    habitats: ['snow', 'plain'],
    distinct: true,
    draw(pen, colour, rng) {
      const scarf = rng.pick(['#d6332c', '#2f6fd0', '#2f9e4f'] as const);
      pen.line('M-20 -2L-44 -18M20 -2L44 -18', '#6b4526', 3);
      for (const [y, radius] of [
        [28, 23],
        [-6, 18],
        [-30, 13],
      ] as const) {
        pen.circle(0, y, radius, '#b9cbe0');
        pen.circle(-1.5, y - 1.5, radius - 3, colour, { outline: false });
      }
      pen.rect(-13, -46, 26, 4, '#26262b');
      pen.rect(-9, -50, 18, 8, '#26262b');
      pen.rect(-13, -21, 26, 6, scarf, { radius: 3 });
      pen.rect(4, -18, 6, 16, scarf, { radius: 2 });
      pen.polygon([0, -32, 16, -28, 0, -26], '#f28a2a', { outline: false });
      for (const [x, y] of [
        [-5, -34],
        [5, -34],
        [0, -6],
        [0, 4],
        [0, 18],
      ] as const)
        pen.circle(x, y, 2, '#26262b', { outline: false });
    },
  },
];
