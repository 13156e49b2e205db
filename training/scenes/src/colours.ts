import type { Random } from './random.ts';

/** A colour as `#rrggbb`. */
export type Hex = `#${string}`;

/** A colour a caption may name. */
export type ColourName =
  | 'red'
  | 'orange'
  | 'yellow'
  | 'green'
  | 'blue'
  | 'purple'
  | 'pink'
  | 'brown'
  | 'black'
  | 'white'
  | 'grey'
  | 'turquoise';

/** The colours by name, each in a few shades that a person would still call by that name. */
const shades: Record<ColourName, readonly Hex[]> = {
  red: ['#d9261c', '#e53935', '#c21f2b'],
  orange: ['#f5861f', '#fb8c00', '#ee7a12'],
  yellow: ['#fbd52a', '#ffe04a', '#f5c911'],
  green: ['#2f9e3d', '#43a047', '#268a35'],
  blue: ['#2458d3', '#1e6fe0', '#2f4fc4'],
  purple: ['#7b2fb0', '#8e44ad', '#6a2ca0'],
  pink: ['#f783b5', '#fb9ac4', '#f06fa8'],
  brown: ['#85512a', '#7a4a28', '#925c33'],
  black: ['#1e1e22', '#262626', '#161619'],
  white: ['#fbfbf8', '#f6f6f2', '#ffffff'],
  grey: ['#8b9097', '#979797', '#7d848c'],
  turquoise: ['#2ec4b6', '#1fb8b3', '#40d0c4'],
};

/** Every colour name. */
export const colourNames = Object.keys(shades) as ColourName[];

/** The colours that most objects may have. */
export const brightColours: readonly ColourName[] = [
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'turquoise',
  'white',
  'black',
];

/** One shade of the named colour. */
export function shadeOf(name: ColourName, rng: Random): Hex {
  const list = shades[name];
  return mix(rng.pick(list), rng.pick(list), rng.next());
}

/** The colour between two others: `amount` 0 is the first, 1 the second. */
export function mix(from: Hex, to: Hex, amount: number): Hex {
  if (amount <= 0) return from;
  const a = Number.parseInt(from.slice(1), 16);
  const b = Number.parseInt(to.slice(1), 16);
  let out = 0;
  for (const shift of [16, 8, 0]) {
    const x = (a >> shift) & 255;
    const y = (b >> shift) & 255;
    out |= Math.round(x + (y - x) * Math.min(1, amount)) << shift;
  }
  return `#${out.toString(16).padStart(6, '0')}`;
}

/** The colour made darker: 0 leaves it, 1 is black. */
export const darker = (colour: Hex, amount = 0.25): Hex => mix(colour, '#000000', amount);

/** The colour made lighter: 0 leaves it, 1 is white. */
export const lighter = (colour: Hex, amount = 0.35): Hex => mix(colour, '#ffffff', amount);

/** Perceived brightness, 0 (black) to 1 (white), by the weights of Rec. 601. */
export function brightness(colour: Hex): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return (0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255)) / 255;
}
