export type { ColourName } from './colours.ts';
export { gallery } from './gallery.ts';
export { objects } from './objects/index.ts';
export { places } from './places/index.ts';
export { renderScene, type RenderOptions } from './render.ts';
export { scene, type SceneOptions } from './scene.ts';
export type { Split } from './split.ts';
export type { Facts, Habitat, Place, Relation, Scene, SceneKind, SceneObject, Season, StyleName, Time, Weather } from './types.ts';
