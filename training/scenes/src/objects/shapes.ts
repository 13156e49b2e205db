import { brightColours } from '../colours.ts';
import type { Pen } from '../pen.ts';
import type { SceneObject } from '../types.ts';

/** The corners of a regular polygon, or of a star when `inner` is less than 1. */
function corners(count: number, radius: number, inner = 1): number[] {
  const points: number[] = [];
  const steps = inner < 1 ? count * 2 : count;
  for (let i = 0; i < steps; i++) {
    const angle = (i / steps) * 2 * Math.PI - Math.PI / 2;
    const r = inner < 1 && i % 2 === 1 ? radius * inner : radius;
    points.push(Math.cos(angle) * r, Math.sin(angle) * r);
  }
  return points;
}

type Draw = SceneObject['draw'];

const polygon =
  (count: number, inner?: number): Draw =>
  (pen, colour) =>
    pen.polygon(corners(count, 48, inner), colour);

function shape(name: string, turn: number, draw: Draw, synonyms: SceneObject['synonyms'] = []): SceneObject {
  const plural = name === 'cross' ? 'crosses' : `${name}s`;
  return { name, plural, synonyms, shape: true, turn, draw, habitats: ['plain'], colours: [...brightColours, 'brown', 'grey'] };
}

const ring = (pen: Pen, colour: Parameters<Draw>[1]): void =>
  pen.path(
    'M-46 0C-46 -25.4 -25.4 -46 0 -46C25.4 -46 46 -25.4 46 0C46 25.4 25.4 46 0 46C-25.4 46 -46 25.4 -46 0Z' +
      'M-26 0C-26 14.4 -14.4 26 0 26C14.4 26 26 14.4 26 0C26 -14.4 14.4 -26 0 -26C-14.4 -26 -26 -14.4 -26 0Z',
    colour,
  );

/** Flat shapes, drawn about the middle of their box. */
export const shapes: readonly SceneObject[] = [
  shape('circle', 0, (pen, colour) => pen.circle(0, 0, 46, colour), [['disc', 'discs']]),
  shape('square', 8, (pen, colour) => pen.rect(-42, -42, 84, 84, colour)),
  shape('triangle', 10, (pen, colour) => pen.polygon([0, -44, 48, 40, -48, 40], colour)),
  shape('star', 18, polygon(5, 0.42)),
  shape('heart', 10, (pen, colour) =>
    pen.path('M0 45C-20 25 -48 8 -48 -16C-48 -46 -10 -48 0 -22C10 -48 48 -46 48 -16C48 8 20 25 0 45Z', colour),
  ),
  shape('pentagon', 10, polygon(5)),
  shape('hexagon', 10, polygon(6)),
  shape('ring', 0, ring),
  shape('cross', 12, (pen, colour) =>
    pen.polygon([-16, -46, 16, -46, 16, -16, 46, -16, 46, 16, 16, 16, 16, 46, -16, 46, -16, 16, -46, 16, -46, -16, -16, -16], colour),
  ),
  shape('diamond', 6, (pen, colour) => pen.polygon([0, -48, 34, 0, 0, 48, -34, 0], colour)),
  shape('rectangle', 8, (pen, colour) => pen.rect(-48, -24, 96, 48, colour)),
  shape('oval', 12, (pen, colour) => pen.ellipse(0, 0, 48, 28, colour), [['ellipse', 'ellipses']]),
  shape('crescent', 14, (pen, colour) =>
    pen.path('M14 -46C-30 -44 -46 -18 -44 6C-42 34 -12 52 22 44C-2 36 -14 20 -14 -2C-14 -22 -2 -40 14 -46Z', colour),
  ),
  shape('arrow', 0, (pen, colour) => pen.polygon([-48, -14, 4, -14, 4, -38, 48, 0, 4, 38, 4, 14, -48, 14], colour)),
];
