export { familyIn, familyNamed, modelFamilies } from './families.ts';
export { BUNDLED_MODEL, modelChoice, isModelName, type ModelChoice } from './model-choice.ts';
export type { Cleaning, ModelFamily, Padding } from './model-family.ts';
export { isLfsPointer, LFS_ADVICE, LFS_POINTER_BYTES, modelJson } from './model-json.ts';
export type { KnownFile, ModelPreset, TrainedScoring } from './model-preset.ts';
export { modelPresets, presetNamed } from './presets.ts';
