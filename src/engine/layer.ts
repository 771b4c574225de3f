/** The whole contract of a layer. A kind is one file in `layers/` that calls `defineLayer` once. */

import { z } from 'zod';
import type { Complaint } from './complaint.ts';
import type { Child, Composition, Kernel, Ran } from './composition.ts';
import type { Dispatch } from './dispatch.ts';
import { deferredAll, type Formula } from './formula.ts';
import type { Generator } from './generator.ts';
import type { FormulaName, Formulas } from './operations.ts';
import type { Weight } from './ownTensors.ts';
import type { Arity, IndexBound, Signature, Takes } from './signature.ts';
import type { Structure } from './structure.ts';
import type { Dtype, Tensor } from './tensor.ts';

/** Where a call's results live: in new memory, in the memory of its first input, or written over its first input. */
export type Storage = 'new' | 'alias' | 'in place';

/** Optional tensors of a call, under PyTorch's names of the arguments; `hx.0` is the first of a tuple given as `hx`. */
export type Named = Readonly<Record<string, Tensor>>;

export interface LayerSpec<Fields extends z.ZodRawShape, CallFields extends z.ZodRawShape = Empty> {
  readonly kind: string;
  readonly target: 'module' | 'function';
  /** The page that defines the layer. */
  readonly source: string;
  /** PyTorch's own argument names and defaults, made when they are first needed: of a registry few ever are. */
  readonly options: () => Fields;
  /** For functions: the ways to write the call in PyTorch, the usual one first, and the signature that binds its arguments. */
  readonly torch?: Signature & { readonly spellings: readonly [string, ...string[]] };
  /** For modules whose forward takes more than `input`: its signature, and the options that belong to a call. */
  readonly forward?: Signature & { readonly options?: CallFields };
  /** For modules: options that they keep under another name. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** How many tensors a call takes in order: exactly this many, from the first to the second, or at least one where it is a list. */
  readonly arity?: Arity;
  /** Element types of the inputs in order; the last holds for all that follow. `float` where nothing is said. */
  readonly takes?: readonly [Takes, ...Takes[]];
  /** Rules among options, as PyTorch's constructor enforces them. */
  readonly valid?: (options: Options<Fields> & Options<CallFields>) => Complaint | undefined;
  /** Whether the inputs fit, kept apart from what comes out; by how the call is written where one way asks for less. */
  readonly requires: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
    spelling: string | undefined,
  ) => Complaint | undefined;
  /** For all but composites, whose results follow from their bodies. */
  readonly outputs?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
  ) => readonly Tensor[];
  /** The results where PyTorch dispatches the call to a kernel that lays them out in another order; undefined where it does not. */
  readonly otherwise?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    dispatch: Dispatch,
  ) => readonly Tensor[] | undefined;
  /** Types of the input that a layer with weights takes beside theirs, which is float32. */
  readonly mixes?: (options: Options<Fields>) => readonly Dtype[];
  /** The kind whose operator Python calls instead, of the operands in the other order, where the second one alone is a Parameter. */
  readonly reflected?: string;
  /** Whether it returns several views of its input, which PyTorch writes over by no other call where gradients are on. */
  readonly pieces?: boolean;
  /** Whether PyTorch refuses to write over an input that is given again, as elementwise functions do not. */
  readonly apart?: boolean;
  /** Whether its results follow from no parameter, whatever it is given. */
  readonly unlearnt?: boolean;
  /** Whether PyTorch writes over an input of which several elements lie in one place in memory, as elementwise functions do not. */
  readonly overlaps?: (options: Options<Fields> & Options<CallFields>, inputs: Inputs, named: Named) => boolean;
  /** The structure that is returned where it is not one tensor or a flat tuple of them: LSTM's `(output, (h_n, c_n))` is [0, [1, 2]]. */
  readonly returns?: Structure | ((options: Options<Fields> & Options<CallFields>) => Structure | undefined);
  readonly weights?: (options: Options<Fields>) => readonly Weight[];
  readonly storage?: (options: Options<Fields> & Options<CallFields>, inputs: Inputs) => Storage;
  /** Modules that PyTorch's constructor makes inside of this one; children of children come with their own kind. */
  readonly children?: (options: Options<Fields>) => readonly Child[];
  /** For composites, which cost what their body costs: the calls that their forward makes. */
  readonly body?: (options: Options<Fields> & Options<CallFields>, inputs: Inputs, named: Named) => Composition;
  /** For composites that PyTorch may compute by other means than their body. */
  readonly kernel?: (options: Options<Fields> & Options<CallFields>, inputs: Inputs, named: Named) => Kernel;
  /** Tensors given by name that such a call does not look at. */
  readonly unread?: (options: Options<Fields> & Options<CallFields>, named: Named) => readonly string[];
  /** Where the cost depends on data and not on shapes alone: what the count says then, as a sentence; undefined where it is exact. */
  readonly depends?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
  ) => string | undefined;
  /** What the elements of an input must be that are indices, by the name of the argument. */
  readonly indices?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
  ) => Readonly<Record<string, IndexBound>>;
  /** The numbers behind the names in the formulas. */
  readonly symbols?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    outputs: readonly Tensor[],
    named: Named,
  ) => Readonly<Record<string, number>>;
  /** Named pieces of formulas, evaluated first, in this order. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Formulas as text; what is not listed is 0. Source of each: `source`, counted by the rules of docs/counting.md. */
  readonly formulas?: Formulas;
  readonly generate: Generator<Options<Fields> & Options<CallFields>>;
}

type Empty = Readonly<Record<never, never>>;

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
  /** Options of a call of a module, apart from those of the module itself. */
  readonly callSchema: z.ZodType<AnyOptions>;
  readonly callOptionNames: readonly string[];
  readonly torch: Signature & { readonly spellings: readonly [string, ...string[]] };
  /** What a call takes: for functions the same as `torch`, for modules their forward. */
  readonly forward: Signature;
  readonly attributes: Readonly<Record<string, string>>;
  readonly arity: Arity;
  readonly takes: readonly [Takes, ...Takes[]];
  readonly valid: (options: AnyOptions) => Complaint | undefined;
  readonly requires: (
    options: AnyOptions,
    inputs: Inputs,
    named: Named,
    spelling: string | undefined,
  ) => Complaint | undefined;
  readonly outputs: (options: AnyOptions, inputs: Inputs, named: Named) => readonly Tensor[];
  /** Undefined where PyTorch has one kernel, or several that lay results out alike. */
  readonly otherwise:
    | ((options: AnyOptions, inputs: Inputs, dispatch: Dispatch) => readonly Tensor[] | undefined)
    | undefined;
  readonly mixes: (options: AnyOptions) => readonly Dtype[];
  readonly reflected: string | undefined;
  readonly pieces: boolean;
  readonly apart: boolean;
  readonly unlearnt: boolean;
  readonly overlaps: (options: AnyOptions, inputs: Inputs, named: Named) => boolean;
  readonly returns: Structure | ((options: AnyOptions) => Structure | undefined) | undefined;
  readonly weights: (options: AnyOptions) => readonly Weight[];
  readonly storage: (options: AnyOptions, inputs: Inputs) => Storage;
  readonly children: (options: AnyOptions) => readonly Child[];
  /** Undefined for layers that cost something themselves. */
  readonly body: ((options: AnyOptions, inputs: Inputs, named: Named) => Composition) | undefined;
  readonly kernel: (options: AnyOptions, inputs: Inputs, named: Named) => Kernel;
  /** Of composites, once they are registered: runs the body on shapes. */
  readonly run: ((options: AnyOptions, inputs: Inputs, named: Named) => Ran) | undefined;
  readonly unread: (options: AnyOptions, named: Named) => readonly string[];
  readonly depends: (options: AnyOptions, inputs: Inputs, named: Named) => string | undefined;
  readonly indices: (options: AnyOptions, inputs: Inputs, named: Named) => Readonly<Record<string, IndexBound>>;
  readonly symbols: (
    options: AnyOptions,
    inputs: Inputs,
    outputs: readonly Tensor[],
    named: Named,
  ) => Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, Formula>>;
  readonly formulas: Readonly<Partial<Record<FormulaName, Formula>>>;
  readonly generate: Generator<AnyOptions>;
}

/** Completes a layer's specification with defaults and its formulas, which are read when they are first needed. */
export const defineLayer = <Fields extends z.ZodRawShape, CallFields extends z.ZodRawShape = Empty>(
  spec: LayerSpec<Fields, CallFields>,
): LayerDefinition => {
  let fields: Fields | undefined;
  let schema: z.ZodType | undefined;
  let callSchema: z.ZodType | undefined;
  const options = (): Fields => {
    fields ??= spec.options();
    return fields;
  };
  const torch = spec.torch ?? {
    spellings: [`torch.nn.${spec.kind}`],
    get signature() {
      return Object.keys(options()).join(', ');
    },
    tensors: ['input'],
  };
  const callOptions = spec.forward?.options ?? {};
  const complete = {
    arity: 1,
    attributes: {},
    takes: ['float'],
    pieces: false,
    apart: false,
    unlearnt: false,
    overlaps: () => false,
    returns: undefined,
    body: undefined,
    kernel: () => 'plain',
    run: undefined,
    outputs: () => [],
    otherwise: undefined,
    mixes: () => [],
    reflected: undefined,
    valid: () => undefined,
    weights: () => [],
    storage: () => 'new',
    children: () => [],
    unread: () => [],
    depends: () => undefined,
    indices: () => ({}),
    symbols: () => ({}),
    ...spec,
    torch,
    forward: spec.target === 'function' ? torch : (spec.forward ?? { signature: 'input', tensors: ['input'] }),
    get callSchema() {
      callSchema ??= z.strictObject(callOptions);
      return callSchema;
    },
    callOptionNames: Object.keys(callOptions),
    get schema() {
      schema ??= z.strictObject(options());
      return schema;
    },
    get optionNames() {
      return Object.keys(options());
    },
    parts: deferredAll(spec.parts ?? {}),
    formulas: deferredAll(spec.formulas ?? {}),
  };
  // The engine only hands a definition options that its own schema has produced, so forgetting their type is safe.
  return complete as unknown as LayerDefinition;
};
