export { clip } from './clip.ts';
export type { ClipOptions } from './clip.ts';
export { clipModels, type ClipModelsOptions } from './clip-models.ts';
export { machineShares, wholeMachine, type Machine } from './thread-plan.ts';
export { tryModel, type TryModelOptions } from './try-model.ts';
