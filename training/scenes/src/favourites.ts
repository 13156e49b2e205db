import type { ColourName } from './colours.ts';
import type { Facts, Habitat, Season, StyleName, Time, Weather } from './types.ts';

/** Where and when: a place, the part of it where things are, and the sky. */
interface Setting {
  place: string;
  habitat: Habitat;
  style: StyleName;
  time?: Time;
  weather?: Weather;
  season?: Season;
}

function of(count: number, colour: ColourName, name: string, setting: Setting): Facts {
  return { kind: count === 1 ? 'object' : 'count', ...setting, objects: [{ name, colour, count }] };
}

const outside = (place: string, habitat: Habitat, style: StyleName, time: Time = 'day', weather: Weather = 'clear'): Setting => ({
  place,
  habitat,
  style,
  time,
  weather,
});

/** What people search for first; each is in the sample gallery. */
export const favourites: readonly Facts[] = [
  of(1, 'red', 'sailing boat', outside('sea', 'water', 'gradient', 'sunset')),
  of(1, 'orange', 'cat', outside('garden', 'ground', 'outlined')),
  of(1, 'white', 'snowman', outside('snowy plain', 'snow', 'flat', 'day', 'snow')),
  of(1, 'blue', 'sailing boat', outside('sea', 'water', 'flat')),
  of(1, 'red', 'car', outside('city', 'road', 'flat', 'night')),
  of(3, 'red', 'apple', { place: 'table', habitat: 'table', style: 'gradient' }),
  of(1, 'red', 'hot-air balloon', outside('mountains', 'sky', 'gradient', 'sunrise')),
  of(1, 'brown', 'dog', outside('beach', 'ground', 'outlined')),
  of(2, 'yellow', 'sailing boat', outside('sea', 'water', 'gradient', 'sunset')),
  of(1, 'blue', 'train', outside('railway', 'rails', 'outlined')),
  of(1, 'black', 'cat', { place: 'carpet', habitat: 'floor', style: 'flat' }),
  of(1, 'red', 'house', outside('field', 'ground', 'flat', 'day', 'rainbow')),
  of(5, 'pink', 'balloon', outside('sea', 'sky', 'gradient')),
  of(1, 'white', 'rocket', { place: 'space', habitat: 'space', style: 'gradient' }),
  of(1, 'yellow', 'umbrella', outside('park', 'ground', 'outlined', 'day', 'rain')),
  of(2, 'orange', 'fish', { place: 'underwater', habitat: 'underwater', style: 'flat' }),
  of(1, 'blue', 'cup', { place: 'table', habitat: 'table', style: 'sketched' }),
  of(1, 'green', 'bicycle', outside('road', 'road', 'flat')),
  of(1, 'white', 'sheep', outside('wheat field', 'ground', 'outlined')),
  of(1, 'red', 'flower', outside('forest', 'ground', 'gradient')),
];
