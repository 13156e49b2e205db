export { modelChoice, isModelName, type ModelChoice } from './model-choice.ts';
export type { KnownFile, ModelPreset, TrainedScoring } from './model-preset.ts';
export { modelPresets, presetNamed } from './presets.ts';
