/** A network while it grows out of picks: its inputs, modules, and the scopes in which calls are made. */

import type { Wanted } from '../engine/generator.ts';
import type { ArchitectureJson, CallJson, Draw, LayerDefinition } from '../engine/index.ts';
import { numel } from '../engine/index.ts';
import { type Dtype, isInteger, tensor as made } from '../engine/tensor.ts';
import type { Body, MadeModule, Memories, Value } from './again.ts';
import type { packings } from './own.ts';
import { type Bounds, drawShape, nameOf } from './picks.ts';

/** A container that was closed, with the body that it ran. */
export interface Closed {
  readonly path: string;
  readonly kind: 'Sequential' | 'Module';
  readonly body: Body;
  readonly packing: (typeof packings)[number];
}

/** A module in which calls are made, with the values that they may take. */
export interface Scope {
  readonly path: string;
  readonly kind: 'root' | 'Sequential' | 'Module';
  readonly id: string;
  readonly input: Value | undefined;
  readonly values: Value[];
  readonly calls: CallJson[];
  children: number;
  /** The ModuleList in which the scope's further modules lie. */
  list: { readonly path: string; length: number } | undefined;
  readonly packing: (typeof packings)[number];
}

/** All that is known of a network so far; it is added to. */
export interface Growth {
  readonly bounds: Bounds;
  readonly mostElements: number;
  /** Definitions that picks choose from. */
  readonly candidates: readonly LayerDefinition[];
  readonly batch: number;
  readonly inputs: { name: string; shape: number[]; dtype: Dtype }[];
  readonly modules: NonNullable<ArchitectureJson['modules']>;
  readonly modulesMade: MadeModule[];
  readonly closed: Closed[];
  readonly memories: Memories;
  /** From the network itself to the innermost one that is open. */
  readonly scopes: Scope[];
  /** How many names were given. */
  names: number;
}

const usualElements = 20_000;

/** How many inputs a network may have. */
export const mostInputs = 6;

/** A network of nothing yet. */
export const begin = (bounds: Bounds, candidates: readonly LayerDefinition[], batch: number): Growth => ({
  bounds,
  mostElements: bounds.maxElements ?? usualElements,
  candidates,
  batch,
  inputs: [],
  modules: [],
  modulesMade: [],
  closed: [],
  memories: { fixed: new Set(), given: new Set() },
  scopes: [
    {
      path: '',
      kind: 'root',
      id: '',
      input: undefined,
      values: [],
      calls: [],
      children: 0,
      list: undefined,
      packing: {},
    },
  ],
  names: 0,
});

/** The scope in which the next call is made. */
export const current = (growth: Growth): Scope => growth.scopes.at(-1) as Scope;

/** The path of a module in a scope. */
export const childPath = (scope: Scope, name: string): string => (scope.path ? `${scope.path}.${name}` : name);

/** The path of the module that a module lies in. */
export const parentOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/** A name that no module and no call has yet. */
export const fresh = (growth: Growth, stem: string): string => nameOf(stem, ++growth.names);

/** A further input of the network. */
export const addInput = (growth: Growth, { shape, dtype = 'float32' }: Wanted): Value => {
  const name = `x${growth.inputs.length}`;
  growth.inputs.push({ name, shape: [...shape], dtype });
  const value: Value = { ref: name, tensor: made(shape, dtype), memory: name };
  growth.memories.given.add(name);
  growth.scopes[0]?.values.push(value);
  return value;
};

/** Whether an input may have a shape: one of the numbers of dimensions that were asked for, and no more elements. */
const isAllowed = (growth: Growth, shape: readonly number[]): boolean =>
  (!growth.bounds.ranks || growth.bounds.ranks.includes(shape.length)) && numel(shape) <= growth.mostElements;

/** An input as the kind makes its own where that is of a rank that was asked for, else one of an ordinary shape. */
export const inputFor = (
  growth: Growth,
  definition: LayerDefinition,
  draw: Draw,
  ranks: readonly [number, ...number[]],
): Wanted => {
  const own = definition.generate.input?.(draw, growth.batch);
  return own && isAllowed(growth, own.shape)
    ? own
    : { shape: drawShape(draw, draw.oneOf(ranks), growth.batch, growth.mostElements) };
};

/** A value at hand of that shape and type, or a further input of the network; undefined where that has enough. */
export const obtain = (growth: Growth, { shape, dtype = 'float32', given }: Wanted): Value | undefined => {
  // A kind may ask for what follows from dimensions that the value at hand does not have.
  if (!shape.every((size) => Number.isSafeInteger(size) && size > 0) || !isAllowed(growth, shape)) return undefined;
  // Integers that are asked for are indices.
  const isWanted = ({ tensor, memory }: Value) =>
    tensor.dtype === dtype &&
    (!(given || isInteger(dtype)) || growth.memories.given.has(memory)) &&
    tensor.shape.length === shape.length &&
    tensor.shape.every((size, dimension) => size === shape[dimension]);
  return (
    current(growth).values.findLast(isWanted) ??
    (growth.scopes.length === 1 && growth.inputs.length < mostInputs ? addInput(growth, { shape, dtype }) : undefined)
  );
};
