export { compileTowers, type CompiledTowers, type CompileOptions, type CompileStep } from './compile-towers.ts';
export type { Precision, TowerCheck } from './tower-check.ts';
export { OnnxGraph, type Attribute, type DataType, type Value } from './onnx-graph.ts';
