import type { ColourName, Hex } from './colours.ts';
import type { Pen } from './pen.ts';
import type { Random } from './random.ts';

/** What a picture is about. */
export type SceneKind = 'shapes' | 'landscape' | 'object' | 'count' | 'pair';

/** Where in a place a thing can be. `plain` is a background of one colour. */
export type Habitat = 'plain' | 'ground' | 'snow' | 'road' | 'rails' | 'water' | 'underwater' | 'sky' | 'space' | 'table' | 'floor';

/** The time of day, seen in the sky and the light. */
export type Time = 'sunrise' | 'day' | 'sunset' | 'night';

/** The weather, seen in the sky; `clear` is never named in a caption. */
export type Weather = 'clear' | 'cloudy' | 'rain' | 'snow' | 'fog' | 'storm' | 'rainbow';

/** The season, seen in leaves and ground. */
export type Season = 'spring' | 'autumn' | 'winter';

/** How the picture is drawn. */
export type StyleName = 'flat' | 'outlined' | 'gradient' | 'hatched' | 'dotted' | 'sketched' | 'pastel';

/** Where the first object stands as seen from the second. */
export type Relation = 'left of' | 'right of' | 'above' | 'below' | 'inside';

/** How large a lone thing is beside the picture; left out when neither. */
export type Size = 'small' | 'large';

/** A thing a caption can name. Drawn in a box from -50 to 50 in both directions, y down, standing on y = 50. */
export interface SceneObject {
  name: string;
  plural: string;
  /** Other names that are true of every drawing of it, `[singular, plural]`. */
  synonyms?: readonly (readonly [string, string])[];
  /** Puts the colour elsewhere than before the name: `['person in a {colour} coat', 'people in {colour} coats']`. */
  phrase?: readonly [string, string];
  /** Seen before any background, so that no place hides its colours. */
  distinct?: boolean;
  /** A shape such as a circle, or a thing. */
  shape?: boolean;
  colours: readonly ColourName[];
  habitats: readonly Habitat[];
  /** Size beside others; 1 unless given. */
  size?: number;
  /** How far it may be turned, in degrees to either side; 0 unless given. */
  turn?: number;
  /** May be mirrored; true unless given as false. */
  mirrored?: boolean;
  draw(pen: Pen, colour: Hex, rng: Random): void;
}

/** A part of a place where things can be: `y` is where they stand (or their middle, in the air), of 256. */
export interface Zone {
  phrase: string;
  y: readonly [number, number];
}

/** What a place needs to know to draw itself. */
export interface Surroundings {
  pen: Pen;
  rng: Random;
  time: Time;
  weather: Weather;
  season?: Season;
}

/** A background that a caption can name, on a canvas of 256 × 256. */
export interface Place {
  name: string;
  /** Noun phrases for the place alone, each true of every drawing of it: `a mountain range`. */
  landscape: readonly string[];
  zones: Partial<Record<Habitat, Zone>>;
  /** Under the sky: time, weather and sun apply. */
  outdoors: boolean;
  /** Leaves or ground show the season. */
  seasonal?: boolean;
  /** Where the sky ends, of 256; needed outdoors. */
  horizon?: number;
  /** Objects that the drawing already holds, and so are never placed there. */
  holds?: readonly string[];
  /** Weather that does not go with it. */
  never?: readonly Weather[];
  /** May not be cut at the sides. */
  whole?: boolean;
  /** Colours that would vanish here. */
  hides?: readonly ColourName[];
  draw(surroundings: Surroundings): void;
}

/** What a picture shows; JSON-serialisable. */
export interface Facts {
  kind: SceneKind;
  style: StyleName;
  /** Empty in a landscape. In a relation, the first stands in `relation` to the second. */
  objects: { name: string; colour: ColourName; count: number; size?: Size }[];
  relation?: Relation;
  /** The name of a place, or `plain`. */
  place: string;
  /** Where in the place the objects are. */
  habitat?: Habitat;
  /** Of a plain place. */
  background?: ColourName;
  time?: Time;
  weather?: Weather;
  season?: Season;
}

/** A picture with what is true and what is false of it. */
export interface Scene {
  seed: number;
  kind: SceneKind;
  /** 256 × 256 user units. */
  svg: string;
  /** The first is the plain, full caption; the others are paraphrases. All are true. */
  captions: string[];
  facts: Facts;
  /** Hard negatives: captions with one thing changed, false of the picture. */
  contrast: string[];
}
