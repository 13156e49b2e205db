import { darker, lighter, type Hex } from '../colours.ts';
import type { SceneObject } from '../types.ts';

const ink: Hex = '#1d1a1a';

/** Animals of the woods and the savanna, and some that never were. */
export const wildAnimals: readonly SceneObject[] = [
  {
    name: 'fox',
    plural: 'foxes',
    colours: ['orange', 'red', 'white', 'grey'],
    habitats: ['ground', 'snow', 'plain'],
    size: 0.9,
    draw(pen, colour) {
      pen.path('M-24 22C-48 20 -52 -4 -44 -18C-30 -14 -22 4 -14 14Z', colour);
      pen.path('M-44 -18C-40 -17 -36 -12 -33 -7C-40 -6 -46 -4 -48 -2C-49 -8 -47 -14 -44 -18Z', '#fbf8f0', { outline: false });
      for (const x of [-24, -14, 10, 20]) pen.rect(x, 22, 7, 28, darker(colour, x === -14 || x === 10 ? 0.3 : 0.1), { radius: 2 });
      pen.path('M-28 20C-28 2 -4 4 10 2L28 6C32 22 26 32 14 32L-18 32C-26 32 -28 28 -28 20Z', colour);
      pen.polygon([8, -24, 8, -46, 24, -30], darker(colour, 0.15));
      pen.polygon([36, -30, 46, -44, 46, -22], darker(colour, 0.15));
      pen.path('M6 -26C14 -34 38 -34 48 -24C48 -12 36 0 28 6C18 4 8 -12 6 -26Z', colour);
      pen.path('M8 -20C14 -14 22 -8 28 6C34 -6 42 -12 47 -18C44 -8 36 0 28 6C18 4 10 -10 8 -20Z', '#fbf8f0', { outline: false });
      pen.circle(28, 5, 3, ink, { outline: false });
      pen.circle(20, -17, 2.6, ink, { outline: false });
      pen.circle(36, -17, 2.6, ink, { outline: false });
    },
  },
  {
    name: 'bear',
    plural: 'bears',
    synonyms: [['teddy bear', 'teddy bears']],
    colours: ['brown', 'black', 'white', 'grey', 'pink'],
    habitats: ['ground', 'floor', 'plain'],
    draw(pen, colour) {
      const light = lighter(colour, 0.45);
      pen.ellipse(-28, 10, 9, 18, darker(colour, 0.1));
      pen.ellipse(28, 10, 9, 18, darker(colour, 0.1));
      pen.ellipse(0, 22, 27, 28, colour);
      pen.ellipse(0, 24, 15, 18, light, { outline: false });
      pen.circle(-20, 42, 10, darker(colour, 0.1));
      pen.circle(20, 42, 10, darker(colour, 0.1));
      for (const x of [-18, 18]) {
        pen.circle(x, -42, 9, colour);
        pen.circle(x, -42, 5, light, { outline: false });
      }
      pen.circle(0, -24, 26, colour);
      pen.ellipse(0, -16, 12, 9, light, { outline: false });
      pen.ellipse(0, -20, 4.5, 3.2, ink, { outline: false });
      pen.circle(-10, -28, 3, ink, { outline: false });
      pen.circle(10, -28, 3, ink, { outline: false });
    },
  },
  {
    name: 'giraffe',
    plural: 'giraffes',
    colours: ['yellow', 'orange', 'brown', 'pink'],
    habitats: ['ground', 'plain'],
    size: 1.2,
    draw(pen, colour) {
      const spot = darker(colour, 0.45);
      for (const x of [-24, -15, 4, 12]) pen.rect(x, 16, 5, 34, darker(colour, x === -15 || x === 4 ? 0.2 : 0.05));
      pen.line('M-27 4L-32 24', spot, 3);
      pen.path('M-28 8C-28 -2 -14 -2 2 -4L14 -44L26 -44L20 6C20 20 14 22 4 22L-18 22C-26 22 -28 16 -28 8Z', colour);
      pen.line('M17 -44L15 -50M23 -44L24 -50', spot, 2.5);
      pen.path('M12 -46C18 -50 28 -48 38 -38C40 -34 36 -31 32 -32L20 -34C14 -36 10 -40 12 -46Z', colour);
      pen.circle(24, -42, 2, ink, { outline: false });
      for (const [x, y] of [
        [-20, 8],
        [-10, 4],
        [0, 10],
        [-14, 16],
        [10, 4],
        [14, -10],
        [16, -22],
        [19, -32],
        [8, -8],
      ] as const)
        pen.circle(x, y, 3.6, spot, { outline: false });
    },
  },
  {
    name: 'lion',
    plural: 'lions',
    colours: ['yellow', 'orange', 'brown'],
    habitats: ['ground', 'plain'],
    draw(pen, colour) {
      const mane = darker(colour, 0.4);
      pen.line('M-34 12C-50 8 -50 -10 -44 -18', colour, 5);
      pen.circle(-44, -19, 6, mane);
      for (const x of [-32, -20, 2, 14]) pen.rect(x, 18, 9, 32, darker(colour, x === -20 || x === 2 ? 0.18 : 0), { radius: 3 });
      pen.ellipse(-8, 12, 30, 17, colour);
      pen.circle(24, -12, 26, mane);
      pen.circle(16, -28, 6, colour);
      pen.circle(36, -28, 6, colour);
      pen.circle(26, -12, 17, colour);
      pen.ellipse(27, -4, 9, 7, lighter(colour, 0.55), { outline: false });
      pen.polygon([23, -9, 31, -9, 27, -4], ink, { outline: false });
      pen.circle(20, -16, 2.4, ink, { outline: false });
      pen.circle(33, -16, 2.4, ink, { outline: false });
    },
  },
  {
    name: 'mouse',
    plural: 'mice',
    colours: ['grey', 'white', 'brown', 'black'],
    habitats: ['ground', 'floor', 'table', 'plain'],
    size: 0.55,
    draw(pen, colour) {
      pen.line('M-30 40C-50 42 -50 16 -38 18', '#e89aa4', 3.5);
      pen.path('M-34 48C-40 10 -6 -4 16 4C34 8 46 26 50 38C46 48 40 48 30 48Z', colour);
      pen.circle(2, -8, 15, colour);
      pen.circle(2, -8, 9, '#f4b4bc', { outline: false });
      pen.circle(24, -2, 13, darker(colour, 0.08));
      pen.circle(24, -2, 8, '#f4b4bc', { outline: false });
      pen.circle(49, 38, 4, '#e8788a', { outline: false });
      pen.circle(34, 24, 3.4, ink, { outline: false });
      pen.line('M42 42L28 36M42 43L28 44', '#77777c', 1.4);
    },
  },
  {
    name: 'dinosaur',
    plural: 'dinosaurs',
    colours: ['green', 'purple', 'blue', 'orange', 'red', 'turquoise'],
    habitats: ['ground', 'plain'],
    size: 1.15,
    draw(pen, colour) {
      for (const [x, y] of [
        [-34, 14],
        [-24, 2],
        [-12, -8],
        [2, -12],
      ] as const)
        pen.polygon([x - 7, y + 8, x - 3, y - 12, x + 8, y + 4], darker(colour, 0.3));
      pen.rect(-16, 24, 10, 26, darker(colour, 0.2), { radius: 3 });
      pen.rect(14, 24, 10, 26, darker(colour, 0.2), { radius: 3 });
      pen.path(
        'M-50 42C-44 10 -20 -8 4 -8C16 -8 16 -24 18 -36C22 -52 46 -50 50 -36C50 -28 44 -26 34 -26C32 -8 34 30 14 32L-14 32C-28 32 -36 38 -50 42Z',
        colour,
      );
      pen.rect(-24, 24, 11, 26, colour, { radius: 3 });
      pen.rect(5, 24, 11, 26, colour, { radius: 3 });
      pen.path('M-14 30C0 30 18 28 26 6C26 24 20 31 12 31Z', lighter(colour, 0.45), { outline: false });
      pen.circle(35, -39, 3, ink, { outline: false });
      pen.line('M38 -30L48 -31', darker(colour, 0.6), 1.8);
    },
  },
];
