import { darker, lighter, type Hex } from '../colours.ts';
import type { Pen } from '../pen.ts';
import type { SceneObject } from '../types.ts';

const ink: Hex = '#1d1a1a';

function eye(pen: Pen, x: number, y: number, radius: number): void {
  pen.circle(x, y, radius, '#ffffff', { outline: false });
  pen.circle(x + radius * 0.15, y, radius * 0.6, ink, { outline: false });
}

/** Animals. */
export const animals: readonly SceneObject[] = [
  {
    name: 'fish',
    plural: 'fish',
    colours: ['red', 'orange', 'yellow', 'green', 'purple', 'pink', 'black', 'white', 'turquoise'],
    habitats: ['underwater', 'plain'],
    size: 0.85,
    turn: 8,
    draw(pen, colour) {
      pen.path('M-24 0C-36 -8 -44 -20 -50 -24C-46 -8 -46 8 -50 24C-44 20 -36 8 -24 0Z', darker(colour, 0.15));
      pen.path('M-6 -22C0 -36 14 -36 20 -34C16 -28 18 -24 20 -20Z', darker(colour, 0.15));
      pen.path('M-30 0C-14 -30 26 -34 48 2C26 32 -14 28 -30 0Z', colour);
      pen.path('M0 4C-10 8 -12 16 -10 20C-2 20 6 14 8 6Z', darker(colour, 0.25), { outline: false });
      pen.line('M18 -16C12 -6 12 8 18 18', darker(colour, 0.3), 2.5);
      eye(pen, 31, -5, 6);
    },
  },
  {
    name: 'bird',
    plural: 'birds',
    colours: ['red', 'blue', 'yellow', 'green', 'black', 'white', 'brown', 'pink', 'purple', 'orange'],
    habitats: ['sky', 'plain', 'ground'],
    size: 0.6,
    draw(pen, colour) {
      pen.line('M-4 34L-6 49M6 34L6 49', '#b9762b', 4);
      pen.path('M-18 14L-50 -4L-46 18L-22 28Z', darker(colour, 0.2));
      pen.path('M-32 12C-28 -8 -6 -10 4 -20C10 -42 40 -40 40 -16C40 14 24 38 0 38C-18 38 -30 28 -32 12Z', colour);
      pen.path('M-20 6C-6 -4 12 0 14 6C12 22 -8 28 -20 6Z', darker(colour, 0.25), { outline: false });
      pen.polygon([38, -22, 50, -14, 38, -10], '#f0a020');
      eye(pen, 27, -20, 5);
    },
  },
  {
    name: 'cat',
    plural: 'cats',
    colours: ['black', 'white', 'orange', 'grey', 'brown'],
    habitats: ['ground', 'floor', 'plain'],
    size: 0.85,
    draw(pen, colour, rng) {
      const light = lighter(colour, 0.45);
      pen.line('M22 42C46 44 48 20 40 8', darker(colour, 0.12), 9);
      pen.path('M-22 50C-26 26 -18 4 0 4C20 4 28 26 24 50Z', colour);
      pen.path('M-9 50C-12 36 -8 22 0 22C8 22 12 36 9 50Z', light, { outline: false });
      pen.polygon([-28, -22, -27, -50, -6, -36], colour);
      pen.polygon([28, -22, 27, -50, 6, -36], colour);
      pen.polygon([-23, -30, -23, -42, -13, -35], '#f2a0a8', { outline: false });
      pen.polygon([23, -30, 23, -42, 13, -35], '#f2a0a8', { outline: false });
      pen.ellipse(0, -18, 29, 24, colour);
      const iris: Hex = rng.pick(['#8fc93a', '#f2c230', '#59b6d9']);
      for (const x of [-11, 11]) {
        pen.ellipse(x, -20, 6, 7, iris, { outline: false });
        pen.ellipse(x, -20, 2, 6, ink, { outline: false });
      }
      pen.polygon([-4, -9, 4, -9, 0, -5], '#e8788a', { outline: false });
      pen.line('M-10 -5L-36 -9M-10 -2L-35 3M10 -5L36 -9M10 -2L35 3', colour === light ? ink : '#cfcfcf', 1.5);
    },
  },
  {
    name: 'dog',
    plural: 'dogs',
    colours: ['brown', 'black', 'white', 'grey', 'orange'],
    habitats: ['ground', 'floor', 'plain'],
    size: 0.9,
    draw(pen, colour) {
      const dark = darker(colour, 0.25);
      pen.line('M-34 6C-46 0 -48 -12 -44 -20', colour, 8);
      for (const x of [-34, -22, 4, 16]) pen.rect(x, 16, 9, 34, x === -22 || x === 4 ? dark : colour, { radius: 3 });
      pen.path('M-38 10C-38 -4 -26 -6 0 -6C18 -6 28 -4 28 12C28 28 14 28 -4 28C-24 28 -38 28 -38 10Z', colour);
      pen.path('M6 0L14 -32C22 -40 34 -36 36 -28L48 -22C50 -14 46 -8 38 -8L28 -6L26 14Z', colour);
      pen.path('M16 -34C6 -34 4 -20 8 -8C14 -8 20 -16 20 -28Z', dark);
      pen.circle(47, -20, 4, ink, { outline: false });
      pen.circle(30, -24, 3, ink, { outline: false });
      pen.line('M9 2L27 2', '#d33a3a', 4);
    },
  },
  {
    name: 'rabbit',
    plural: 'rabbits',
    synonyms: [['bunny', 'bunnies']],
    colours: ['white', 'grey', 'brown', 'black'],
    habitats: ['ground', 'plain'],
    size: 0.75,
    draw(pen, colour) {
      const light = lighter(colour, 0.5);
      pen.ellipse(-10, -34, 7, 17, colour);
      pen.ellipse(10, -34, 7, 17, colour);
      pen.ellipse(-10, -32, 3.5, 12, '#f4aeb8', { outline: false });
      pen.ellipse(10, -32, 3.5, 12, '#f4aeb8', { outline: false });
      pen.circle(24, 36, 8, light);
      pen.ellipse(0, 29, 24, 21, colour);
      pen.ellipse(0, 33, 12, 14, light, { outline: false });
      pen.circle(0, -6, 20, colour);
      pen.circle(-8, -9, 3.5, ink, { outline: false });
      pen.circle(8, -9, 3.5, ink, { outline: false });
      pen.ellipse(0, -1, 3, 2, '#e8788a', { outline: false });
      pen.rect(-3, 4, 6, 6, '#ffffff', { outline: false });
    },
  },
  {
    name: 'butterfly',
    plural: 'butterflies',
    colours: ['orange', 'blue', 'yellow', 'purple', 'pink', 'red', 'white'],
    habitats: ['plain', 'sky'],
    size: 0.6,
    turn: 20,
    draw(pen, colour) {
      for (const side of [-1, 1]) {
        pen.path(`M0 0C${side * 8} -40 ${side * 46} -50 ${side * 48} -26C${side * 48} -8 ${side * 22} 4 0 4Z`, colour);
        pen.path(`M0 4C${side * 24} 4 ${side * 42} 14 ${side * 36} 32C${side * 28} 48 ${side * 6} 36 0 8Z`, darker(colour, 0.15));
        pen.circle(side * 30, -24, 7, lighter(colour, 0.55), { outline: false });
        pen.circle(side * 22, 24, 5, lighter(colour, 0.55), { outline: false });
        pen.line(`M0 -20C${side * 2} -32 ${side * 8} -38 ${side * 12} -42`, ink, 2);
      }
      pen.ellipse(0, 4, 4.5, 26, '#3a2a24', { outline: false });
    },
  },
  {
    name: 'whale',
    plural: 'whales',
    colours: ['blue', 'grey', 'black', 'turquoise', 'white'],
    habitats: ['underwater', 'plain'],
    size: 1.15,
    draw(pen, colour) {
      pen.path(
        'M-30 14C-40 4 -40 -6 -38 -12C-46 -10 -50 -20 -50 -26C-40 -28 -34 -22 -34 -18C-30 -26 -22 -28 -14 -26C-16 -16 -24 -10 -30 -10C-28 -2 -24 2 -18 4Z',
        colour,
      );
      pen.path('M-32 6C-18 14 -10 -12 16 -14C38 -14 50 2 50 16C50 32 34 40 10 40C-14 40 -30 26 -32 6Z', colour);
      pen.path('M48 20C36 26 10 24 -8 34C0 38 4 40 10 40C32 40 48 32 48 20Z', lighter(colour, 0.65), { outline: false });
      pen.path('M6 24C2 34 -6 38 -10 46C2 46 14 38 16 28Z', darker(colour, 0.2));
      pen.circle(33, 8, 3.5, ink, { outline: false });
    },
  },
  {
    name: 'duck',
    plural: 'ducks',
    colours: ['yellow', 'white', 'brown'],
    habitats: ['water', 'plain'],
    size: 0.7,
    draw(pen, colour) {
      pen.path(
        'M-48 6C-40 14 -30 10 -20 8L8 8C10 -2 4 -8 4 -20C4 -48 40 -46 40 -20C40 -8 34 -2 34 10C40 30 26 48 0 48C-28 48 -46 36 -48 6Z',
        colour,
      );
      pen.path('M-26 18C-12 10 8 14 10 24C4 38 -20 38 -26 18Z', darker(colour, 0.18), { outline: false });
      pen.path('M37 -24C44 -24 50 -18 50 -14C46 -10 40 -10 36 -12Z', '#f08a1c');
      pen.circle(25, -25, 4, ink, { outline: false });
    },
  },
  {
    name: 'snail',
    plural: 'snails',
    colours: ['brown', 'orange', 'purple', 'pink', 'red', 'blue', 'green'],
    habitats: ['ground', 'plain'],
    size: 0.6,
    draw(pen, colour) {
      pen.path('M-48 50C-40 40 -28 38 -10 38L20 38C28 36 28 10 36 6C46 6 48 16 44 28C42 44 36 50 26 50Z', '#d9b98c');
      pen.line('M38 8L36 -8M42 9L48 -6', '#d9b98c', 3);
      pen.circle(36, -9, 3, ink, { outline: false });
      pen.circle(48, -7, 3, ink, { outline: false });
      pen.circle(-6, 8, 34, colour);
      pen.line('M-6 8C-2 2 6 8 2 14C-4 22 -18 18 -18 6C-18 -10 2 -16 12 -6C22 6 18 26 0 30', darker(colour, 0.35), 4);
    },
  },
];
