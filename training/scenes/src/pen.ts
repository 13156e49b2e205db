import { brightness, darker, lighter, mix, type Hex } from './colours.ts';
import type { Random } from './random.ts';

/** How a pen draws: what is the same for every line of one picture. */
export interface PenStyle {
  /** How a filled area looks. */
  fill: 'flat' | 'gradient' | 'hatched' | 'dotted' | 'pale';
  /** Width of the outline in local units; 0 for none. */
  outline: number;
  /** How far each point of a path may move, in local units; 0 for exact lines. */
  wobble: number;
  /** The light every colour is mixed with. */
  tint: Hex;
  /** How strongly, 0 to 1. */
  tintAmount: number;
}

/** Draws into one SVG. Coordinates are those of the current group; paths use absolute M L Q C Z only. */
export interface Pen {
  path(d: string, fill: Hex, options?: { opacity?: number; outline?: boolean }): void;
  /** A stroke without a fill. */
  line(d: string, colour: Hex, width: number, options?: { opacity?: number }): void;
  circle(x: number, y: number, radius: number, fill: Hex, options?: { opacity?: number; outline?: boolean }): void;
  ellipse(x: number, y: number, rx: number, ry: number, fill: Hex, options?: { opacity?: number; outline?: boolean }): void;
  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    fill: Hex,
    options?: { opacity?: number; outline?: boolean; radius?: number },
  ): void;
  polygon(points: readonly number[], fill: Hex, options?: { opacity?: number; outline?: boolean }): void;
  /** Draws inside a moved, scaled and turned (degrees) copy of the current coordinates. */
  at(x: number, y: number, scale: number, draw: () => void, options?: { turn?: number; flip?: boolean }): void;
  /** Adds definitions and returns their reference, `url(#…)`. */
  define(make: (id: string) => string): string;
  /** SVG text as it stands. */
  raw(svg: string): void;
  /** The colour under this pen's light. */
  lit(colour: Hex): Hex;
  /** A pen that writes to the same picture in another style. */
  with(style: Partial<PenStyle>): Pen;
}

/** What pens write to. */
export interface Sheet {
  defs: string[];
  body: string[];
}

/** A number with at most one decimal, as short as it can be. */
export const n = (value: number): string => String(Math.round(value * 10) / 10);

const k = 0.5523; // a quarter circle as one cubic curve

const ellipsePath = (x: number, y: number, rx: number, ry: number): string =>
  `M${n(x - rx)} ${n(y)}C${n(x - rx)} ${n(y - ry * k)} ${n(x - rx * k)} ${n(y - ry)} ${n(x)} ${n(y - ry)}` +
  `C${n(x + rx * k)} ${n(y - ry)} ${n(x + rx)} ${n(y - ry * k)} ${n(x + rx)} ${n(y)}` +
  `C${n(x + rx)} ${n(y + ry * k)} ${n(x + rx * k)} ${n(y + ry)} ${n(x)} ${n(y + ry)}` +
  `C${n(x - rx * k)} ${n(y + ry)} ${n(x - rx)} ${n(y + ry * k)} ${n(x - rx)} ${n(y)}Z`;

function gradient(colour: Hex): (id: string) => string {
  const top = brightness(colour) > 0.9 ? colour : lighter(colour, 0.3);
  const bottom = darker(colour, 0.22);
  return (id) =>
    `<linearGradient id="${id}" x2=".4" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`;
}

function pattern(colour: Hex, kind: 'hatched' | 'dotted'): (id: string) => string {
  const mark = brightness(colour) > 0.25 ? darker(colour, 0.22) : lighter(colour, 0.25);
  const marks =
    kind === 'hatched' ? `<path d="M0 8L8 0" stroke="${mark}" stroke-width="1.6"/>` : `<circle cx="4" cy="4" r="1.7" fill="${mark}"/>`;
  return (id) =>
    `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="${colour}"/>${marks}</pattern>`;
}

const opacity = (value: number | undefined): string =>
  value === undefined || value >= 1 ? '' : ` opacity="${Math.round(value * 100) / 100}"`;

/** A pen for the sheet; `rng` moves points when the style wobbles. */
export function createPen(sheet: Sheet, rng: Random, style: PenStyle, known: Map<string, string> = new Map()): Pen {
  const lit = (colour: Hex): Hex => mix(colour, style.tint, style.tintAmount);

  const define = (make: (id: string) => string): string => {
    const key = make('');
    let id = known.get(key);
    if (id === undefined) {
      id = `d${known.size}`;
      known.set(key, id);
      sheet.defs.push(make(id));
    }
    return `url(#${id})`;
  };

  const fillOf = (colour: Hex): string => {
    const shown = lit(style.fill === 'pale' ? lighter(colour, 0.2) : colour);
    if (style.fill === 'gradient') return define(gradient(shown));
    if (style.fill === 'hatched' || style.fill === 'dotted') return define(pattern(shown, style.fill));
    return shown;
  };

  const outlineOf = (colour: Hex): string => {
    const dark = brightness(colour) < 0.2 ? lighter(colour, 0.35) : darker(colour, style.outline >= 2.5 ? 0.8 : 0.5);
    return ` stroke="${lit(dark)}" stroke-width="${n(style.outline)}" stroke-linejoin="round"`;
  };

  const wobbled = (d: string): string =>
    style.wobble === 0 ? d : d.replaceAll(/-?\d+(?:\.\d+)?/g, (value) => ` ${n(Number(value) + rng.range(-style.wobble, style.wobble))}`);

  const element = (head: string, fill: Hex, options: { opacity?: number; outline?: boolean } = {}): void => {
    const outline = style.outline > 0 && options.outline !== false ? outlineOf(fill) : '';
    sheet.body.push(`<${head} fill="${fillOf(fill)}"${outline}${opacity(options.opacity)}/>`);
  };

  const pen: Pen = {
    lit,
    define,
    raw: (svg) => void sheet.body.push(svg),
    with: (changes) => createPen(sheet, rng, { ...style, ...changes }, known),
    path: (d, fill, options) => element(`path d="${wobbled(d)}"`, fill, options),
    line(d, colour, width, options = {}) {
      sheet.body.push(
        `<path d="${wobbled(d)}" fill="none" stroke="${lit(colour)}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${opacity(options.opacity)}/>`,
      );
    },
    circle: (x, y, radius, fill, options) => pen.ellipse(x, y, radius, radius, fill, options),
    ellipse(x, y, rx, ry, fill, options) {
      if (style.wobble > 0) pen.path(ellipsePath(x, y, rx, ry), fill, options);
      else element(`ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}"`, fill, options);
    },
    rect(x, y, width, height, fill, options = {}) {
      const r = options.radius ?? 0;
      if (style.wobble > 0 && r === 0) pen.polygon([x, y, x + width, y, x + width, y + height, x, y + height], fill, options);
      else element(`rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"${r > 0 ? ` rx="${n(r)}"` : ''}`, fill, options);
    },
    polygon(points, fill, options) {
      let d = '';
      for (let i = 0; i < points.length; i += 2) d += `${i === 0 ? 'M' : 'L'}${n(points[i]!)} ${n(points[i + 1]!)}`;
      pen.path(`${d}Z`, fill, options);
    },
    at(x, y, scale, draw, options = {}) {
      const turn = options.turn === undefined || options.turn === 0 ? '' : ` rotate(${n(options.turn)})`;
      const size = Math.round(scale * 1000) / 1000;
      sheet.body.push(`<g transform="translate(${n(x)} ${n(y)})${turn} scale(${options.flip === true ? -size : size} ${size})">`);
      draw();
      sheet.body.push('</g>');
    },
  };
  return pen;
}
