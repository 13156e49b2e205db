import { mix, type Hex } from './colours.ts';
import { n } from './pen.ts';
import type { Surroundings, Time, Weather } from './types.ts';

/** The light of a time of day. */
interface Light {
  /** Sky from the top to the horizon; one list is picked. */
  skies: readonly (readonly Hex[])[];
  tint: Hex;
  /** How strongly the ground takes the tint; objects take a third of it. */
  amount: number;
}

const lights: Record<Time, Light> = {
  sunrise: {
    skies: [
      ['#8db7ee', '#f6cfe0', '#fff0b8'],
      ['#a9c6f2', '#ffd3c2', '#fff3c9'],
      ['#b7b9ee', '#fcd0d8', '#fdeeb0'],
    ],
    tint: '#ffd9c8',
    amount: 0.22,
  },
  day: {
    skies: [
      ['#3f9be6', '#c9ebff'],
      ['#5ab4f0', '#e2f4ff'],
      ['#2f86d6', '#a8dafa'],
    ],
    tint: '#fff8e0',
    amount: 0.04,
  },
  sunset: {
    skies: [
      ['#4b3179', '#d8513f', '#ffad3d'],
      ['#6a2f63', '#e9622f', '#ffc04f'],
      ['#35386f', '#c2455a', '#ff8f3a'],
    ],
    tint: '#7a2418',
    amount: 0.34,
  },
  night: {
    skies: [
      ['#050a22', '#1b2960'],
      ['#080820', '#2a2258'],
      ['#03101f', '#12365a'],
    ],
    tint: '#081034',
    amount: 0.6,
  },
};

const dull: Partial<Record<Weather, readonly [Hex, number]>> = {
  cloudy: ['#aab4c0', 0.45],
  rain: ['#6f7b8a', 0.7],
  snow: ['#c6ced8', 0.75],
  fog: ['#d5dadd', 0.7],
  storm: ['#353b4c', 0.8],
};

/** The tint and its strength for a time and weather: what pens are given. */
export function lightOf(time: Time, weather: Weather): { tint: Hex; amount: number } {
  const { tint, amount } = lights[time];
  const grey = dull[weather];
  if (grey === undefined || weather === 'cloudy') return { tint, amount };
  return { tint: mix(tint, mix(grey[0], '#000000', time === 'night' ? 0.7 : 0), 0.6), amount: Math.max(amount, grey[1] * 0.35) };
}

function cloud({ pen, rng }: Surroundings, x: number, y: number, size: number, colour: Hex, opacity: number): void {
  pen.at(x, y, size, () => {
    pen.raw(`<g opacity="${n(opacity)}">`);
    pen.ellipse(0, 4, 34, 10, colour);
    pen.circle(-14, -2, 11, colour);
    pen.circle(4, -8, rng.range(12, 16), colour);
    pen.circle(18, 0, 10, colour);
    pen.raw('</g>');
  });
}

function sun({ pen, rng }: Surroundings, x: number, y: number, radius: number, colour: Hex): void {
  pen.circle(x, y, radius * rng.range(1.5, 2), mix(colour, '#ffffff', 0.3), { opacity: 0.3 });
  pen.circle(x, y, radius, colour);
}

/** Draws the sky down to the horizon (of 256) with sun or moon, stars and clouds. */
export function drawSky(surroundings: Surroundings, horizon: number): void {
  const { rng, time, weather } = surroundings;
  const pen = surroundings.pen.with({ tintAmount: 0, outline: 0, fill: 'flat', wobble: 0 });
  const here = { ...surroundings, pen };
  const grey = dull[weather];
  const greyed = (colour: Hex): Hex =>
    grey === undefined ? colour : mix(colour, mix(grey[0], '#04060f', time === 'night' ? 0.7 : 0), grey[1]);
  const stops = rng.pick(lights[time].skies).map(greyed);
  const fill = pen.define(
    (id) =>
      `<linearGradient id="${id}" x2="0" y2="1">${stops.map((stop, i) => `<stop offset="${n(i / (stops.length - 1))}" stop-color="${stop}"/>`).join('')}</linearGradient>`,
  );
  // Below the horizon the last colour goes on, so that no ground leaves a gap.
  pen.raw(`<rect width="256" height="256" fill="${stops.at(-1)!}"/><rect width="256" height="${n(horizon + 4)}" fill="${fill}"/>`);

  const open = weather === 'clear' || weather === 'rainbow' || weather === 'cloudy';
  const x = rng.range(30, 226);
  if (time === 'night' && weather !== 'rain' && weather !== 'storm' && weather !== 'fog') {
    const count = weather === 'clear' ? rng.int(25, 60) : 10;
    for (let i = 0; i < count; i++) pen.circle(rng.range(0, 256), rng.range(0, horizon), rng.range(0.6, 1.8), '#fff7d6');
    const y = rng.range(24, Math.min(70, horizon * 0.5));
    const radius = rng.range(11, 19);
    if (rng.chance(0.5)) sun(here, x, y, radius, '#f7f0cf');
    else {
      pen.at(x, y, radius / 46, () =>
        pen.path('M14 -46C-30 -44 -46 -18 -44 6C-42 34 -12 52 22 44C-2 36 -14 20 -14 -2C-14 -22 -2 -40 14 -46Z', '#f7f0cf'),
      );
    }
  } else if (open && time === 'day' && weather !== 'cloudy')
    sun(here, x, rng.range(22, Math.min(60, horizon * 0.45)), rng.range(11, 18), '#ffe45c');
  else if (open && time === 'sunrise') sun(here, x, horizon - rng.range(4, 26), rng.range(12, 18), '#fff2a6');
  else if (open && time === 'sunset') sun(here, x, horizon - rng.range(0, 26), rng.range(16, 26), '#ff6a2a');

  const white = time === 'night' ? '#46507c' : time === 'sunset' ? '#f39a78' : time === 'sunrise' ? '#fff1ea' : '#ffffff';
  if (weather === 'cloudy' || weather === 'rain' || weather === 'storm') {
    const base =
      weather === 'cloudy'
        ? mix(white, '#c3ccd6', 0.5)
        : mix(time === 'night' ? '#1e2438' : '#5a6472', '#2b3040', weather === 'storm' ? 0.7 : 0);
    for (let i = 0; i < 7; i++)
      cloud(here, (i + rng.range(0.1, 0.9)) * 37, rng.range(14, Math.max(30, horizon * 0.4)), rng.range(0.9, 1.6), base, 0.9);
  } else if (weather !== 'snow' && weather !== 'fog' && time !== 'night') {
    for (let i = rng.int(0, 3); i > 0; i--) cloud(here, rng.range(20, 236), rng.range(16, horizon * 0.55), rng.range(0.4, 0.9), white, 0.8);
  }
  if (weather === 'rainbow') {
    const [cx, radius] = [rng.range(90, 166), rng.range(96, 120)];
    for (const [i, colour] of (['#e8453c', '#f59a2f', '#f7e04a', '#4fb85a', '#4a7fe0', '#8a4fc4'] as const).entries()) {
      const r = radius - i * 5;
      pen.line(
        `M${n(cx - r)} ${n(horizon + 4)}C${n(cx - r)} ${n(horizon - r * 1.1)} ${n(cx + r)} ${n(horizon - r * 1.1)} ${n(cx + r)} ${n(horizon + 4)}`,
        colour,
        5.2,
        { opacity: 0.8 },
      );
    }
  }
  if (weather === 'storm') {
    for (let i = rng.int(1, 2); i > 0; i--) {
      pen.at(rng.range(40, 216), rng.range(30, 50), rng.range(0.8, 1.2), () =>
        pen.polygon([0, 0, 14, 0, 6, 26, 16, 26, -6, 66, 0, 36, -10, 36], '#fff27a'),
      );
    }
  }
}

/** Draws what falls or hangs in the air, in front of everything. */
export function drawWeather({ pen, rng, weather, time }: Surroundings): void {
  const air = pen.with({ tintAmount: 0, outline: 0, fill: 'flat', wobble: 0 });
  if (weather === 'rain' || weather === 'storm') {
    const slant = rng.range(-5, 5);
    let d = '';
    for (let i = 0; i < 70; i++) {
      const [x, y] = [rng.range(0, 256), rng.range(0, 256)];
      d += `M${n(x)} ${n(y)}L${n(x + slant)} ${n(y + 15)}`;
    }
    air.line(d, '#d8ebff', 1.8, { opacity: 0.75 });
  } else if (weather === 'snow') {
    let d = '';
    for (let i = 0; i < 75; i++) d += `M${n(rng.range(0, 256))} ${n(rng.range(0, 256))}l0 .1`;
    air.line(d, '#ffffff', rng.range(4, 6), { opacity: 0.95 });
  } else if (weather === 'fog') {
    const colour: Hex = time === 'night' ? '#4a5068' : '#e6eaec';
    air.raw(`<rect width="256" height="256" fill="${colour}" opacity=".4"/>`);
    for (let i = 0; i < 4; i++)
      air.ellipse(rng.range(0, 256), rng.range(60, 220), rng.range(90, 150), rng.range(8, 18), colour, { opacity: 0.45 });
  }
}
