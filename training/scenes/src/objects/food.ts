import { darker, lighter } from '../colours.ts';
import type { SceneObject } from '../types.ts';

/** Things to eat. */
export const food: readonly SceneObject[] = [
  {
    name: 'apple',
    plural: 'apples',
    colours: ['red', 'green', 'yellow'],
    habitats: ['table', 'plain'],
    size: 0.65,
    turn: 10,
    draw(pen, colour) {
      pen.line('M0 -24C0 -36 4 -42 8 -46', '#6b4423', 5);
      pen.path('M3 -32C12 -48 30 -46 36 -42C30 -28 14 -26 3 -32Z', '#57a639');
      pen.path(
        'M0 -22C-16 -36 -46 -28 -46 6C-46 34 -24 50 -12 50C-6 50 -4 47 0 47C4 47 6 50 12 50C24 50 46 34 46 6C46 -28 16 -36 0 -22Z',
        colour,
      );
      pen.ellipse(-24, -4, 7, 12, lighter(colour, 0.5), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'pear',
    plural: 'pears',
    colours: ['green', 'yellow'],
    habitats: ['table', 'plain'],
    size: 0.7,
    turn: 8,
    draw(pen, colour) {
      pen.line('M0 -36L4 -50', '#6b4423', 5);
      pen.path('M2 -40C12 -52 24 -48 28 -46C24 -36 12 -34 2 -40Z', '#57a639');
      pen.path(
        'M0 -38C14 -38 16 -22 18 -10C22 2 36 8 36 26C36 42 20 50 0 50C-20 50 -36 42 -36 26C-36 8 -22 2 -18 -10C-16 -22 -14 -38 0 -38Z',
        colour,
      );
      pen.ellipse(-16, 22, 6, 12, lighter(colour, 0.5), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'banana',
    plural: 'bananas',
    colours: ['yellow', 'green'],
    habitats: ['table', 'plain'],
    size: 0.75,
    turn: 15,
    draw(pen, colour) {
      pen.path('M-44 -18C-38 26 -4 52 46 34L48 24C14 26 -16 10 -34 -24Z', colour);
      pen.line('M-38 -18C-28 18 2 36 46 29', darker(colour, 0.2), 2);
      pen.polygon([-46, -34, -38, -36, -33, -24, -44, -18], '#8a6a2a');
      pen.polygon([44, 35, 50, 32, 50, 25, 46, 24], '#5a4320', { outline: false });
    },
  },
  {
    name: 'cherry',
    plural: 'cherries',
    colours: ['red', 'black'],
    habitats: ['table', 'plain'],
    size: 0.6,
    draw(pen, colour) {
      pen.line('M0 8C2 -20 10 -36 20 -44', '#4a8a35', 4);
      pen.circle(0, 25, 25, colour);
      pen.ellipse(-8, 16, 5, 7, lighter(colour, 0.6), { outline: false, opacity: 0.8 });
    },
  },
  {
    name: 'strawberry',
    plural: 'strawberries',
    colours: ['red', 'pink'],
    habitats: ['table', 'plain'],
    size: 0.6,
    turn: 15,
    draw(pen, colour) {
      pen.path('M0 50C-24 40 -42 6 -38 -14C-32 -32 32 -32 38 -14C42 6 24 40 0 50Z', colour);
      for (const [x, y] of [
        [-20, -6],
        [0, -8],
        [20, -6],
        [-12, 10],
        [10, 10],
        [0, 26],
        [-22, 10],
        [22, 10],
      ] as const) {
        pen.ellipse(x, y, 2.2, 3.4, '#ffe28a', { outline: false });
      }
      pen.path(
        'M-34 -20C-20 -24 -14 -34 -2 -32L-2 -44L4 -44L4 -32C14 -34 20 -24 34 -20C22 -12 14 -14 10 -18C6 -10 -4 -10 -8 -18C-14 -12 -24 -12 -34 -20Z',
        '#4c9c3a',
      );
    },
  },
  {
    name: 'pumpkin',
    plural: 'pumpkins',
    colours: ['orange', 'white', 'green'],
    habitats: ['table', 'ground', 'plain'],
    size: 0.7,
    draw(pen, colour) {
      pen.path('M-6 -22C-6 -34 -2 -40 6 -44L12 -38C6 -34 6 -28 6 -22Z', '#5b7a35');
      pen.ellipse(-26, 13, 24, 34, darker(colour, 0.12));
      pen.ellipse(26, 13, 24, 34, darker(colour, 0.12));
      pen.ellipse(-12, 13, 22, 36, darker(colour, 0.04));
      pen.ellipse(12, 13, 22, 36, darker(colour, 0.04));
      pen.ellipse(0, 13, 15, 37, colour);
    },
  },
  {
    name: 'ice cream cone',
    plural: 'ice cream cones',
    synonyms: [['ice cream', 'ice creams']],
    colours: ['pink', 'white', 'brown', 'green', 'yellow', 'purple', 'blue', 'orange'],
    habitats: ['plain'],
    size: 0.9,
    turn: 15,
    draw(pen, colour) {
      pen.polygon([-22, -4, 22, -4, 0, 50], '#d99a4e');
      pen.line('M-14 -2L8 32M-2 -2L13 20M14 -2L-8 32M2 -2L-13 20', '#b87a34', 1.6);
      pen.circle(0, -22, 26, colour);
      pen.path('M-26 -14C-26 2 -14 2 -12 -6C-8 4 0 4 2 -5C6 4 14 3 14 -5C18 2 26 0 26 -14Z', colour, { outline: false });
      pen.ellipse(-9, -32, 6, 5, lighter(colour, 0.5), { outline: false, opacity: 0.8 });
      pen.circle(4, -46, 5, '#d3243c');
    },
  },
  {
    name: 'cake',
    plural: 'cakes',
    synonyms: [['birthday cake', 'birthday cakes']],
    colours: ['pink', 'white', 'brown', 'yellow', 'purple', 'blue', 'green'],
    habitats: ['table', 'plain'],
    size: 0.9,
    draw(pen, colour) {
      for (const x of [-22, 0, 22]) {
        pen.rect(x - 2.5, -32, 5, 20, '#7fb8e6');
        pen.path(`M${x} -46C${x + 6} -38 ${x + 4} -33 ${x} -33C${x - 4} -33 ${x - 6} -38 ${x} -46Z`, '#ffb52e', { outline: false });
      }
      pen.rect(-38, -12, 76, 58, colour, { radius: 4 });
      pen.path(
        'M-40 -12L40 -12L40 4C34 14 28 12 26 4C22 16 14 14 12 5C6 16 -4 16 -6 4C-12 14 -20 12 -22 5C-26 14 -36 14 -40 2Z',
        lighter(colour, 0.55),
      );
      pen.rect(-48, 44, 96, 6, '#d9dde2', { radius: 3 });
    },
  },
];
