import { caption } from './captions.ts';
import { objectNamed } from './objects/index.ts';
import { placeNamed, places } from './places/index.ts';
import type { Random } from './random.ts';
import type { Facts, Time, Weather } from './types.ts';

/** Places of which a picture of one may also show the other, or be described by its words. */
const nearPlaces: readonly (readonly string[])[] = [
  ['sea', 'lighthouse coast', 'beach', 'lake', 'island', 'icebergs'],
  ['field', 'park', 'garden', 'farm', 'road', 'river', 'village', 'railway', 'bridge', 'snowy plain', 'mountains'],
  ['field', 'farm', 'wheat field', 'lavender field', 'sunflower field'],
  ['forest', 'park', 'lake', 'bridge', 'blossoming orchard', 'railway'],
  ['river', 'bridge', 'waterfall', 'lake'],
  ['desert', 'canyon'],
  ['room', 'carpet'],
];

/** Things that one word may name. */
const nearObjects: readonly (readonly string[])[] = [
  ['bird', 'duck', 'owl', 'penguin'],
  ['flower', 'tulip', 'vase'],
  ['house', 'castle', 'windmill', 'lighthouse'],
  ['circle', 'ring', 'oval'],
  ['square', 'diamond', 'rectangle'],
];

const together = (groups: readonly (readonly string[])[], a: string, b: string): boolean =>
  groups.some((group) => group.includes(a) && group.includes(b));

type Change = (facts: Facts, rng: Random) => Facts | undefined;

function withItem(facts: Facts, index: number, change: Partial<Facts['objects'][number]>): Facts {
  return { ...facts, objects: facts.objects.map((item, i) => (i === index ? { ...item, ...change } : item)) };
}

const otherColour: Change = (facts, rng) => {
  if (facts.objects.length === 0) return undefined;
  const index = rng.int(0, facts.objects.length - 1);
  const item = facts.objects[index]!;
  const used = new Set(facts.objects.map(({ colour }) => colour));
  const options = objectNamed(item.name).colours.filter((colour) => !used.has(colour));
  return options.length === 0 ? undefined : withItem(facts, index, { colour: rng.pick(options) });
};

const otherCount: Change = (facts, rng) => {
  if (facts.objects.length !== 1) return undefined;
  const { count } = facts.objects[0]!;
  return withItem(facts, 0, { count: rng.pick([2, 3, 4, 5, 6].filter((other) => other !== count && Math.abs(other - count) <= 2)) });
};

const otherPlace: Change = (facts, rng) => {
  if (facts.place === 'plain' || facts.place === 'table' || facts.place === 'room') return undefined;
  const options = places.filter(
    ({ name, zones, outdoors }) =>
      name !== facts.place &&
      outdoors === (facts.time !== undefined) &&
      (facts.habitat === undefined || zones[facts.habitat] !== undefined),
  );
  if (options.length === 0) return undefined;
  const { season, ...rest } = facts;
  const place = rng.pick(options);
  if (together(nearPlaces, place.name, facts.place)) return undefined;
  return season !== undefined && place.seasonal === true ? { ...rest, season, place: place.name } : { ...rest, place: place.name };
};

const otherTime: Change = (facts, rng) => {
  if (facts.time === undefined || facts.weather !== 'clear') return undefined;
  const options = (['sunrise', 'sunset', 'night'] as const satisfies readonly Time[]).filter(
    (time) => time !== facts.time && !(facts.time !== 'night' && facts.time !== 'day' && time !== 'night'),
  );
  return { ...facts, time: rng.pick(options) };
};

const otherWeather: Change = (facts, rng) => {
  if (facts.weather === undefined || facts.season === 'winter') return undefined;
  const options = (['rain', 'snow', 'fog', 'rainbow'] as const satisfies readonly Weather[]).filter(
    (weather) =>
      weather !== facts.weather && !(facts.weather === 'storm' && weather === 'rain') && !(weather === 'rainbow' && facts.time === 'night'),
  );
  return { ...facts, weather: rng.pick(options) };
};

const otherRelation: Change = (facts) => {
  const flipped = { 'left of': 'right of', 'right of': 'left of', above: 'below', below: 'above', inside: undefined } as const;
  const relation = facts.relation === undefined ? undefined : flipped[facts.relation];
  return relation === undefined ? undefined : { ...facts, relation };
};

const swappedColours: Change = (facts) => {
  const [a, b] = facts.objects;
  if (facts.relation === undefined || a === undefined || b === undefined || a.colour === b.colour) return undefined;
  return {
    ...facts,
    objects: [
      { ...a, colour: b.colour },
      { ...b, colour: a.colour },
    ],
  };
};

const otherSize: Change = (facts) => {
  const size = facts.objects[0]?.size;
  return size === undefined ? undefined : withItem(facts, 0, { size: size === 'small' ? 'large' : 'small' });
};

const otherObject: Change = (facts, rng) => {
  if (facts.objects.length === 0) return undefined;
  const index = rng.int(0, facts.objects.length - 1);
  const item = facts.objects[index]!;
  const taken = new Set(facts.objects.map(({ name }) => name));
  const names =
    facts.objects[0] && objectNamed(item.name).shape === true
      ? ['circle', 'square', 'triangle', 'star', 'heart', 'cross']
      : ['car', 'house', 'cat', 'bird', 'flower', 'cup', 'apple', 'umbrella', 'rocket', 'fish'];
  const held = facts.place === 'plain' ? [] : (placeNamed(facts.place).holds ?? []);
  const options = names.filter(
    (name) =>
      !taken.has(name) &&
      !held.includes(name) &&
      !together(nearObjects, name, item.name) &&
      objectNamed(name).colours.includes(item.colour),
  );
  return options.length === 0 ? undefined : withItem(facts, index, { name: rng.pick(options) });
};

/** Hard negatives: the plain caption with one thing changed, three to five of them, each false of the picture. */
export function contrast(facts: Facts, rng: Random): string[] {
  const changes = [
    otherColour,
    otherCount,
    otherPlace,
    otherTime,
    otherWeather,
    otherRelation,
    otherObject,
    otherSize,
    swappedColours,
    otherColour,
    otherCount,
    otherPlace,
    otherWeather,
  ];
  const found = new Set<string>();
  for (const change of [...changes.slice(0, 9), ...rng.shuffle(changes), ...changes]) {
    const changed = change(facts, rng);
    if (changed !== undefined) found.add(caption(changed));
  }
  found.delete(caption(facts));
  return rng.shuffle([...found]).slice(0, 5);
}
