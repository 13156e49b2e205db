import { darker, lighter } from '../colours.ts';
import type { SceneObject } from '../types.ts';

/** A circle about the middle, as a path. */
const round = (r: number): string =>
  `M${-r} 0C${-r} ${-r * 0.55} ${-r * 0.55} ${-r} 0 ${-r}C${r * 0.55} ${-r} ${r} ${-r * 0.55} ${r} 0C${r} ${r * 0.55} ${r * 0.55} ${r} 0 ${r}C${-r * 0.55} ${r} ${-r} ${r * 0.55} ${-r} 0Z`;

/** More to eat: baked, sweet and from the garden. */
export const treats: readonly SceneObject[] = [
  {
    name: 'slice of pizza',
    plural: 'slices of pizza',
    phrase: ['slice of pizza on a {colour} plate', 'slices of pizza on {colour} plates'],
    colours: ['white', 'blue', 'red', 'green', 'yellow', 'purple'],
    habitats: ['table', 'plain'],
    size: 0.85,
    draw(pen, colour) {
      pen.ellipse(0, 30, 49, 19, colour);
      pen.ellipse(0, 29, 37, 13, darker(colour, 0.08), { outline: false });
      pen.path('M-34 -22C-14 -40 20 -40 36 -22L4 40Z', '#f6c95a');
      pen.path('M-38 -18C-18 -44 22 -44 40 -18L34 -12C18 -30 -14 -30 -32 -12Z', '#c98a45');
      for (const [x, y] of [
        [-10, -12],
        [14, -10],
        [2, 10],
      ] as const)
        pen.circle(x, y, 7, '#c73a2b', { outline: false });
      for (const [x, y] of [
        [2, -18],
        [-6, 4],
        [10, 4],
      ] as const)
        pen.circle(x, y, 2.4, '#3f8a3a', { outline: false });
    },
  },
  {
    name: 'doughnut',
    plural: 'doughnuts',
    synonyms: [['donut', 'donuts']],
    colours: ['pink', 'brown', 'white', 'blue', 'purple', 'green', 'yellow'],
    habitats: ['plain'],
    size: 0.75,
    draw(pen, colour, rng) {
      const hole = 'M-13 0C-13 7.2 -7.2 13 0 13C7.2 13 13 7.2 13 0C13 -7.2 7.2 -13 0 -13C-7.2 -13 -13 -7.2 -13 0Z';
      pen.path(round(46) + hole, '#d69a55');
      pen.path(round(40) + hole, colour);
      for (let i = 0; i < 12; i++) {
        const [angle, r] = [(i / 12) * 6.28 + rng.range(-0.15, 0.15), rng.range(20, 34)];
        const [x, y] = [Math.cos(angle) * r, Math.sin(angle) * r];
        pen.line(
          `M${x.toFixed(1)} ${y.toFixed(1)}L${(x + rng.range(-4, 4)).toFixed(1)} ${(y + 4).toFixed(1)}`,
          rng.pick(['#ffe14a', '#4ab0f0', '#ffffff', '#e84a5a', '#58c060'] as const),
          3,
        );
      }
    },
  },
  {
    name: 'carrot',
    plural: 'carrots',
    colours: ['orange', 'purple', 'yellow'],
    habitats: ['table', 'plain'],
    size: 0.75,
    turn: 20,
    draw(pen, colour) {
      for (const x of [-14, -5, 5, 14])
        pen.path(`M0 -22C${x * 0.2} -34 ${x * 1.6} -40 ${x * 1.4} -50C${x * 0.6} -46 ${x * 0.2 - 2} -34 0 -22Z`, '#4c9c3a');
      pen.path('M-18 -20C-10 -30 10 -30 18 -20C18 4 6 36 0 50C-6 36 -18 4 -18 -20Z', colour);
      pen.line('M-16 -8L-4 -6M15 2L5 4M-10 14L0 16', darker(colour, 0.25), 2);
    },
  },
  {
    name: 'lemon',
    plural: 'lemons',
    colours: ['yellow', 'green'],
    habitats: ['table', 'plain'],
    size: 0.55,
    turn: 15,
    draw(pen, colour) {
      pen.path(
        'M-50 10C-44 6 -40 0 -34 -8C-20 -28 20 -28 34 -8C40 0 44 6 50 10C44 16 40 22 34 30C20 50 -20 50 -34 30C-40 22 -44 16 -50 10Z',
        colour,
      );
      pen.ellipse(-14, -2, 10, 7, lighter(colour, 0.55), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'bunch of grapes',
    plural: 'bunches of grapes',
    phrase: ['bunch of {colour} grapes', 'bunches of {colour} grapes'],
    colours: ['purple', 'green', 'red', 'blue', 'black'],
    habitats: ['table', 'plain'],
    size: 0.75,
    draw(pen, colour) {
      pen.line('M0 -26L6 -48', '#6b4a2a', 4);
      pen.path('M4 -34C14 -50 34 -48 40 -38C30 -28 14 -26 4 -34Z', '#55a03e');
      for (const [y, count] of [
        [-18, 4],
        [-2, 5],
        [14, 4],
        [28, 3],
        [40, 1],
      ] as const) {
        for (let i = 0; i < count; i++) pen.circle((i - (count - 1) / 2) * 17, y, 9.6, i % 2 === 0 ? colour : lighter(colour, 0.12));
      }
    },
  },
  {
    name: 'slice of watermelon',
    plural: 'slices of watermelon',
    phrase: ['slice of {colour} watermelon', 'slices of {colour} watermelon'],
    colours: ['red', 'yellow', 'pink'],
    habitats: ['plain'],
    size: 0.85,
    turn: 15,
    draw(pen, colour) {
      pen.path('M-48 -18L48 -18C48 12 28 36 0 36C-28 36 -48 12 -48 -18Z', '#2f8a3e');
      pen.path('M-42 -18L42 -18C42 8 24 29 0 29C-24 29 -42 8 -42 -18Z', '#e8f3d0', { outline: false });
      pen.path('M-38 -18L38 -18C38 6 22 25 0 25C-22 25 -38 6 -38 -18Z', colour, { outline: false });
      for (const [x, y] of [
        [-24, -8],
        [-8, -8],
        [8, -8],
        [24, -8],
        [-15, 4],
        [0, 5],
        [15, 4],
        [0, 16],
      ] as const)
        pen.ellipse(x, y, 1.8, 3, '#2a1d1a', { outline: false });
    },
  },
];
