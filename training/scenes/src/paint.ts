import { darker, lighter, mix, shadeOf, type Hex } from './colours.ts';
import { layout, type Placed } from './layout.ts';
import { objectNamed } from './objects/index.ts';
import { createPen, n, type Pen, type PenStyle, type Sheet } from './pen.ts';
import { placeNamed } from './places/index.ts';
import { random, type Random } from './random.ts';
import { drawSky, drawWeather, lightOf } from './sky.ts';
import type { Facts, Place, StyleName, Surroundings } from './types.ts';

const styles: Record<StyleName, Omit<PenStyle, 'tint' | 'tintAmount'>> = {
  flat: { fill: 'flat', outline: 0, wobble: 0 },
  gradient: { fill: 'gradient', outline: 0, wobble: 0 },
  outlined: { fill: 'flat', outline: 2.6, wobble: 0 },
  sketched: { fill: 'flat', outline: 1.8, wobble: 1.1 },
  pastel: { fill: 'pale', outline: 1.2, wobble: 0.4 },
  hatched: { fill: 'hatched', outline: 1.4, wobble: 0 },
  dotted: { fill: 'dotted', outline: 1, wobble: 0 },
};

/** A background of one colour, with a faint pattern of the same colour. */
function drawPlain(pen: Pen, colour: Hex, rng: Random): void {
  const light = lighter(colour, 0.22);
  const dark = darker(colour, 0.1);
  const fill = rng.weighted([
    ['flat', 5],
    ['linear', 4],
    ['radial', 4],
    ['stripes', 2],
    ['dots', 2],
    ['blobs', 3],
  ] as const);
  let paint: string = colour;
  if (fill === 'linear') {
    const [x, y] = rng.pick([
      [0, 1],
      [1, 1],
      [1, 0],
    ] as const);
    paint = pen.define(
      (id) =>
        `<linearGradient id="${id}" x2="${x}" y2="${y}"><stop stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></linearGradient>`,
    );
  } else if (fill === 'radial') {
    paint = pen.define(
      (id) => `<radialGradient id="${id}"><stop stop-color="${light}"/><stop offset="1" stop-color="${dark}"/></radialGradient>`,
    );
  } else if (fill === 'stripes' || fill === 'dots') {
    const step = rng.int(14, 30);
    const faint = rng.chance(0.5) ? lighter(colour, 0.14) : darker(colour, 0.07);
    const mark =
      fill === 'dots'
        ? `<circle cx="${step / 2}" cy="${step / 2}" r="${n(step / 5)}" fill="${faint}"/>`
        : `<rect width="${step / 2}" height="${step}" fill="${faint}"/>`;
    const turn = rng.pick([0, 45, 90, 30]);
    paint = pen.define(
      (id) =>
        `<pattern id="${id}" width="${step}" height="${step}" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})"><rect width="${step}" height="${step}" fill="${colour}"/>${mark}</pattern>`,
    );
  }
  pen.raw(`<rect width="256" height="256" fill="${paint}"/>`);
  if (fill === 'blobs') {
    for (let i = rng.int(3, 7); i > 0; i--) {
      pen
        .with({ outline: 0, fill: 'flat' })
        .ellipse(
          rng.range(0, 256),
          rng.range(0, 256),
          rng.range(20, 70),
          rng.range(20, 70),
          rng.chance(0.5) ? lighter(colour, 0.12) : darker(colour, 0.06),
        );
    }
  }
}

/** Small specks over everything, as of paper. */
function drawGrain(pen: Pen, rng: Random): void {
  let d = '';
  for (let i = 0; i < 110; i++) d += `M${n(rng.range(0, 256))} ${n(rng.range(0, 256))}l.1 0`;
  pen
    .with({ tintAmount: 0, wobble: 0 })
    .line(d, rng.chance(0.5) ? '#ffffff' : '#000000', rng.range(1, 2), { opacity: rng.range(0.12, 0.3) });
}

/** Which part of the place is shown, so that pictures of one place differ; undefined for all of it. */
function frame(place: Place, facts: Facts, placed: readonly Placed[], rng: Random): { x: number; y: number; zoom: number } | undefined {
  if (place.whole === true || facts.weather === 'rainbow' || facts.weather === 'storm') return undefined;
  const zoom = Math.round(rng.range(1, placed.length === 0 ? 1.22 : 1.5) * 100) / 100;
  const seen = 256 / zoom;
  const span = (axis: 'x' | 'y'): [number, number] => {
    const low = Math.min(...placed.map((thing) => thing[axis] - thing.scale * 54));
    const high = Math.max(...placed.map((thing) => thing[axis] + thing.scale * 54));
    return placed.length === 0 ? [0, 256 - seen] : [Math.max(0, high - seen), Math.min(256 - seen, low)];
  };
  const [x, y] = [span('x'), span('y')];
  // What stands must keep some of its place around it, so a picture that cannot be cut is left whole.
  return x[0] > x[1] || y[0] > y[1] ? undefined : { zoom, x: rng.range(...x), y: rng.range(...y) };
}

/** Things of another size, standing on the same spot. */
function scaled(placed: readonly Placed[], scale: number): Placed[] {
  return placed.map((thing) => ({ ...thing, scale: thing.scale * scale, y: thing.y + 50 * thing.scale * (1 - scale) }));
}

/**
 * Draws the picture of the facts: an SVG of 256 × 256 user units. The seed chooses everything the facts leave open.
 * @param scale of its things beside their usual size; all of the place is shown where it is not 1
 */
export function paint(facts: Facts, seed: number, scale: number = 1): string {
  const rng = random(seed, 'paint');
  const sheet: Sheet = { defs: [], body: [] };
  const light = facts.time === undefined ? { tint: '#ffffff' as const, amount: 0 } : lightOf(facts.time, facts.weather ?? 'clear');
  const style = styles[facts.style];
  const objectPen = createPen(sheet, rng, { ...style, tint: light.tint, tintAmount: light.amount / 3 });
  const sketchy = facts.style === 'sketched' || facts.style === 'pastel';
  const groundFill = style.fill === 'gradient' || style.fill === 'pale' ? style.fill : 'flat';
  const pen = objectPen.with({ tintAmount: light.amount, fill: groundFill, outline: facts.style === 'outlined' ? 1.2 : sketchy ? 0.9 : 0 });

  const place = facts.place === 'plain' ? undefined : placeNamed(facts.place);
  const surroundings: Surroundings = {
    pen,
    rng,
    time: facts.time ?? 'day',
    weather: facts.weather ?? 'clear',
    ...(facts.season === undefined ? {} : { season: facts.season }),
  };
  const placed = scale === 1 ? layout(facts, rng) : scaled(layout(facts, rng), scale);
  const camera = place === undefined || scale !== 1 ? undefined : frame(place, facts, placed, rng);
  if (camera !== undefined) sheet.body.push(`<g transform="scale(${camera.zoom}) translate(${n(-camera.x)} ${n(-camera.y)})">`);
  if (place === undefined) drawPlain(objectPen, shadeOf(facts.background ?? 'white', rng), rng);
  else {
    if (place.outdoors) drawSky(surroundings, place.horizon ?? 150);
    place.draw(surroundings);
  }

  const shadows = rng.chance(0.75) && facts.habitat !== 'water';
  const stands =
    facts.habitat === 'ground' ||
    facts.habitat === 'snow' ||
    facts.habitat === 'road' ||
    facts.habitat === 'rails' ||
    facts.habitat === 'table' ||
    facts.habitat === 'floor';
  const onPlain = facts.kind !== 'shapes' && facts.habitat === 'plain' && rng.chance(0.25);
  const colours = facts.objects.map(({ colour }) => shadeOf(colour, rng));
  for (const { item, x, y, scale } of placed) {
    const object = objectNamed(facts.objects[item]!.name);
    const colour = mix(colours[item]!, '#808080', rng.range(0, 0.04));
    const turn = object.turn === undefined || stands ? 0 : rng.range(-object.turn, object.turn);
    // Only a circle may turn inside a shape without touching it.
    const calm = facts.relation === 'inside' ? 0 : turn;
    if (shadows && (stands || onPlain)) {
      const shadow: Hex = place === undefined ? darker(shadeOf(facts.background ?? 'white', rng), 0.35) : '#101018';
      pen.with({ outline: 0, fill: 'flat', wobble: 0 }).ellipse(x, y + scale * 49, scale * 44, scale * 7, shadow, { opacity: 0.28 });
    }
    objectPen.at(x, y, scale, () => object.draw(objectPen, colour, rng), {
      turn: calm,
      flip: object.shape !== true && object.mirrored !== false && rng.chance(0.5),
    });
    if (facts.habitat === 'water')
      pen.line(
        `M${n(x - scale * 52)} ${n(y + scale * 49)}C${n(x - scale * 20)} ${n(y + scale * 54)} ${n(x + scale * 20)} ${n(y + scale * 44)} ${n(x + scale * 52)} ${n(y + scale * 50)}`,
        '#d8f0ff',
        3,
        { opacity: 0.8 },
      );
  }
  if (place?.outdoors === true) drawWeather(surroundings);
  if (camera !== undefined) sheet.body.push('</g>');
  if (rng.chance(0.2)) drawGrain(pen, rng);
  const defs = sheet.defs.length > 0 ? `<defs>${sheet.defs.join('')}</defs>` : '';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="256" height="256">${defs}${sheet.body.join('')}</svg>`;
}
