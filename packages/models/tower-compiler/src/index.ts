export { compileTowers, type CompiledTowers, type CompileOptions, type CompileStep } from './compile-towers.ts';
export type { Precision, TowerCheck } from './tower-check.ts';
