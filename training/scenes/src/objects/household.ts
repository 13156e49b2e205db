import { brightColours, darker, lighter } from '../colours.ts';
import type { SceneObject } from '../types.ts';

/** More things: toys, tools, instruments, machines. */
export const household: readonly SceneObject[] = [
  {
    name: 'guitar',
    plural: 'guitars',
    colours: ['brown', 'red', 'blue', 'black', 'orange', 'yellow', 'green', 'purple'],
    habitats: ['plain', 'floor'],
    turn: 25,
    draw(pen, colour) {
      pen.rect(-4, -42, 8, 56, '#5a3a24');
      pen.rect(-7, -50, 14, 12, '#3a2618', { radius: 2 });
      pen.path(
        'M0 -6C16 -8 20 2 15 10C12 16 26 20 26 34C26 46 14 50 0 50C-14 50 -26 46 -26 34C-26 20 -12 16 -15 10C-20 2 -16 -8 0 -6Z',
        colour,
      );
      pen.circle(0, 16, 7.5, '#2a1c14', { outline: false });
      pen.rect(-10, 34, 20, 4, '#2a1c14', { outline: false });
      pen.line('M-2 -40L-2 36M2 -40L2 36', '#efe6d2', 0.9);
    },
  },
  {
    name: 'drum',
    plural: 'drums',
    colours: ['red', 'blue', 'yellow', 'green', 'purple', 'orange'],
    habitats: ['plain', 'floor', 'table'],
    size: 0.8,
    draw(pen, colour) {
      pen.path('M-40 -10L-40 34C-36 52 36 52 40 34L40 -10Z', colour);
      pen.line('M-40 -4L-26 42L-10 -2L4 46L18 -2L30 42L40 -4', '#fbf3d8', 2.4);
      pen.ellipse(0, -10, 41, 13, '#f8f2e2');
      pen.line('M-12 -14L-38 -44M14 -14L36 -46', '#9a6a3c', 4);
      pen.circle(-11, -13, 5, '#d9b27a');
      pen.circle(13, -13, 5, '#d9b27a');
    },
  },
  {
    name: 'gift box',
    plural: 'gift boxes',
    synonyms: [
      ['present', 'presents'],
      ['gift', 'gifts'],
    ],
    colours: brightColours,
    habitats: ['plain', 'table', 'floor'],
    size: 0.75,
    draw(pen, colour, rng) {
      const ribbon = rng.pick(['#ffd84a', '#fbf8f0'] as const);
      pen.ellipse(-14, -32, 14, 9, ribbon);
      pen.ellipse(14, -32, 14, 9, ribbon);
      pen.circle(0, -30, 5, ribbon);
      pen.rect(-38, -6, 76, 56, colour);
      pen.rect(-44, -24, 88, 20, darker(colour, 0.12));
      pen.rect(-7, -24, 14, 74, ribbon, { outline: false });
    },
  },
  {
    name: 'candle',
    plural: 'candles',
    colours: ['red', 'white', 'yellow', 'blue', 'green', 'purple', 'pink', 'orange'],
    habitats: ['plain', 'table'],
    size: 0.8,
    draw(pen, colour) {
      pen.circle(0, -32, 20, '#ffe9a0', { outline: false, opacity: 0.35 });
      pen.ellipse(0, 46, 26, 5, '#a9834a');
      pen.rect(-11, -14, 22, 58, colour, { radius: 2 });
      pen.line('M0 -14L0 -22', '#2a2522', 2.4);
      pen.path('M0 -50C10 -36 8 -22 0 -22C-8 -22 -10 -36 0 -50Z', '#ffb02e', { outline: false });
      pen.path('M0 -38C5 -30 4 -24 0 -24C-4 -24 -5 -30 0 -38Z', '#fff2a0', { outline: false });
    },
  },
  {
    name: 'television',
    plural: 'televisions',
    synonyms: [['TV', 'TVs']],
    colours: ['red', 'black', 'brown', 'blue', 'green', 'orange', 'pink', 'turquoise'],
    habitats: ['plain', 'floor', 'table'],
    size: 0.9,
    mirrored: false,
    draw(pen, colour) {
      pen.line('M-2 -22L-20 -48M2 -22L18 -48', '#55585f', 3);
      pen.line('M-26 36L-32 49M26 36L32 49', '#55585f', 5);
      pen.rect(-46, -24, 92, 64, colour, { radius: 8 });
      pen.rect(-38, -16, 60, 48, '#9fc4d6', { radius: 6 });
      pen.polygon([-30, -12, -14, -12, -32, 14], '#d9edf5', { outline: false, opacity: 0.7 });
      pen.circle(34, -6, 5, lighter(colour, 0.6));
      pen.circle(34, 8, 5, lighter(colour, 0.6));
    },
  },
  {
    name: 'camera',
    plural: 'cameras',
    colours: ['black', 'red', 'blue', 'grey', 'yellow', 'pink', 'turquoise', 'brown'],
    habitats: ['plain', 'table'],
    size: 0.75,
    mirrored: false,
    draw(pen, colour) {
      pen.polygon([-18, -18, -11, -34, 11, -34, 18, -18], darker(colour, 0.15));
      pen.rect(26, -26, 14, 10, '#55585f');
      pen.rect(-48, -20, 96, 66, colour, { radius: 7 });
      pen.rect(-48, -6, 96, 8, lighter(colour, 0.4), { outline: false });
      pen.circle(0, 14, 26, '#3a3d44');
      pen.circle(0, 14, 18, '#7fb0d0');
      pen.circle(-6, 8, 5, '#e8f5fb', { outline: false });
      pen.rect(28, -14, 12, 7, '#ffe9a0', { outline: false });
    },
  },
  {
    name: 'crown',
    plural: 'crowns',
    colours: ['yellow', 'red', 'blue', 'purple', 'white', 'pink'],
    habitats: ['plain', 'table'],
    size: 0.75,
    draw(pen, colour) {
      pen.polygon([-42, 44, -46, -22, -22, 8, 0, -36, 22, 8, 46, -22, 42, 44], colour);
      pen.rect(-43, 32, 86, 14, darker(colour, 0.2));
      for (const [x, y] of [
        [-46, -25],
        [0, -40],
        [46, -25],
      ] as const)
        pen.circle(x, y, 5, '#e8453c');
      for (const [x, fill] of [
        [-22, '#4ab0f0'],
        [0, '#e8453c'],
        [22, '#58c060'],
      ] as const)
        pen.circle(x, 39, 4.4, fill, { outline: false });
    },
  },
  {
    name: 'vase',
    plural: 'vases',
    synonyms: [['vase of flowers', 'vases of flowers']],
    colours: brightColours,
    habitats: ['table', 'plain'],
    size: 0.95,
    draw(pen, colour, rng) {
      const bloom = rng.pick(['#f06a9a', '#ffd23e', '#ffffff', '#e8453c'] as const);
      for (const [x, y] of [
        [-18, -30],
        [0, -40],
        [18, -30],
      ] as const) {
        pen.line(`M0 0L${x} ${y}`, '#3f8f3a', 3);
        pen.circle(x, y, 9, bloom);
        pen.circle(x, y, 3.6, '#c98a2a', { outline: false });
      }
      pen.path('M-12 -4L12 -4C8 8 26 16 24 32C22 44 14 50 0 50C-14 50 -22 44 -24 32C-26 16 -8 8 -12 -4Z', colour);
      pen.line('M-23 26C-8 32 8 32 23 26', lighter(colour, 0.5), 3);
    },
  },
  {
    name: 'bucket',
    plural: 'buckets',
    colours: brightColours,
    habitats: ['ground', 'floor', 'plain'],
    size: 0.65,
    draw(pen, colour) {
      pen.line('M-36 -14C-30 -54 30 -54 36 -14', '#6f747b', 3.5);
      pen.path('M-40 -14L40 -14L28 46C20 51 -20 51 -28 46Z', colour);
      pen.ellipse(0, -14, 40, 10, darker(colour, 0.3));
    },
  },
  {
    name: 'tractor',
    plural: 'tractors',
    colours: ['red', 'green', 'blue', 'yellow', 'orange'],
    habitats: ['ground', 'road', 'plain'],
    draw(pen, colour) {
      pen.rect(26, -28, 5, 26, '#3a3d44');
      pen.rect(-2, -4, 48, 32, colour, { radius: 4 });
      pen.rect(-30, -34, 36, 40, '#bfe3f5');
      pen.rect(-34, -40, 44, 8, darker(colour, 0.25));
      pen.path('M-40 18C-40 -4 -4 -4 2 18L2 30L-40 30Z', colour);
      for (const [x, y, r] of [
        [-22, 26, 24],
        [32, 36, 14],
      ] as const) {
        pen.circle(x, y, r, '#2b2b30');
        pen.circle(x, y, r * 0.5, '#e8c14a', { outline: false });
      }
    },
  },
  {
    name: 'flying saucer',
    plural: 'flying saucers',
    synonyms: [['UFO', 'UFOs']],
    colours: ['grey', 'green', 'purple', 'red', 'blue', 'orange', 'turquoise'],
    habitats: ['space', 'sky', 'plain'],
    size: 0.9,
    turn: 15,
    draw(pen, colour) {
      pen.path('M-22 -4C-22 -40 22 -40 22 -4Z', '#c6ecf5');
      pen.circle(0, -14, 8, '#7fc25a', { outline: false });
      pen.ellipse(0, 4, 49, 16, colour);
      pen.ellipse(0, 12, 26, 9, darker(colour, 0.25));
      for (const x of [-34, -17, 0, 17, 34]) pen.circle(x, 4 + (34 - Math.abs(x)) * 0.08, 4, '#ffe98a', { outline: false });
    },
  },
  {
    name: 'flag',
    plural: 'flags',
    colours: ['red', 'blue', 'green', 'yellow', 'orange', 'purple', 'white', 'black', 'pink'],
    habitats: ['ground', 'snow', 'plain'],
    size: 0.95,
    draw(pen, colour) {
      pen.path('M-26 -44C-8 -56 10 -32 40 -44L40 -4C10 8 -8 -16 -26 -4Z', colour);
      pen.rect(-31, -50, 5, 100, '#8a6a45');
      pen.circle(-28.5, -49, 4, '#e2b33c');
    },
  },
];
