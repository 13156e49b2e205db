import { brightColours, darker, lighter, type Hex } from '../colours.ts';
import type { SceneObject } from '../types.ts';

const wood: Hex = '#9a6a3c';

/** Things people make and use. */
export const things: readonly SceneObject[] = [
  {
    name: 'cup',
    plural: 'cups',
    synonyms: [['mug', 'mugs']],
    colours: brightColours,
    habitats: ['table', 'plain'],
    size: 0.7,
    draw(pen, colour) {
      pen.line('M26 -12C50 -16 50 28 22 24', colour, 8);
      pen.path('M-36 -26L28 -26C28 10 26 50 12 50L-20 50C-34 50 -36 10 -36 -26Z', colour);
      pen.ellipse(-4, -26, 32, 8, darker(colour, 0.2));
      pen.ellipse(-4, -25, 26, 5, '#5a3620', { outline: false });
      pen.line('M-14 -36C-20 -42 -8 -46 -12 -50M4 -36C-2 -42 10 -46 6 -50', '#dfe3e6', 3, { opacity: 0.8 });
    },
  },
  {
    name: 'teapot',
    plural: 'teapots',
    colours: brightColours,
    habitats: ['table', 'plain'],
    size: 0.8,
    draw(pen, colour) {
      pen.line('M-26 0C-52 -6 -52 34 -24 32', colour, 7);
      pen.path('M24 14C38 12 36 -12 50 -16L48 -4C44 6 44 28 24 34Z', colour);
      pen.ellipse(0, 20, 32, 29, colour);
      pen.ellipse(0, -8, 18, 6, darker(colour, 0.2));
      pen.circle(0, -17, 5, darker(colour, 0.2));
      pen.ellipse(-12, 10, 5, 9, lighter(colour, 0.55), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'umbrella',
    plural: 'umbrellas',
    colours: brightColours,
    habitats: ['plain', 'ground'],
    size: 0.95,
    turn: 12,
    draw(pen, colour) {
      pen.line('M0 -44L0 38C0 50 16 50 16 38', '#5b4030', 4);
      pen.path(
        'M-48 0C-46 -30 -24 -44 0 -44C24 -44 46 -30 48 0C40 -10 30 -10 24 0C18 -10 6 -10 0 0C-6 -10 -18 -10 -24 0C-30 -10 -40 -10 -48 0Z',
        colour,
      );
      pen.path('M-24 0C-22 -22 -12 -38 0 -44C12 -38 22 -22 24 0C18 -10 6 -10 0 0C-6 -10 -18 -10 -24 0Z', lighter(colour, 0.25), {
        outline: false,
      });
      pen.line('M0 -44L0 -49', '#5b4030', 3);
    },
  },
  {
    name: 'balloon',
    plural: 'balloons',
    colours: ['red', 'orange', 'yellow', 'green', 'purple', 'pink', 'blue', 'turquoise'],
    habitats: ['sky', 'plain'],
    size: 0.8,
    turn: 8,
    draw(pen, colour) {
      pen.line('M0 20C8 28 -8 38 2 49', '#6b6b70', 1.8);
      pen.path('M0 18C-24 10 -34 -10 -32 -22C-30 -40 -16 -50 0 -50C16 -50 30 -40 32 -22C34 -10 24 10 0 18Z', colour);
      pen.polygon([-5, 23, 5, 23, 0, 16], darker(colour, 0.2));
      pen.ellipse(-13, -28, 5, 10, lighter(colour, 0.6), { outline: false, opacity: 0.8 });
    },
  },
  {
    name: 'kite',
    plural: 'kites',
    colours: ['red', 'orange', 'yellow', 'green', 'purple', 'pink', 'blue'],
    habitats: ['sky', 'plain'],
    size: 0.9,
    turn: 20,
    draw(pen, colour) {
      const other = lighter(colour, 0.5);
      pen.line('M0 22C10 30 -10 38 4 49', '#5c5c62', 1.6);
      pen.polygon([0, -50, 30, -18, 0, 24, -30, -18], colour);
      pen.polygon([0, -50, 30, -18, 0, -18], other, { outline: false });
      pen.polygon([0, 24, -30, -18, 0, -18], other, { outline: false });
      pen.polygon([-8, 32, 0, 35, 8, 31, 8, 39, 0, 36, -8, 40], colour, { outline: false });
    },
  },
  {
    name: 'clock',
    plural: 'clocks',
    colours: brightColours,
    habitats: ['plain', 'table'],
    size: 0.85,
    mirrored: false,
    draw(pen, colour, rng) {
      pen.polygon([-26, 50, -34, 50, -20, 30, -12, 34], darker(colour, 0.3));
      pen.polygon([26, 50, 34, 50, 20, 30, 12, 34], darker(colour, 0.3));
      pen.circle(0, 2, 44, colour);
      pen.circle(0, 2, 35, '#fdfcf5');
      for (let i = 0; i < 12; i++) {
        const [x, y] = [Math.sin((i * Math.PI) / 6), -Math.cos((i * Math.PI) / 6)];
        pen.line(
          `M${(x * 27).toFixed(1)} ${(2 + y * 27).toFixed(1)}L${(x * 31).toFixed(1)} ${(2 + y * 31).toFixed(1)}`,
          '#3a3a40',
          i % 3 === 0 ? 3.5 : 2,
        );
      }
      for (const [length, width] of [
        [15, 4.5],
        [23, 3],
      ] as const) {
        const angle = rng.range(0, Math.PI * 2);
        pen.line(`M0 2L${(Math.sin(angle) * length).toFixed(1)} ${(2 - Math.cos(angle) * length).toFixed(1)}`, '#25252a', width);
      }
    },
  },
  {
    name: 'lamp',
    plural: 'lamps',
    synonyms: [['table lamp', 'table lamps']],
    colours: brightColours,
    habitats: ['table', 'plain'],
    size: 0.95,
    draw(pen, colour) {
      pen.polygon([-18, 2, 18, 2, 40, 48, -40, 48], '#fff3b0', { outline: false, opacity: 0.35 });
      pen.rect(-2.5, 0, 5, 44, '#7a6a58');
      pen.ellipse(0, 46, 20, 4.5, '#6a5a4a');
      pen.polygon([-18, -48, 18, -48, 36, 4, -36, 4], colour);
      pen.rect(-36, 0, 72, 5, darker(colour, 0.2), { outline: false });
    },
  },
  {
    name: 'chair',
    plural: 'chairs',
    colours: brightColours,
    habitats: ['floor', 'plain'],
    draw(pen, colour) {
      for (const x of [-28, 20]) pen.rect(x, 10, 7, 40, darker(wood, 0.15));
      pen.rect(-30, -48, 8, 64, wood);
      pen.rect(-34, -46, 14, 46, colour, { radius: 5 });
      pen.rect(-32, 4, 62, 13, colour, { radius: 4 });
    },
  },
  {
    name: 'sofa',
    plural: 'sofas',
    synonyms: [['couch', 'couches']],
    colours: brightColours,
    habitats: ['floor', 'plain'],
    size: 1.2,
    draw(pen, colour) {
      pen.rect(-36, -22, 72, 44, colour, { radius: 10 });
      pen.line('M0 -20L0 18', darker(colour, 0.25), 2);
      pen.rect(-34, 12, 68, 22, lighter(colour, 0.15), { radius: 5 });
      pen.rect(-50, -4, 18, 46, darker(colour, 0.1), { radius: 8 });
      pen.rect(32, -4, 18, 46, darker(colour, 0.1), { radius: 8 });
      pen.rect(-40, 34, 80, 8, darker(colour, 0.2), { outline: false });
      for (const x of [-42, 35]) pen.rect(x, 41, 7, 9, wood);
    },
  },
  {
    name: 'book',
    plural: 'books',
    colours: brightColours,
    habitats: ['plain', 'table'],
    size: 0.75,
    turn: 12,
    mirrored: false,
    draw(pen, colour) {
      pen.rect(-34, -44, 70, 90, darker(colour, 0.3), { radius: 3 });
      pen.rect(-30, -41, 64, 86, '#f7f2e2');
      pen.rect(-36, -46, 66, 88, colour, { radius: 3 });
      pen.rect(-36, -46, 10, 88, darker(colour, 0.25), { outline: false });
      pen.rect(-18, -30, 40, 8, lighter(colour, 0.65), { outline: false });
      pen.rect(-18, -16, 28, 5, lighter(colour, 0.65), { outline: false });
    },
  },
  {
    name: 'ball',
    plural: 'balls',
    synonyms: [['beach ball', 'beach balls']],
    colours: ['red', 'orange', 'yellow', 'green', 'purple', 'pink', 'blue', 'turquoise'],
    habitats: ['ground', 'floor'],
    size: 0.6,
    turn: 25,
    draw(pen, colour) {
      pen.circle(0, 4, 45, colour);
      pen.path('M0 -41C-26 -30 -34 20 -18 45C-10 49 10 49 18 45C34 20 26 -30 0 -41Z', '#fbfaf4', { outline: false });
      pen.path('M0 -41C-8 -20 -8 26 0 49C8 26 8 -20 0 -41Z', colour, { outline: false });
    },
  },
  {
    name: 'hat',
    plural: 'hats',
    colours: brightColours,
    habitats: ['plain', 'table'],
    size: 0.8,
    draw(pen, colour) {
      pen.ellipse(0, 30, 48, 14, darker(colour, 0.1));
      pen.path('M-28 28C-30 -10 -24 -34 -8 -34C-2 -34 -2 -30 2 -30C6 -30 6 -34 12 -34C26 -32 30 -8 28 28C14 36 -14 36 -28 28Z', colour);
      pen.path('M-28.5 14C-10 22 10 22 28.5 14L28 28C14 36 -14 36 -28 28Z', darker(colour, 0.45), { outline: false });
    },
  },
  {
    name: 'key',
    plural: 'keys',
    colours: ['yellow', 'grey', 'red', 'blue', 'green', 'black'],
    habitats: ['plain'],
    size: 0.8,
    turn: 30,
    draw(pen, colour) {
      pen.path(
        'M-50 0C-50 -14 -40 -24 -26 -24C-14 -24 -6 -16 -3 -6L48 -6L48 20L38 20L38 8L28 8L28 18L18 18L18 7L-3 7C-6 17 -14 24 -26 24C-40 24 -50 14 -50 0ZM-38 0C-38 6 -33 11 -27 11C-21 11 -16 6 -16 0C-16 -6 -21 -11 -27 -11C-33 -11 -38 -6 -38 0Z',
        colour,
      );
    },
  },
];
