import type { Place } from '../types.ts';
import { fieldPlaces } from './fields.ts';
import { indoorPlaces } from './indoors.ts';
import { settledPlaces } from './settled.ts';
import { shorePlaces } from './shores.ts';
import { waterPlaces } from './water.ts';
import { wildPlaces } from './wild.ts';

/** Every background a caption can name. */
export const places: readonly Place[] = [...wildPlaces, ...waterPlaces, ...shorePlaces, ...fieldPlaces, ...settledPlaces, ...indoorPlaces];

const byName = new Map(places.map((place) => [place.name, place]));

/** The place of that name; throws when there is none. */
export function placeNamed(name: string): Place {
  const place = byName.get(name);
  if (place === undefined) throw new RangeError(`no place is called '${name}'`);
  return place;
}
