import { brightColours, darker, lighter, type Hex } from '../colours.ts';
import type { Pen } from '../pen.ts';
import type { SceneObject } from '../types.ts';

const glass: Hex = '#bfe3f5';
const tyre: Hex = '#2b2b30';

function wheel(pen: Pen, x: number, y: number, radius: number): void {
  pen.circle(x, y, radius, tyre);
  pen.circle(x, y, radius * 0.45, '#c9ccd1', { outline: false });
}

/** Things that drive, sail and fly. */
export const vehicles: readonly SceneObject[] = [
  {
    name: 'sailing boat',
    plural: 'sailing boats',
    synonyms: [
      ['sailboat', 'sailboats'],
      ['boat', 'boats'],
    ],
    colours: brightColours,
    habitats: ['water', 'plain'],
    draw(pen, colour, rng) {
      const sail: Hex = rng.chance(0.6) ? '#fdfbf2' : lighter(colour, 0.25);
      pen.rect(-2, -48, 4, 72, '#6b4a2e', { outline: false });
      pen.path('M4 -46C24 -28 36 -4 40 16L4 16Z', sail);
      pen.path('M-5 -38C-16 -20 -26 -2 -32 16L-5 16Z', lighter(sail, 0.2));
      pen.path('M-48 22L48 22C44 36 36 48 28 50L-28 50C-38 46 -44 36 -48 22Z', colour);
      pen.rect(-46, 24, 92, 5, darker(colour), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'ship',
    plural: 'ships',
    synonyms: [['steamship', 'steamships']],
    colours: ['red', 'blue', 'black', 'green', 'grey', 'orange'],
    habitats: ['water'],
    size: 1.15,
    draw(pen, colour) {
      pen.rect(-8, -34, 14, 34, darker(colour, 0.15));
      pen.rect(-8, -34, 14, 8, '#222226');
      pen.circle(8, -42, 7, '#d6d8db', { outline: false, opacity: 0.8 });
      pen.circle(20, -47, 9, '#d6d8db', { outline: false, opacity: 0.6 });
      pen.rect(-26, -6, 54, 24, '#f7f6f0');
      for (const x of [-20, -6, 8, 20]) pen.rect(x - 3, 2, 7, 7, '#4d7ea8', { outline: false });
      pen.path('M-50 14L50 14L36 50L-40 50Z', colour);
    },
  },
  {
    name: 'car',
    plural: 'cars',
    synonyms: [['automobile', 'automobiles']],
    colours: brightColours,
    habitats: ['road', 'ground', 'plain'],
    draw(pen, colour) {
      pen.path('M-28 8C-22 -12 -16 -20 -8 -20L14 -20C24 -20 32 -6 36 8Z', colour);
      pen.path('M-20 6C-16 -8 -12 -13 -7 -13L-1 -13L-1 6Z', glass);
      pen.path('M4 6L4 -13L13 -13C20 -13 25 -4 28 6Z', glass);
      pen.path('M-48 16C-48 8 -44 6 -30 5L34 5C46 6 50 12 50 22L50 36L-48 36Z', colour);
      pen.rect(-50, 32, 101, 6, darker(colour, 0.35), { outline: false, radius: 2 });
      pen.circle(46, 19, 4, '#ffef9e', { outline: false });
      wheel(pen, -26, 37, 13);
      wheel(pen, 27, 37, 13);
    },
  },
  {
    name: 'truck',
    plural: 'trucks',
    synonyms: [['lorry', 'lorries']],
    colours: brightColours,
    habitats: ['road', 'ground', 'plain'],
    size: 1.1,
    draw(pen, colour) {
      pen.rect(-50, -28, 64, 62, lighter(colour, 0.12), { radius: 2 });
      pen.line('M-34 -22L-34 28M-18 -22L-18 28M-2 -22L-2 28', darker(colour, 0.2), 2);
      pen.path('M17 34L17 -8L34 -8C40 -6 44 4 46 12L50 16L50 34Z', colour);
      pen.path('M24 10L24 -2L33 -2C37 0 39 6 41 10Z', glass);
      pen.rect(-50, 32, 100, 6, '#3b3d42', { outline: false });
      for (const x of [-34, -8, 32]) wheel(pen, x, 39, 11);
    },
  },
  {
    name: 'bus',
    plural: 'buses',
    colours: brightColours,
    habitats: ['road', 'plain'],
    size: 1.15,
    draw(pen, colour) {
      pen.rect(-50, -24, 100, 62, colour, { radius: 8 });
      for (const x of [-43, -24, -5, 14]) pen.rect(x, -16, 15, 18, glass, { radius: 2 });
      pen.rect(34, -16, 14, 30, glass, { radius: 2 });
      pen.rect(-50, 10, 80, 5, lighter(colour, 0.6), { outline: false });
      wheel(pen, -27, 39, 11);
      wheel(pen, 26, 39, 11);
    },
  },
  {
    name: 'train',
    plural: 'trains',
    synonyms: [['steam train', 'steam trains']],
    colours: ['red', 'blue', 'green', 'black', 'purple', 'orange'],
    habitats: ['rails', 'plain'],
    size: 1.15,
    draw(pen, colour) {
      pen.circle(32, -38, 8, '#d3d6da', { outline: false, opacity: 0.9 });
      pen.circle(18, -44, 6, '#d3d6da', { outline: false, opacity: 0.7 });
      pen.polygon([27, -10, 29, -28, 43, -28, 41, -10], '#2b2b30');
      pen.rect(-8, -12, 56, 36, colour, { radius: 6 });
      pen.rect(8, -12, 4, 36, '#e8c14a', { outline: false });
      pen.rect(28, -12, 4, 36, '#e8c14a', { outline: false });
      pen.rect(-46, -30, 40, 54, colour);
      pen.rect(-50, -36, 48, 7, darker(colour, 0.35));
      pen.rect(-38, -20, 24, 20, glass);
      pen.rect(-48, 24, 96, 8, '#33353a');
      pen.polygon([46, 24, 50, 46, 38, 46, 40, 24], '#b33a2b');
      wheel(pen, -28, 36, 14);
      wheel(pen, 4, 39, 10);
      wheel(pen, 27, 39, 10);
    },
  },
  {
    name: 'bicycle',
    plural: 'bicycles',
    synonyms: [['bike', 'bikes']],
    colours: ['red', 'blue', 'green', 'black', 'orange', 'purple', 'yellow', 'turquoise', 'pink'],
    habitats: ['road', 'ground', 'plain'],
    size: 0.95,
    draw(pen, colour) {
      for (const x of [-28, 28]) {
        const d = `M${x - 21} 28C${x - 21} 16.4 ${x - 11.6} 7 ${x} 7C${x + 11.6} 7 ${x + 21} 16.4 ${x + 21} 28C${x + 21} 39.6 ${x + 11.6} 49 ${x} 49C${x - 11.6} 49 ${x - 21} 39.6 ${x - 21} 28Z`;
        pen.line(d, tyre, 4);
        pen.line(`M${x - 18} 28L${x + 18} 28M${x} 10L${x} 46M${x - 13} 15L${x + 13} 41M${x - 13} 41L${x + 13} 15`, '#9aa0a6', 1);
      }
      pen.line('M-28 28L-12 -10L20 -10L-2 28L-28 28M-12 -10L-2 28M28 28L18 -22', colour, 6);
      pen.line('M18 -22L28 -26L34 -20', '#3a3a40', 5);
      pen.line('M-22 -16L-4 -16M-13 -15L-12 -10', '#3a3a40', 6);
      pen.circle(-2, 28, 5, '#55585e');
    },
  },
  {
    name: 'rocket',
    plural: 'rockets',
    synonyms: [['space rocket', 'space rockets']],
    colours: ['red', 'white', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'turquoise'],
    habitats: ['space', 'plain', 'sky'],
    turn: 35,
    draw(pen, colour) {
      pen.path('M-9 28C-14 38 -4 42 0 50C4 42 14 38 9 28Z', '#ff9d2e', { outline: false });
      pen.path('M-5 28C-7 34 -2 36 0 42C2 36 7 34 5 28Z', '#ffe36b', { outline: false });
      pen.path('M-14 6C-26 12 -30 22 -29 34L-12 26Z', darker(colour, 0.35));
      pen.path('M14 6C26 12 30 22 29 34L12 26Z', darker(colour, 0.35));
      pen.path('M0 -50C18 -34 22 -4 13 28L-13 28C-22 -4 -18 -34 0 -50Z', colour);
      pen.path('M0 -50C8 -43 13 -34 15.5 -24L-15.5 -24C-13 -34 -8 -43 0 -50Z', darker(colour, 0.35), { outline: false });
      pen.circle(0, -6, 9, '#e9edf0');
      pen.circle(0, -6, 6, '#6fb7e0', { outline: false });
    },
  },
  {
    name: 'aeroplane',
    plural: 'aeroplanes',
    synonyms: [
      ['airplane', 'airplanes'],
      ['plane', 'planes'],
    ],
    colours: ['red', 'white', 'orange', 'yellow', 'green', 'purple', 'pink', 'blue', 'grey'],
    habitats: ['sky', 'plain'],
    size: 0.95,
    turn: 10,
    draw(pen, colour) {
      pen.polygon([-46, -30, -34, -30, -20, -2, -42, -2], darker(colour, 0.2));
      pen.polygon([-8, -4, -22, -34, -12, -34, 14, -4], darker(colour, 0.3));
      pen.path('M-48 -4C-30 -12 20 -14 36 -8C46 -4 50 2 48 6C44 12 30 14 10 14C-16 14 -40 8 -48 -4Z', colour);
      pen.polygon([-6, 6, -30, 38, -18, 38, 18, 6], darker(colour, 0.2));
      for (const x of [-22, -10, 2, 14]) pen.circle(x, -1, 3, glass, { outline: false });
      pen.path('M30 -8C38 -7 42 -3 44 0L31 0Z', glass);
    },
  },
  {
    name: 'hot-air balloon',
    plural: 'hot-air balloons',
    colours: ['red', 'orange', 'yellow', 'green', 'purple', 'pink', 'blue', 'turquoise'],
    habitats: ['sky', 'plain'],
    draw(pen, colour) {
      pen.line('M-14 20L-7 36M14 20L7 36', '#5a4632', 1.5);
      pen.path('M-36 -16C-36 -38 -20 -50 0 -50C20 -50 36 -38 36 -16C36 2 20 14 12 24L-12 24C-20 14 -36 2 -36 -16Z', colour);
      pen.path('M-12 24C-18 8 -20 -30 0 -50C20 -30 18 8 12 24Z', lighter(colour, 0.45), { outline: false });
      pen.path('M-4 24C-6 4 -7 -28 0 -50C7 -28 6 4 4 24Z', colour, { outline: false });
      pen.rect(-9, 35, 18, 14, '#8a5a32', { radius: 2 });
    },
  },
  {
    name: 'helicopter',
    plural: 'helicopters',
    colours: ['red', 'yellow', 'green', 'orange', 'blue', 'white', 'black'],
    habitats: ['sky', 'plain'],
    draw(pen, colour) {
      pen.polygon([-12, -8, -48, -14, -48, -8, -10, 8], darker(colour, 0.15));
      pen.polygon([-50, -26, -42, -26, -40, -6, -48, -6], darker(colour, 0.3));
      pen.rect(10, -30, 4, 12, '#44474d');
      pen.rect(-26, -34, 76, 5, '#44474d', { radius: 2 });
      pen.ellipse(14, 2, 32, 22, colour);
      pen.path('M20 -16C34 -14 43 -6 44 4L20 4Z', glass);
      pen.line('M4 22L2 34M26 22L28 34M-12 34L42 34', '#44474d', 4);
    },
  },
];
