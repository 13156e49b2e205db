export type { AddedModel, AddOptions, AddPlan } from './add-model.ts';
export { byteText } from './byte-text.ts';
export type { CompiledPrecision, CompileStep, GraphCompiler } from './compiled-graphs.ts';
export type { CompiledGraphs, ModelSource, TowerCheck } from './description.ts';
export type { HubOptions } from './hub-http.ts';
export type { InstalledModel } from './installed.ts';
export { modelLibrary, type ModelLibrary, type ModelLibraryOptions } from './model-library.ts';
export type { ModelFacts } from './model-facts.ts';
export type { ModelTrial, TriedModel } from './model-trial.ts';
