import type { SceneObject } from '../types.ts';
import { animals } from './animals.ts';
import { buildings } from './buildings.ts';
import { farmAnimals } from './farm-animals.ts';
import { food } from './food.ts';
import { household } from './household.ts';
import { nature } from './nature.ts';
import { people } from './people.ts';
import { shapes } from './shapes.ts';
import { smallAnimals } from './small-animals.ts';
import { things } from './things.ts';
import { treats } from './treats.ts';
import { vehicles } from './vehicles.ts';
import { wildAnimals } from './wild-animals.ts';

/** Everything a caption can name and count. */
export const objects: readonly SceneObject[] = [
  ...shapes,
  ...vehicles,
  ...animals,
  ...farmAnimals,
  ...smallAnimals,
  ...wildAnimals,
  ...people,
  ...nature,
  ...buildings,
  ...food,
  ...treats,
  ...things,
  ...household,
];

const byName = new Map(objects.map((object) => [object.name, object]));

/** The object of that name; throws when there is none. */
export function objectNamed(name: string): SceneObject {
  const object = byName.get(name);
  if (object === undefined) throw new RangeError(`no object is called '${name}'`);
  return object;
}
