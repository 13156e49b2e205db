import { darker, lighter, type Hex } from '../colours.ts';
import type { SceneObject } from '../types.ts';

const pane: Hex = '#ffe9a3';

/** Buildings and tents. */
export const buildings: readonly SceneObject[] = [
  {
    name: 'house',
    plural: 'houses',
    colours: ['red', 'yellow', 'blue', 'white', 'pink', 'green', 'orange', 'purple', 'brown'],
    habitats: ['ground', 'plain'],
    size: 1.15,
    draw(pen, colour, rng) {
      const roof: Hex = rng.pick(['#6e4436', '#55585f', '#7b3b33']);
      pen.rect(18, -42, 10, 24, darker(roof, 0.25));
      pen.rect(-38, -8, 76, 58, colour);
      pen.polygon([-48, -6, 0, -48, 48, -6], roof);
      pen.rect(-8, 16, 18, 34, '#6a4228');
      pen.circle(6, 34, 2, '#f2d16b', { outline: false });
      for (const x of [-30, 18]) {
        pen.rect(x, 4, 14, 16, pane);
        pen.line(`M${x + 7} 4L${x + 7} 20M${x} 12L${x + 14} 12`, '#ffffff', 1.5);
      }
    },
  },
  {
    name: 'lighthouse',
    plural: 'lighthouses',
    colours: ['red', 'blue', 'black', 'green', 'orange'],
    habitats: ['plain'],
    size: 1.3,
    mirrored: false,
    draw(pen, colour) {
      pen.polygon([-13, -22, 13, -22, 20, 50, -20, 50], '#fbfaf4');
      pen.polygon([-14.2, -12, 14.2, -12, 16, 6, -16, 6], colour, { outline: false });
      pen.polygon([-17.5, 24, 17.5, 24, 19.3, 42, -19.3, 42], colour, { outline: false });
      pen.rect(-17, -26, 34, 5, '#3a3c42');
      pen.rect(-8, -39, 16, 14, '#ffe88a');
      pen.path('M-11 -39C-8 -47 -4 -50 0 -50C4 -50 8 -47 11 -39Z', colour);
    },
  },
  {
    name: 'windmill',
    plural: 'windmills',
    colours: ['white', 'red', 'brown', 'blue', 'yellow', 'green'],
    habitats: ['ground', 'plain'],
    size: 1.2,
    draw(pen, colour, rng) {
      pen.polygon([-13, -18, 13, -18, 22, 50, -22, 50], colour);
      pen.path('M-15 -16C-12 -30 12 -30 15 -16Z', '#5d4436');
      pen.rect(-5, 32, 10, 18, '#5d3b22');
      pen.rect(-4, 4, 8, 10, pane);
      const turn = rng.range(5, 85);
      for (let i = 0; i < 4; i++) {
        pen.at(
          0,
          -16,
          1,
          () => {
            pen.rect(-1.5, -34, 3, 34, '#5a432f', { outline: false });
            pen.rect(1.5, -33, 9, 25, '#f3eee0');
          },
          { turn: turn + i * 90 },
        );
      }
      pen.circle(0, -16, 3.5, '#3a3030');
    },
  },
  {
    name: 'castle',
    plural: 'castles',
    colours: ['grey', 'brown', 'pink', 'white', 'purple', 'yellow'],
    habitats: ['ground', 'plain'],
    size: 1.25,
    draw(pen, colour) {
      const dark = darker(colour, 0.2);
      pen.polygon(
        [
          -26, -10, -26, -18, -18, -18, -18, -12, -9, -12, -9, -18, 0, -18, 0, -12, 9, -12, 9, -18, 18, -18, 18, -12, 26, -12, 26, 50, -26,
          50,
        ],
        colour,
      );
      for (const x of [-38, 38]) {
        pen.rect(x - 11, -16, 22, 66, dark);
        pen.polygon([x - 14, -15, x, -44, x + 14, -15], '#b23a48');
        pen.rect(x - 3, 2, 6, 12, '#33303a', { outline: false });
      }
      pen.line('M0 -18L0 -46', '#55504a', 2);
      pen.polygon([0, -46, 18, -40, 0, -34], '#e2b33c');
      pen.path('M-11 50L-11 28C-11 14 11 14 11 28L11 50Z', '#4a3222');
    },
  },
  {
    name: 'tent',
    plural: 'tents',
    colours: ['red', 'orange', 'yellow', 'blue', 'green', 'purple', 'turquoise'],
    habitats: ['ground', 'plain'],
    size: 0.85,
    draw(pen, colour) {
      pen.polygon([0, -32, 48, 50, -48, 50], colour);
      pen.polygon([0, -32, 16, 50, -16, 50], '#3a2f2b');
      pen.polygon([0, -32, -4, 50, -20, 50], lighter(colour, 0.3));
      pen.polygon([0, -32, 20, 50, 5, 50], lighter(colour, 0.2));
      pen.line('M0 -32L0 -40', '#6b4a2e', 3);
    },
  },
];
