import { darker, lighter, type Hex } from '../colours.ts';
import type { SceneObject } from '../types.ts';

const ink: Hex = '#1d1a1a';

/** Larger animals and those of the farm, the woods and the ice. */
export const farmAnimals: readonly SceneObject[] = [
  {
    name: 'sheep',
    plural: 'sheep',
    colours: ['white', 'black', 'grey', 'brown'],
    habitats: ['ground', 'plain'],
    size: 0.85,
    draw(pen, colour) {
      for (const x of [-22, -10, 10, 22]) pen.rect(x - 3, 22, 6, 28, '#3a302c');
      for (const [x, y] of [
        [-26, 6],
        [-26, 18],
        [-10, -8],
        [-8, 24],
        [8, -10],
        [10, 24],
        [24, 0],
        [22, 16],
      ] as const)
        pen.circle(x, y, 14, colour);
      pen.ellipse(0, 8, 30, 20, colour, { outline: false });
      pen.ellipse(38, -6, 12, 15, '#4a3e38');
      pen.ellipse(26, -14, 8, 4, '#4a3e38');
      pen.circle(34, -18, 8, colour);
      pen.circle(41, -9, 2.5, '#ffffff', { outline: false });
    },
  },
  {
    name: 'cow',
    plural: 'cows',
    colours: ['brown', 'black', 'white', 'orange'],
    habitats: ['ground', 'plain'],
    draw(pen, colour) {
      for (const x of [-34, -20, 8, 20]) pen.rect(x, 16, 8, 34, darker(colour, 0.15), { radius: 2 });
      pen.line('M-38 -8C-50 0 -46 16 -46 24', darker(colour, 0.2), 4);
      pen.rect(-40, -16, 70, 40, colour, { radius: 14 });
      const patch: Hex = colour > '#a' ? '#4a3328' : '#f7f3ea';
      pen.ellipse(-18, -4, 11, 8, patch, { outline: false });
      pen.ellipse(8, 6, 9, 10, patch, { outline: false });
      pen.ellipse(-12, 24, 9, 6, '#f2a8a8', { outline: false });
      pen.line('M28 -32C24 -38 26 -44 30 -46M44 -32C48 -38 46 -44 44 -46', '#e8dcc0', 4);
      pen.ellipse(20, -26, 8, 4, darker(colour, 0.15));
      pen.path('M24 -30C26 -38 46 -38 48 -30L50 -12C48 -2 30 -2 28 -10Z', colour);
      pen.ellipse(41, -9, 9, 7, '#f2b8b0');
      pen.circle(36, -24, 2.5, ink, { outline: false });
    },
  },
  {
    name: 'pig',
    plural: 'pigs',
    colours: ['pink', 'brown', 'black', 'white'],
    habitats: ['ground', 'plain'],
    size: 0.8,
    draw(pen, colour) {
      for (const x of [-26, -14, 8, 18]) pen.rect(x, 24, 9, 26, darker(colour, 0.15), { radius: 2 });
      pen.line('M-38 4C-48 0 -46 -12 -40 -8C-36 -4 -44 2 -50 -4', darker(colour, 0.15), 3);
      pen.ellipse(-6, 10, 36, 26, colour);
      pen.polygon([16, -18, 14, -36, 28, -24], darker(colour, 0.15));
      pen.circle(26, -4, 20, colour);
      pen.ellipse(40, 0, 8, 10, lighter(colour, 0.3));
      pen.circle(39, -3, 1.8, ink, { outline: false });
      pen.circle(39, 4, 1.8, ink, { outline: false });
      pen.circle(27, -10, 2.8, ink, { outline: false });
    },
  },
  {
    name: 'horse',
    plural: 'horses',
    colours: ['brown', 'black', 'white', 'grey', 'orange'],
    habitats: ['ground', 'plain'],
    size: 1.05,
    draw(pen, colour) {
      const mane = darker(colour, 0.45);
      pen.path('M-34 0C-50 4 -46 24 -50 36C-40 34 -36 18 -30 8Z', mane);
      for (const x of [-32, -20, 8, 18]) pen.rect(x, 14, 7, 36, x === -20 || x === 8 ? darker(colour, 0.2) : colour, { radius: 2 });
      pen.path(
        'M-36 4C-36 -10 -20 -10 0 -8C10 -10 12 -30 22 -42L26 -50L30 -42C40 -38 46 -30 50 -22C50 -14 42 -14 38 -16L30 -18C28 -4 30 22 16 22L-26 22C-36 20 -36 12 -36 4Z',
        colour,
      );
      pen.path('M26 -48C12 -44 4 -24 4 -8C12 -12 14 -30 28 -40Z', mane);
      pen.circle(34, -32, 2.4, ink, { outline: false });
    },
  },
  {
    name: 'elephant',
    plural: 'elephants',
    colours: ['grey', 'blue', 'pink', 'purple'],
    habitats: ['ground', 'plain'],
    size: 1.15,
    draw(pen, colour) {
      for (const x of [-36, -20, 4, 16]) pen.rect(x, 14, 13, 36, darker(colour, 0.14), { radius: 3 });
      pen.line('M-42 0L-48 20', darker(colour, 0.25), 3);
      pen.ellipse(-8, 0, 36, 28, colour);
      pen.path('M14 -30C30 -40 46 -28 46 -10C46 4 46 22 50 34C46 42 38 40 38 34C36 20 34 8 30 4C18 4 8 -6 14 -30Z', colour);
      pen.path('M4 -26C20 -32 26 -14 20 4C10 12 -4 4 -4 -8C-4 -18 -2 -22 4 -26Z', darker(colour, 0.18));
      pen.path('M34 8C40 14 46 14 50 10C46 20 38 20 33 14Z', '#fbf7ea');
      pen.circle(33, -16, 2.6, ink, { outline: false });
    },
  },
  {
    name: 'penguin',
    plural: 'penguins',
    colours: ['black', 'blue', 'grey', 'purple'],
    habitats: ['snow', 'plain'],
    size: 0.8,
    distinct: true,
    draw(pen, colour) {
      pen.ellipse(-10, 47, 10, 4, '#f29a2e');
      pen.ellipse(10, 47, 10, 4, '#f29a2e');
      pen.path('M-24 -8C-34 4 -38 18 -36 26C-30 24 -24 18 -22 12Z', darker(colour, 0.1));
      pen.path('M24 -8C34 4 38 18 36 26C30 24 24 18 22 12Z', darker(colour, 0.1));
      pen.path('M0 -50C20 -50 22 -32 24 -14C32 12 30 46 0 46C-30 46 -32 12 -24 -14C-22 -32 -20 -50 0 -50Z', colour);
      pen.path('M0 -16C14 -16 20 8 20 22C20 38 10 43 0 43C-10 43 -20 38 -20 22C-20 8 -14 -16 0 -16Z', '#fcfcf7', { outline: false });
      pen.circle(-8, -32, 5, '#ffffff', { outline: false });
      pen.circle(8, -32, 5, '#ffffff', { outline: false });
      pen.circle(-7, -32, 2.4, ink, { outline: false });
      pen.circle(7, -32, 2.4, ink, { outline: false });
      pen.polygon([-6, -27, 6, -27, 0, -17], '#f29a2e');
    },
  },
  {
    name: 'owl',
    plural: 'owls',
    colours: ['brown', 'grey', 'white', 'purple', 'blue'],
    habitats: ['plain'],
    size: 0.8,
    draw(pen, colour) {
      pen.rect(-46, 40, 92, 7, '#6b4526', { radius: 3 });
      pen.path('M-28 -46C-18 -40 18 -40 28 -46C34 -20 34 42 0 42C-34 42 -34 -20 -28 -46Z', colour);
      pen.path('M0 -6C18 -4 20 38 0 38C-20 38 -18 -4 0 -6Z', lighter(colour, 0.4), { outline: false });
      for (const x of [-12, 12]) {
        pen.circle(x, -20, 12, '#fffbe8');
        pen.circle(x, -20, 6, '#f2a92e', { outline: false });
        pen.circle(x, -20, 3.2, ink, { outline: false });
      }
      pen.polygon([-5, -12, 5, -12, 0, -2], '#e8902a');
      pen.line('M-12 40L-12 46M-7 40L-7 46M7 40L7 46M12 40L12 46', '#e8902a', 3);
    },
  },
];
