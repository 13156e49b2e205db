import { darker, lighter, type Hex } from '../colours.ts';
import type { SceneObject } from '../types.ts';

const ink: Hex = '#1d1a1a';

/** Animals of the water and small animals. */
export const smallAnimals: readonly SceneObject[] = [
  {
    name: 'octopus',
    plural: 'octopuses',
    colours: ['purple', 'pink', 'orange', 'red', 'green'],
    habitats: ['underwater', 'plain'],
    size: 0.95,
    draw(pen, colour) {
      for (const x of [-34, -20, -7, 7, 20, 34])
        pen.line(`M${x * 0.6} 10C${x * 0.9} 28 ${x * 1.3} 24 ${x * 1.05} 44`, darker(colour, 0.1), 9);
      pen.path('M-30 -12C-32 -58 32 -58 30 -12C30 8 22 18 0 18C-22 18 -30 8 -30 -12Z', colour);
      for (const x of [-11, 11]) {
        pen.circle(x, -10, 7.5, '#ffffff');
        pen.circle(x, -9, 3.6, ink, { outline: false });
      }
      pen.line('M-7 5C-3 9 3 9 7 5', darker(colour, 0.6), 2.2);
    },
  },
  {
    name: 'jellyfish',
    plural: 'jellyfish',
    colours: ['pink', 'purple', 'orange', 'white', 'turquoise'],
    habitats: ['underwater', 'plain'],
    size: 0.85,
    draw(pen, colour) {
      for (const x of [-26, -13, 0, 13, 26]) pen.line(`M${x} 0C${x + 9} 14 ${x - 9} 28 ${x + 3} 46`, lighter(colour, 0.15), 4);
      pen.path('M-40 2C-40 -60 40 -60 40 2C30 10 22 0 14 6C6 10 -6 10 -14 6C-22 0 -30 10 -40 2Z', colour);
      pen.ellipse(-14, -20, 6, 10, lighter(colour, 0.5), { outline: false, opacity: 0.7 });
    },
  },
  {
    name: 'crab',
    plural: 'crabs',
    colours: ['red', 'orange', 'blue', 'purple'],
    habitats: ['ground', 'plain'],
    size: 0.7,
    draw(pen, colour) {
      for (const side of [-1, 1]) {
        pen.line(
          `M${side * 20} 26L${side * 42} 32L${side * 46} 46M${side * 16} 30L${side * 34} 40L${side * 36} 48`,
          darker(colour, 0.15),
          4.5,
        );
        pen.line(`M${side * 26} 10L${side * 40} -8`, darker(colour, 0.1), 7);
        pen.path(
          `M${side * 30} -12C${side * 24} -36 ${side * 38} -42 ${side * 40} -40L${side * 39} -22L${side * 48} -36C${side * 52} -18 ${side * 46} -4 ${side * 36} -4Z`,
          colour,
        );
        pen.line(`M${side * 9} 4L${side * 10} -14`, darker(colour, 0.15), 3);
        pen.circle(side * 10, -17, 6, '#ffffff');
        pen.circle(side * 10, -17, 2.8, ink, { outline: false });
      }
      pen.ellipse(0, 20, 34, 22, colour);
      pen.line('M-9 28C-4 33 4 33 9 28', darker(colour, 0.6), 2.4);
    },
  },
  {
    name: 'turtle',
    plural: 'turtles',
    synonyms: [['tortoise', 'tortoises']],
    colours: ['green', 'brown', 'orange', 'blue', 'purple'],
    habitats: ['ground', 'plain'],
    size: 0.8,
    draw(pen, colour) {
      const skin: Hex = '#a9c26a';
      pen.ellipse(-22, 40, 10, 9, skin);
      pen.ellipse(20, 40, 10, 9, skin);
      pen.polygon([-38, 32, -50, 38, -36, 40], skin);
      pen.path('M26 34C32 20 30 2 40 0C50 0 52 16 46 22C42 28 38 36 30 40Z', skin);
      pen.circle(43, 8, 2.5, ink, { outline: false });
      pen.path('M-40 36C-40 -14 32 -14 34 36Z', colour);
      pen.line('M-20 34L-12 4L8 4L16 34M-12 4L-22 -1M8 4L18 0M-30 22L-17 20M13 20L28 20', darker(colour, 0.4), 2.4);
    },
  },
  {
    name: 'frog',
    plural: 'frogs',
    colours: ['green', 'brown', 'yellow', 'blue', 'red'],
    habitats: ['ground', 'plain'],
    size: 0.7,
    draw(pen, colour) {
      pen.ellipse(-30, 34, 16, 14, darker(colour, 0.15));
      pen.ellipse(30, 34, 16, 14, darker(colour, 0.15));
      pen.ellipse(0, 22, 34, 28, colour);
      pen.ellipse(0, 32, 20, 16, lighter(colour, 0.5), { outline: false });
      pen.circle(-20, -20, 13, colour);
      pen.circle(20, -20, 13, colour);
      pen.ellipse(0, -4, 36, 20, colour);
      for (const x of [-20, 20]) {
        pen.circle(x, -22, 8, '#ffffff', { outline: false });
        pen.circle(x, -21, 4, ink, { outline: false });
      }
      pen.line('M-24 0C-10 10 10 10 24 0', darker(colour, 0.6), 2.6);
      pen.ellipse(-16, 47, 12, 4, darker(colour, 0.2));
      pen.ellipse(16, 47, 12, 4, darker(colour, 0.2));
    },
  },
  {
    name: 'bee',
    plural: 'bees',
    colours: ['yellow', 'orange'],
    habitats: ['plain', 'sky'],
    size: 0.6,
    distinct: true,
    draw(pen, colour) {
      pen.ellipse(-8, -24, 14, 22, '#dff1fa', { opacity: 0.9 });
      pen.ellipse(14, -24, 12, 20, '#dff1fa', { opacity: 0.9 });
      pen.polygon([-36, 6, -50, 10, -36, 14], ink);
      pen.ellipse(0, 10, 40, 25, colour);
      pen.path('M-20 -11C-26 0 -26 20 -20 31L-10 34C-15 20 -15 0 -10 -14Z', ink, { outline: false });
      pen.path('M4 -15C-1 0 -1 20 4 35L14 33C9 20 9 0 14 -13Z', ink, { outline: false });
      pen.circle(28, 4, 4.5, '#ffffff', { outline: false });
      pen.circle(29, 4, 2.4, ink, { outline: false });
      pen.line('M30 -10C32 -20 38 -22 42 -24', ink, 2.5);
    },
  },
  {
    name: 'ladybird',
    plural: 'ladybirds',
    synonyms: [['ladybug', 'ladybugs']],
    colours: ['red', 'orange', 'yellow'],
    habitats: ['plain'],
    size: 0.65,
    turn: 30,
    draw(pen, colour) {
      pen.line('M-30 -8L-44 -16M-34 10L-48 12M-28 26L-40 38M30 -8L44 -16M34 10L48 12M28 26L40 38M-6 -40L-14 -50M6 -40L14 -50', ink, 3);
      pen.circle(0, -26, 18, ink);
      pen.circle(0, 8, 38, colour);
      pen.line('M0 -28L0 46', ink, 3.5);
      for (const [x, y] of [
        [-16, -8],
        [16, -8],
        [-22, 14],
        [22, 14],
        [-12, 32],
        [12, 32],
      ] as const)
        pen.circle(x, y, 6, ink, { outline: false });
      pen.circle(-7, -34, 3, '#ffffff', { outline: false });
      pen.circle(7, -34, 3, '#ffffff', { outline: false });
    },
  },
];
