import { colourNames, type ColourName } from './colours.ts';
import { objects } from './objects/index.ts';
import { places } from './places/index.ts';
import type { Random } from './random.ts';
import type { Facts, Habitat, Place, Relation, SceneKind, SceneObject, Season, StyleName, Time, Weather } from './types.ts';

const shapes = objects.filter((object) => object.shape === true);
const things = objects.filter((object) => object.shape !== true && object.habitats.length > 0);

const styles: readonly (readonly [StyleName, number])[] = [
  ['flat', 26],
  ['gradient', 22],
  ['outlined', 20],
  ['sketched', 12],
  ['pastel', 8],
  ['hatched', 6],
  ['dotted', 6],
];

const kinds: readonly (readonly [SceneKind, number])[] = [
  ['shapes', 20],
  ['landscape', 20],
  ['object', 34],
  ['count', 14],
  ['pair', 12],
];

const weathers: readonly (readonly [Weather, number])[] = [
  ['clear', 58],
  ['cloudy', 9],
  ['rain', 9],
  ['snow', 9],
  ['fog', 5],
  ['storm', 4],
  ['rainbow', 6],
];

/** Background colours on which this colour stands out. */
function backgroundsFor(colours: readonly ColourName[]): ColourName[] {
  const near: Partial<Record<ColourName, readonly ColourName[]>> = {
    red: ['pink', 'orange', 'brown'],
    orange: ['red', 'yellow', 'brown'],
    yellow: ['white', 'orange'],
    green: ['turquoise'],
    blue: ['purple', 'turquoise', 'black'],
    purple: ['blue', 'pink', 'black'],
    pink: ['red', 'purple', 'white'],
    brown: ['red', 'orange', 'black'],
    black: ['brown', 'blue', 'purple'],
    white: ['yellow', 'grey', 'pink'],
    grey: ['white', 'turquoise'],
    turquoise: ['green', 'blue', 'grey'],
  };
  return colourNames.filter((name) => colours.every((colour) => colour !== name && !near[colour]?.includes(name)));
}

function sky(rng: Random, place: Place): Pick<Facts, 'time' | 'weather' | 'season'> {
  if (!place.outdoors) return {};
  const weather = rng.weighted(weathers.filter(([name]) => place.never?.includes(name) !== true));
  const times: readonly (readonly [Time, number])[] =
    weather === 'clear'
      ? [
          ['day', 4],
          ['sunrise', 2],
          ['sunset', 3],
          ['night', 3],
        ]
      : weather === 'rainbow'
        ? [['day', 1]]
        : weather === 'cloudy'
          ? [
              ['day', 3],
              ['sunset', 1],
            ]
          : [
              ['day', 3],
              ['night', 1],
            ];
  const time = rng.weighted(times);
  const season: Season | undefined =
    place.seasonal === true && (weather === 'clear' || weather === 'cloudy') && time !== 'night' && rng.chance(0.5)
      ? rng.pick(['spring', 'autumn', 'winter'] as const)
      : undefined;
  return season === undefined ? { time, weather } : { time, weather, season };
}

/** The colours of an object that can be seen in a place. */
function visibleColours(object: SceneObject, place: Place, conditions: Pick<Facts, 'time' | 'weather' | 'season'>): ColourName[] {
  if (object.distinct === true) return [...object.colours];
  const hidden = new Set<ColourName>(place.hides ?? []);
  if (conditions.time === 'night') for (const name of ['black', 'brown', 'blue', 'purple', 'grey'] as const) hidden.add(name);
  if (conditions.weather === 'snow' || conditions.weather === 'fog' || conditions.season === 'winter') hidden.add('white');
  if (conditions.weather === 'fog') hidden.add('grey');
  return object.colours.filter((name) => !hidden.has(name));
}

interface Setting {
  place: string;
  habitat: Habitat;
  conditions: Pick<Facts, 'time' | 'weather' | 'season' | 'background'>;
  candidates: readonly { object: SceneObject; colours: readonly ColourName[] }[];
}

/** A place with the objects that can be there; undefined when there are none. */
function setting(rng: Random, pool: readonly SceneObject[], plainShare: number): Setting | undefined {
  if (rng.chance(plainShare)) {
    const background = rng.pick(colourNames);
    const candidates = pool
      .filter((object) => object.habitats.includes('plain'))
      .map((object) => ({ object, colours: object.colours.filter((colour) => backgroundsFor([colour]).includes(background)) }));
    return {
      place: 'plain',
      habitat: 'plain',
      conditions: { background },
      candidates: candidates.filter(({ colours }) => colours.length > 0),
    };
  }
  // The object first, so that every kind of thing is as frequent as the next.
  const first = rng.pick(pool);
  const options = places.flatMap((place) =>
    (Object.keys(place.zones) as Habitat[])
      .filter((habitat) => first.habitats.includes(habitat) && place.holds?.includes(first.name) !== true)
      .map((habitat) => ({ place, habitat })),
  );
  if (options.length === 0) return undefined;
  const { place, habitat } = rng.pick(options);
  const conditions = sky(rng, place);
  const here = (object: SceneObject): boolean => object.habitats.includes(habitat) && place.holds?.includes(object.name) !== true;
  const candidates = [first, ...pool.filter((object) => object !== first && here(object))]
    .map((object) => ({ object, colours: visibleColours(object, place, conditions) }))
    .filter(({ colours }) => colours.length > 0);
  if (candidates[0]?.object !== first) return undefined;
  return { place: place.name, habitat, conditions, candidates };
}

function sized(item: Facts['objects'][number], rng: Random): Facts['objects'][number] {
  return rng.chance(0.4) ? { ...item, size: rng.pick(['small', 'large'] as const) } : item;
}

function shapesPlan(rng: Random): Pick<Facts, 'objects' | 'relation' | 'background'> {
  const background = rng.pick(colourNames);
  const colours = colourNames.filter((colour) => backgroundsFor([colour]).includes(background));
  const item = (count = 1): Facts['objects'][number] => ({ name: rng.pick(shapes).name, colour: rng.pick(colours), count });
  const form = rng.weighted([
    ['single', 3],
    ['count', 4],
    ['relation', 5],
    ['group', 3],
  ] as const);
  if (form === 'single') return { background, objects: [sized(item(), rng)] };
  if (form === 'count') return { background, objects: [item(rng.int(2, 6))] };
  const list = [item(), item()];
  if (form === 'group' && rng.chance(0.6)) list.push(item());
  if (form === 'group' && rng.chance(0.3)) list[0]!.count = 2;
  const same = new Set(list.map(({ name, colour }) => `${colour} ${name}`)).size < list.length;
  if (same) return { background, objects: [list[0]!] };
  if (form === 'group') return { background, objects: list };
  const relation: Relation = rng.pick(['left of', 'right of', 'above', 'below', 'inside']);
  if (relation === 'inside') {
    const outer = { ...list[1]!, name: rng.pick(['circle', 'square', 'ring', 'hexagon']) };
    const inner = {
      ...list[0]!,
      colour: rng.pick(backgroundsFor([outer.colour]).filter((c) => colours.includes(c) || outer.name !== 'ring')),
    };
    const seen = colours.filter((c) => backgroundsFor([outer.colour]).includes(c));
    if (outer.name === 'ring' && seen.length > 0) inner.colour = rng.pick(seen);
    return { background, relation, objects: [inner, outer] };
  }
  return { background, relation, objects: list };
}

/** What one picture shows, chosen at random; undefined when the choices do not go together. */
export function plan(rng: Random, wanted?: SceneKind): Facts | undefined {
  const kind = wanted ?? rng.weighted(kinds);
  const style = rng.weighted(styles);
  if (kind === 'shapes') return { kind, style, place: 'plain', habitat: 'plain', ...shapesPlan(rng) };
  if (kind === 'landscape') {
    const place = rng.pick(places.filter(({ outdoors, zones }) => outdoors || (zones.table === undefined && zones.floor === undefined)));
    return { kind, style, objects: [], place: place.name, ...sky(rng, place) };
  }
  const found = setting(rng, things, kind === 'object' ? 0.3 : 0.35);
  if (found === undefined) return undefined;
  const { place, habitat, conditions, candidates } = found;
  const choose = (index?: number): Facts['objects'][number] | undefined => {
    const chosen = index === undefined ? (candidates.length > 0 ? rng.pick(candidates) : undefined) : candidates[index];
    return chosen && { name: chosen.object.name, colour: rng.pick(chosen.colours), count: 1 };
  };
  const first = place === 'plain' ? choose() : choose(0);
  if (first === undefined) return undefined;
  const base = { kind, style, place, habitat, ...conditions };
  if (kind === 'object') return { ...base, objects: [place === 'plain' ? sized(first, rng) : first] };
  if (kind === 'count') return { ...base, objects: [{ ...first, count: rng.int(2, 5) }] };
  const second = choose();
  if (second === undefined || (second.name === first.name && second.colour === first.colour)) return undefined;
  return {
    ...base,
    objects: [first, second],
    relation: rng.pick(place === 'plain' ? (['left of', 'right of', 'above', 'below'] as const) : (['left of', 'right of'] as const)),
  };
}
