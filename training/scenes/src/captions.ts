import { objectNamed } from './objects/index.ts';
import { placeNamed } from './places/index.ts';
import type { Random } from './random.ts';
import type { Facts } from './types.ts';

const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];

/** The noun phrase with its article. */
export const withArticle = (phrase: string): string => `${/^[aeiou]/.test(phrase) ? 'an' : 'a'} ${phrase}`;

const times = {
  sunrise: ['at sunrise', 'in the early morning'],
  day: ['by day', 'in daylight'],
  sunset: ['at sunset', 'in the evening'],
  night: ['at night', 'under the stars'],
} as const;
const weathers = {
  clear: [],
  cloudy: ['under a cloudy sky', 'with many clouds'],
  rain: ['in the rain', 'on a rainy day'],
  snow: ['in falling snow', 'while it snows'],
  fog: ['in the fog', 'in thick fog'],
  storm: ['in a thunderstorm', 'with lightning in the sky'],
  rainbow: ['under a rainbow', 'with a rainbow'],
} as const;
const seasons = { spring: ['in spring'], autumn: ['in autumn', 'in fall'], winter: ['in winter'] } as const;

/** Words for the drawing styles, each true of every drawing in the style. */
const media: Record<Facts['style'], readonly string[]> = {
  flat: ['a flat illustration of', 'a clip art picture of', 'a simple illustration of'],
  gradient: ['a shaded illustration of', 'a smooth digital drawing of'],
  outlined: ['a cartoon of', 'an outlined drawing of'],
  sketched: ['a hand-drawn picture of', 'a sketch of'],
  pastel: ['a pastel drawing of', 'a soft drawing of'],
  hatched: ['a hatched drawing of', 'a drawing with hatching of'],
  dotted: ['a dotted drawing of', 'a pop art picture of'],
};

interface Words {
  /** Uses other true names and phrases where there are any. */
  vary?: Random;
  colour?: boolean;
  count?: boolean;
}

function thing(item: Facts['objects'][number], { vary, colour = true, count = true }: Words = {}): string {
  const object = objectNamed(item.name);
  const names = [[object.name, object.plural] as const, ...(object.synonyms ?? [])];
  const [one, many] = vary === undefined ? names[0]! : vary.pick(names);
  const name = item.count === 1 ? one : many;
  const tone = vary !== undefined && item.colour === 'grey' && vary.chance(0.5) ? 'gray' : item.colour;
  const painted = object.phrase?.[item.count === 1 ? 0 : 1].replace('{colour}', tone) ?? `${tone} ${name}`;
  const large = vary === undefined ? 'large' : vary.pick(['large', 'big']);
  const size =
    item.size === undefined || (vary !== undefined && vary.chance(0.4))
      ? ''
      : `${item.size === 'large' ? large : vary === undefined ? 'small' : vary.pick(['small', 'little'])} `;
  const words = `${size}${colour ? painted : name}`;
  if (item.count === 1) return withArticle(words);
  return count ? `${numbers[item.count]} ${words}` : words;
}

/** The things in the picture, in words. */
export function things(facts: Facts, words: Words = {}): string {
  const list = facts.objects.map((item) => thing(item, words));
  if (facts.relation !== undefined && list.length === 2) return `${list[0]} ${facts.relation} ${list[1]}`;
  return list.length < 2 ? (list[0] ?? '') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}

/** Where the things are, in words; empty when there is nothing to say. */
export function where(facts: Facts): string {
  if (facts.place === 'plain') return facts.background === undefined ? '' : `on ${withArticle(`${facts.background} background`)}`;
  return facts.habitat === undefined ? '' : (placeNamed(facts.place).zones[facts.habitat]?.phrase ?? '');
}

/** Season, weather and time of day, in words; a clear day is not mentioned. */
export function conditions(facts: Facts, vary?: Random): string {
  const say = (phrases: readonly string[]): string => (phrases.length === 0 ? '' : vary === undefined ? phrases[0]! : vary.pick(phrases));
  const parts = [
    facts.season === undefined ? '' : say(seasons[facts.season]),
    // On a rainy night, `on a rainy day` would be false.
    facts.weather === undefined ? '' : facts.time === 'night' ? (weathers[facts.weather][0] ?? '') : say(weathers[facts.weather]),
    facts.time === undefined || facts.time === 'day'
      ? ''
      : facts.time === 'night' && facts.weather !== 'clear'
        ? 'at night'
        : say(times[facts.time]),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

const join = (...parts: string[]): string => parts.filter((part) => part !== '').join(' ');

/** The plain, full caption: everything the facts say, in one wording. */
export function caption(facts: Facts): string {
  if (facts.objects.length === 0) return join(placeNamed(facts.place).landscape[0]!, conditions(facts));
  return join(things(facts), where(facts), conditions(facts));
}

/** The plain caption, then three to five others of different length and wording, all true of the facts. */
export function captions(facts: Facts, rng: Random): string[] {
  const full = caption(facts);
  const more: string[] = [];
  const medium = rng.pick(media[facts.style]);
  if (facts.objects.length === 0) {
    const place = placeNamed(facts.place);
    const name = rng.pick(place.landscape);
    const air = conditions(facts, rng);
    more.push(
      join(name, air),
      name,
      join(medium, rng.pick(place.landscape), conditions(facts, rng)),
      join('a picture of', rng.pick(place.landscape), air),
      join('a landscape with', name, air),
      facts.time === 'day' && facts.weather === 'clear' ? join(name, 'on a sunny day') : join('a view of', name, conditions(facts, rng)),
      facts.time === 'night'
        ? join('night over', name)
        : facts.time === 'sunset'
          ? join('sunset over', name)
          : facts.time === 'sunrise'
            ? join('sunrise over', name)
            : join('the view:', name),
    );
  } else {
    const place = where(facts);
    const air = conditions(facts, rng);
    const varied = things(facts, { vary: rng });
    const flipped: Partial<Record<NonNullable<Facts['relation']>, string>> = {
      'left of': 'right of',
      'right of': 'left of',
      above: 'below',
      below: 'above',
    };
    more.push(
      join(varied, place, air),
      varied,
      join(medium, varied),
      join('a picture of', things(facts, { vary: rng }), rng.chance(0.5) ? place : ''),
      join(things(facts, { vary: rng, colour: false }), place),
      join(medium, things(facts, { vary: rng }), place, conditions(facts, rng)),
    );
    if (facts.place !== 'plain' || facts.background !== undefined) more.push(join(place, rng.chance(0.5) ? air : '').concat(': ', varied));
    const total = facts.objects[0]!;
    if (facts.objects.length === 1) more.push(join('there', total.count === 1 ? 'is' : 'are', varied, place));
    if (facts.objects.length === 1 && total.count > 1) more.push(things(facts, { vary: rng, count: false }), join('exactly', varied));
    if (facts.objects.length === 2 && facts.relation !== undefined) {
      const [a, b] = facts.objects as [Facts['objects'][number], Facts['objects'][number]];
      const other = flipped[facts.relation];
      more.push(
        other === undefined ? `${thing(b)} with ${thing(a)} inside` : `${thing(b)} ${other} ${thing(a)}`,
        `${thing(a, { vary: rng })} and ${thing(b, { vary: rng })}`,
      );
      if (facts.relation === 'left of' || facts.relation === 'right of')
        more.push(join(thing(a, { vary: rng }), 'next to', thing(b, { vary: rng }), place));
    }
  }
  const others = [...new Set(more)].filter((text) => text !== full);
  return [full, ...rng.shuffle(others).slice(0, rng.int(3, 5))];
}
