/** The engine: pure functions from a network's JSON to its counts. Runs in a browser. */

export { type Architecture, parseArchitecture } from './architecture.ts';
export {
  type ArchitectureJson,
  architectureSchema,
  architectureSchemaName,
  type CallJson,
} from './architectureJson.ts';
export { moduleKinds } from './containers.ts';
export {
  type Cell,
  type Cells,
  type Convention,
  type Count,
  departs,
  type Prediction,
  type Printed,
  type Raises,
  type Reason,
  type Row,
  same,
  states,
  zero,
} from './convention.ts';
export { conventions } from './conventions/index.ts';
export { count, findConvention } from './counts.ts';
export { type Formula, formula, type Symbols } from './formula.ts';
export { FormulaError } from './formulaError.ts';
export type { Draw } from './generator.ts';
export { type Issue, type IssueCode, issue, Refusal } from './issues.ts';
export { type AnyOptions, defineLayer, type LayerDefinition, type LayerSpec } from './layer.ts';
export { layers } from './layers/index.ts';
export type { Module } from './modules.ts';
export { nearest } from './nearest.ts';
export { operationClasses } from './operations.ts';
export type { Weight } from './ownTensors.ts';
export { isLeaf, type LeafCall, type ShapedCall, type ShapedNetwork, shapeNetwork } from './shapes.ts';
export { type Dtype, numel, type Shape, type Tensor } from './tensor.ts';
