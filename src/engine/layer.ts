/** The whole contract of a layer. A kind is one file in `layers/` that calls `defineLayer` once. */

import { z } from 'zod';
import { type Formula, formula, type Symbols } from './formula.ts';
import type { Complaint } from './issues.ts';
import { numel, type Shape, type Tensor } from './tensor.ts';

/** What is counted, one multiplication, addition, comparison ... each; FLOPs are the first two together. */
export const operationClasses = [
  'multiplications',
  'additions',
  'comparisons',
  'divisions',
  'exponentials',
  'tanhs',
  'square_roots',
] as const;
export type OperationClass = (typeof operationClasses)[number];

/** Figures that a layer's own formulas state. `params` counts elements of the weights, `macs` multiply-accumulates of one forward. */
export type FormulaName = 'params' | 'macs' | OperationClass;

export interface Weight {
  /** PyTorch's name of the parameter or buffer, as in `named_parameters()`. */
  readonly name: string;
  readonly shape: Shape;
  /** A buffer is kept with the model but not learnt. */
  readonly buffer?: true;
  /** Element type where it is not that of the network, as `int64` of BatchNorm's step counter. */
  readonly dtype?: 'int64';
}

/** Numbers from which a generator draws options; each choice shrinks to the first. */
export interface Draw {
  readonly integer: (least: number, most: number) => number;
  readonly boolean: () => boolean;
  readonly oneOf: <T>(choices: readonly [T, ...T[]]) => T;
}

/** Where a call's results live: in new memory, in the memory of its first input, or written over its first input. */
export type Storage = 'new' | 'alias' | 'in place';

export interface LayerSpec<Fields extends z.ZodRawShape> {
  readonly kind: string;
  readonly target: 'module' | 'function';
  /** The page that defines the layer. */
  readonly source: string;
  /** PyTorch's own argument names and defaults. */
  readonly options: Fields;
  /** For functions: the ways to write the call in PyTorch, the usual one first, and the signature that binds its arguments. */
  readonly torch?: {
    readonly spellings: readonly [string, ...string[]];
    readonly signature: string;
    readonly tensors: readonly string[];
  };
  /** How many tensors a call takes: exactly this many, or at least one where it is a list. */
  readonly arity?: number | 'list';
  /** Rules among options, as PyTorch's constructor enforces them. */
  readonly valid?: (options: Options<Fields>) => Complaint | undefined;
  /** Whether the inputs fit, kept apart from what comes out. */
  readonly requires: (options: Options<Fields>, inputs: Inputs) => Complaint | undefined;
  readonly outputs: (options: Options<Fields>, inputs: Inputs) => readonly Tensor[];
  /** The structure that is returned where it is not one tensor or a flat tuple of them: LSTM's `(output, (h_n, c_n))` is [0, [1, 2]]. */
  readonly returns?: Nested;
  readonly weights?: (options: Options<Fields>) => readonly Weight[];
  readonly storage?: (options: Options<Fields>, inputs: Inputs) => Storage;
  /** The numbers behind the names in the formulas. */
  readonly symbols?: (
    options: Options<Fields>,
    inputs: Inputs,
    outputs: readonly Tensor[],
  ) => Readonly<Record<string, number>>;
  /** Named pieces of formulas, evaluated first, in this order. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Formulas as text; what is not listed is 0. Source of each: `source`, counted by the rules of docs/counting.md. */
  readonly formulas?: Readonly<Partial<Record<FormulaName, string>>>;
  readonly generate: Generator<Options<Fields>>;
}

export interface Generator<O> {
  /** Numbers of dimensions of the first input that the generator makes or bridges to, the usual one first. */
  readonly ranks: readonly [number, ...number[]];
  /** How likely the kind is drawn, relative to 1. */
  readonly weight?: number;
  /** Options that fit the input, defaults left out where that is convenient; undefined where none fit. */
  readonly options: (draw: Draw, input: Tensor) => AnyOptions | undefined;
  /** Which of the other values at hand to merge with the input, by index, for functions that take several. */
  readonly merge?: (draw: Draw, input: Tensor, others: readonly Tensor[], options: O) => readonly number[];
}

export type Nested = number | readonly Nested[];
export type Inputs = readonly [Tensor, ...Tensor[]];
export type Options<Fields extends z.ZodRawShape> = z.output<z.ZodObject<Fields>>;
export type AnyOptions = Readonly<Record<string, unknown>>;

/** A layer as the engine uses it: options are checked by `schema` and opaque afterwards. */
export interface LayerDefinition {
  readonly kind: string;
  readonly target: 'module' | 'function';
  readonly source: string;
  readonly schema: z.ZodType<AnyOptions>;
  readonly optionNames: readonly string[];
  readonly torch: {
    readonly spellings: readonly [string, ...string[]];
    readonly signature: string;
    readonly tensors: readonly string[];
  };
  readonly arity: number | 'list';
  readonly valid: (options: AnyOptions) => Complaint | undefined;
  readonly requires: (options: AnyOptions, inputs: Inputs) => Complaint | undefined;
  readonly outputs: (options: AnyOptions, inputs: Inputs) => readonly Tensor[];
  readonly returns: Nested | undefined;
  readonly weights: (options: AnyOptions) => readonly Weight[];
  readonly storage: (options: AnyOptions, inputs: Inputs) => Storage;
  readonly symbols: (
    options: AnyOptions,
    inputs: Inputs,
    outputs: readonly Tensor[],
  ) => Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, Formula>>;
  readonly formulas: Readonly<Partial<Record<FormulaName, Formula>>>;
  readonly generate: Generator<AnyOptions>;
}

const compileAll = <Name extends string>(texts: Readonly<Partial<Record<Name, string>>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, formula(text as string)])) as Record<
    Name,
    Formula
  >;

/** Completes a layer's specification with defaults and compiles its formulas; throws FormulaError for a formula that cannot be read. */
export const defineLayer = <Fields extends z.ZodRawShape>(spec: LayerSpec<Fields>): LayerDefinition => {
  const complete = {
    torch: {
      spellings: [`torch.nn.${spec.kind}`],
      signature: Object.keys(spec.options).join(', '),
      tensors: ['input'],
    },
    arity: 1,
    returns: undefined,
    valid: () => undefined,
    weights: () => [],
    storage: () => 'new',
    symbols: () => ({}),
    ...spec,
    schema: z.strictObject(spec.options),
    optionNames: Object.keys(spec.options),
    parts: compileAll(spec.parts ?? {}),
    formulas: compileAll(spec.formulas ?? {}),
  };
  // The engine only hands a definition options that its own schema has produced, so forgetting their type is safe.
  return complete as unknown as LayerDefinition;
};

/**
 * The names that any formula may use: `x_numel` and `y_numel`, elements of the first input and output; `x0`, `x1` ... and
 * `y0`, `y1` ..., their dimensions; then the layer's own symbols and parts.
 */
export const symbolsOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  outputs: readonly Tensor[],
): Symbols => {
  const symbols: Record<string, number | bigint> = { ...definition.symbols(options, inputs, outputs) };
  const name = (letter: string, shape: Shape): void => {
    symbols[`${letter}_numel`] = numel(shape);
    for (let dimension = 0; dimension < shape.length; dimension++)
      symbols[letter + dimension] = shape[dimension] as number;
  };
  name('x', inputs[0].shape);
  if (outputs[0]) name('y', outputs[0].shape);
  for (const part in definition.parts) symbols[part] = (definition.parts[part] as Formula).evaluate(symbols);
  return symbols;
};
