/** The whole contract of a layer. A kind is one file in `layers/` that calls `defineLayer` once. */

import { z } from 'zod';
import { type Formula, formula, type Symbols } from './formula.ts';
import type { Complaint } from './issues.ts';
import { isOverlapping } from './strides.ts';
import type { Structure } from './structure.ts';
import { type Dtype, isFloating, isInteger, numel, type Shape, type Tensor } from './tensor.ts';

/** What is counted, one multiplication, addition, comparison ... each; FLOPs are the first two together. */
export const operationClasses = [
  'multiplications',
  'additions',
  'comparisons',
  'divisions',
  'exponentials',
  'logarithms',
  'powers',
  'tanhs',
  'sines',
  'error_functions',
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

/** Optional tensors of a call, under PyTorch's names of the arguments; `hx.0` is the first of a tuple given as `hx`. */
export type Named = Readonly<Record<string, Tensor>>;

/** Element types that an input may have: any floating type (float32 where the layer has weights), any integer, bool, an integer or bool, a float or an integer, any. */
export type Takes = 'float' | 'integer' | 'bool' | 'integral' | 'number' | 'any';

/**
 * What indices must be: below a number, or the places at which as many parts begin as there are indices, none of them empty, of so
 * many elements; the last one is the end of all where they are closed; or, as places in between, numbers from 0 to below 1. All zeros
 * are indices, too, whatever is asked.
 */
export type IndexBound = number | { readonly parts: number; readonly closed: boolean } | 'fraction';

/** What is called with what: names and defaults are PyTorch's own. */
export interface Signature {
  /** As Python would write it: `query, key, value, key_padding_mask=None, need_weights=True`. */
  readonly signature: string;
  /** The arguments that are tensors, in the order of the signature: first the inputs (see `arity`), then those that are given by name. */
  readonly tensors: readonly string[];
  /** For functions: signatures of those spellings that take their arguments otherwise; of several the first that a call fits. */
  readonly signatures?: Readonly<Record<string, string | readonly string[]>>;
  /** The argument that says places as `x[0, :, None]` does; the tensors in it follow the input. */
  readonly indexing?: string;
  /** The option in which -1 stands for a size that follows from the others. */
  readonly free?: string;
}

/** A module inside of another: `name` is its path from there, as `layers.0`. */
export interface Child {
  readonly name: string;
  readonly kind: string;
  /** The Python class, where it is not that of the kind. */
  readonly className?: string;
  readonly options: AnyOptions;
}

/** A call in the body of a composite. Values are the composite's arguments, under PyTorch's names, and ids of earlier calls. */
export interface BodyCall {
  readonly id: string;
  /** A path from the composite. */
  readonly module?: string;
  readonly op?: string;
  readonly spelling?: string;
  /** Whether the function was looked up when the module was made, so that a tool that replaces functions later is not called. */
  readonly isHeld?: true;
  readonly inputs: readonly string[];
  readonly named?: Readonly<Record<string, string>>;
  readonly options?: AnyOptions;
}

/** What a composite runs: calls that cost, the last of which gives its result. */
export type Composition = readonly BodyCall[];

/** The tensors that a call gives, or why PyTorch refuses it. */
export type Ran =
  | { readonly complaint: Complaint; readonly outputs?: undefined }
  | { readonly complaint?: undefined; readonly outputs: readonly Tensor[] };

/** How PyTorch computes a composite where no gradients are kept and nothing listens inside of it. */
export type Kernel = 'plain' | 'fused' | 'nested';

/** Formulas as text, by figure. */
export type Formulas = Readonly<Partial<Record<FormulaName, string>>>;

export interface LayerSpec<Fields extends z.ZodRawShape, CallFields extends z.ZodRawShape = Empty> {
  readonly kind: string;
  readonly target: 'module' | 'function';
  /** The page that defines the layer. */
  readonly source: string;
  /** PyTorch's own argument names and defaults. */
  readonly options: Fields;
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
  /** Whether the inputs fit, kept apart from what comes out. */
  readonly requires: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
  ) => Complaint | undefined;
  /** For all but composites, whose results follow from their bodies. */
  readonly outputs?: (
    options: Options<Fields> & Options<CallFields>,
    inputs: Inputs,
    named: Named,
  ) => readonly Tensor[];
  /** Whether it returns several views of its input, which PyTorch writes over by no other call where gradients are on. */
  readonly pieces?: boolean;
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

/** A tensor that a generator asks for; float32 where nothing is said. */
export interface Wanted {
  readonly shape: Shape;
  readonly dtype?: Dtype;
}

export interface Generator<O> {
  /** Numbers of dimensions of the first input that the generator makes or bridges to, the usual one first. */
  readonly ranks: readonly [number, ...number[]];
  /** How likely the kind is drawn, relative to 1. */
  readonly weight?: number;
  /** Options that fit the input, defaults left out where that is convenient; undefined where none fit. */
  readonly options: (draw: Draw, input: Tensor) => AnyOptions | undefined;
  /** A first input of the network for kinds that no ordinary value suits, such as indices; `batch` is the network's. */
  readonly input?: (draw: Draw, batch: number) => Wanted;
  /** Which of the other values at hand to merge with the input, by index, for functions that take several. */
  readonly merge?: (draw: Draw, input: Tensor, others: readonly Tensor[], options: O) => readonly number[];
  /** Further inputs that a call needs, in order or by name: values at hand where they suit, else inputs of the network. */
  readonly operands?: (draw: Draw, input: Tensor, options: O) => Operands;
  /** Options that belong to the call and not to the module, drawn once those of the module are known. */
  readonly call?: (draw: Draw, input: Tensor, options: AnyOptions) => AnyOptions;
}

export interface Operands {
  readonly inputs?: readonly Wanted[];
  readonly named?: Readonly<Record<string, Wanted>>;
}

/** How many tensors a call takes in order. */
export type Arity = number | readonly [number, number] | 'list';
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
  readonly requires: (options: AnyOptions, inputs: Inputs, named: Named) => Complaint | undefined;
  readonly outputs: (options: AnyOptions, inputs: Inputs, named: Named) => readonly Tensor[];
  readonly pieces: boolean;
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

const compileAll = <Name extends string>(texts: Readonly<Partial<Record<Name, string>>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, formula(text as string)])) as Record<
    Name,
    Formula
  >;

/** Completes a layer's specification with defaults and compiles its formulas; throws FormulaError for a formula that cannot be read. */
export const defineLayer = <Fields extends z.ZodRawShape, CallFields extends z.ZodRawShape = Empty>(
  spec: LayerSpec<Fields, CallFields>,
): LayerDefinition => {
  const torch = spec.torch ?? {
    spellings: [`torch.nn.${spec.kind}`],
    signature: Object.keys(spec.options).join(', '),
    tensors: ['input'],
  };
  const callOptions = spec.forward?.options ?? {};
  const complete = {
    arity: 1,
    attributes: {},
    takes: ['float'],
    pieces: false,
    returns: undefined,
    body: undefined,
    kernel: () => 'plain',
    run: undefined,
    outputs: () => [],
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
    callSchema: z.strictObject(callOptions),
    callOptionNames: Object.keys(callOptions),
    schema: z.strictObject(spec.options),
    optionNames: Object.keys(spec.options),
    parts: compileAll(spec.parts ?? {}),
    formulas: compileAll(spec.formulas ?? {}),
  };
  // The engine only hands a definition options that its own schema has produced, so forgetting their type is safe.
  return complete as unknown as LayerDefinition;
};

const xNames = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5'] as const;
const yNames = ['y0', 'y1', 'y2', 'y3', 'y4', 'y5'] as const;

/**
 * The names that any formula may use: `x_numel` and `y_numel`, elements of the first input and output; `x0`, `x1` ... and
 * `y0`, `y1` ..., their dimensions; then the layer's own symbols and parts.
 */
export const symbolsOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  outputs: readonly Tensor[],
  named: Named,
): Symbols => {
  const symbols: Record<string, number | bigint> = { ...definition.symbols(options, inputs, outputs, named) };
  symbols.x_numel = numel(inputs[0].shape);
  inputs[0].shape.forEach((size, dimension) => {
    symbols[xNames[dimension] ?? `x${dimension}`] = size;
  });
  if (outputs[0]) {
    symbols.y_numel = numel(outputs[0].shape);
    outputs[0].shape.forEach((size, dimension) => {
      symbols[yNames[dimension] ?? `y${dimension}`] = size;
    });
  }
  for (const part in definition.parts) symbols[part] = (definition.parts[part] as Formula).value(symbols);
  return symbols;
};

/** Whether a function is written in the way that overwrites its first input: PyTorch marks those with a trailing underscore. */
export const isInPlace = (spelling: string | undefined): boolean =>
  spelling !== undefined && /^torch\..*[^_]_$/.test(spelling);

const namesBySignature = new Map<string, readonly string[]>();

/** The names of a signature's arguments. */
const namesIn = (signature: string): readonly string[] => {
  const known = namesBySignature.get(signature);
  if (known) return known;
  const names = signature.split(',').map((part) => (part.split('=')[0] as string).replaceAll('*', '').trim());
  namesBySignature.set(signature, names);
  return names;
};

const defaultsBySchema = new WeakMap<LayerDefinition['schema'], AnyOptions>();

/** The options of a call that states none; none where some must be stated. */
export const defaultsOf = (schema: LayerDefinition['schema']): AnyOptions => {
  const known = defaultsBySchema.get(schema);
  if (known) return known;
  const defaults = schema.safeParse({}).data ?? {};
  defaultsBySchema.set(schema, defaults);
  return defaults;
};

/** The ways of writing a call that take these options, the usual one first: an operator such as `x + y` takes none by name. */
export const spellingsFor = (
  { torch: { spellings, signature, signatures = {} }, optionNames, schema }: LayerDefinition,
  options: AnyOptions,
): readonly string[] => {
  const isPlain = Object.keys(signatures).length === 0;
  if (isPlain) return spellings;
  const usual = defaultsOf(schema);
  const said = optionNames.filter((name) => options[name] !== undefined && options[name] !== usual[name]);
  return spellings.filter((spelling) => {
    const names = namesIn([signatures[spelling] ?? signature].flat()[0] as string);
    return said.every((name) => names.includes(name));
  });
};

/** Where a call's results live, by its options and by how it is written. */
export const storageOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  spelling: string | undefined,
): Storage => (isInPlace(spelling) ? 'in place' : definition.storage(options, inputs));

/** The results of a call as it leaves them: what is written over the first input is that tensor, and a view of what is learnt is learnt. */
export const resultsOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named,
  storage: Storage,
): readonly Tensor[] => {
  if (storage === 'in place') return [inputs[0]];
  const outputs = definition.outputs(options, inputs, named);
  return storage === 'alias' && inputs[0].learnt ? outputs.map((output) => ({ ...output, learnt: true })) : outputs;
};

/** Bool, integers, floating types: a result is converted to a type of its own category or a later one. */
const category = (dtype: Dtype): number => (dtype === 'bool' ? 0 : isInteger(dtype) ? 1 : 2);

/** Why a result cannot be written over the first input; undefined where it can. Source: the notes of torch.Tensor on in-place operations. */
const overwriteComplaint = (input: Tensor, output: Tensor | undefined): Complaint | undefined => {
  const { shape, dtype, learnt } = input;
  const rule =
    output === undefined || output.shape.length !== shape.length || output.shape.some((size, d) => size !== shape[d])
      ? `the result has the shape [${output?.shape.join(', ')}]`
      : category(output.dtype) > category(dtype)
        ? `the result is ${output.dtype}, the input ${dtype}`
        : learnt
          ? 'the input is a parameter that is learnt, or a view of one'
          : isOverlapping(input)
            ? 'several elements of the input lie in one place in memory'
            : undefined;
  return rule === undefined ? undefined : { code: 'overwrite', rule };
};

const suits: Readonly<Record<Takes, (dtype: Dtype) => boolean>> = {
  float: isFloating,
  integer: isInteger,
  bool: (dtype) => dtype === 'bool',
  integral: (dtype) => !isFloating(dtype),
  number: (dtype) => dtype !== 'bool',
  any: () => true,
};

const inWords: Readonly<Record<Takes, string>> = {
  float: 'a floating type',
  integer: 'an integer type',
  bool: 'bool',
  integral: 'an integer type or bool',
  number: 'a floating or integer type',
  any: 'any type',
};

const plural = (count: number): string => (count === 1 ? 'one input' : `${count} inputs`);

/** Layers with weights work on the weights' own element type. */
const weightType = 'float32';

/** How PyTorch returns the results of such a call where that is neither one tensor nor a flat tuple. */
export const returnsOf = ({ returns }: LayerDefinition, options: AnyOptions): Structure | undefined =>
  typeof returns === 'function' ? returns(options) : returns;

/** Why a layer cannot take these tensors, what is inside of a composite included; undefined where it can. */
export const complaintOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named = {},
  spelling?: string,
): Complaint | undefined =>
  ownComplaintOf(definition, options, inputs, named, spelling) ?? definition.run?.(options, inputs, named).complaint;

/** What a layer itself asks of its tensors: their number, their element types, its own rules. */
export const ownComplaintOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named,
  spelling: string | undefined,
): Complaint | undefined => {
  const { arity, takes, forward } = definition;
  if (arity === 'list') {
    if (inputs.length === 0) return { code: 'inputs', expected: 'at least one input', got: 0 };
  } else {
    const [least, most] = typeof arity === 'number' ? [arity, arity] : arity;
    if (inputs.length < least || inputs.length > most)
      return {
        code: 'inputs',
        expected: least === most ? plural(least) : `${least} to ${plural(most)}`,
        got: inputs.length,
      };
    const byName = forward.tensors.slice(least);
    const unknown = Object.keys(named).find((name) => !byName.includes(name));
    if (unknown !== undefined) return { code: 'argument', name: unknown, known: byName };
  }
  for (const [index, { dtype }] of inputs.entries()) {
    const wanted = takes[Math.min(index, takes.length - 1)] as Takes;
    if (!suits[wanted](dtype)) {
      if (wanted !== 'integral') return { code: 'dtype', expected: inWords[wanted], got: dtype };
      // Whether the first input can hold the result is asked first.
      const unheld = isInPlace(spelling)
        ? overwriteComplaint(inputs[0], definition.outputs(options, inputs, named)[0])
        : undefined;
      return unheld ?? { code: wanted, got: dtype };
    }
    if (wanted === 'float' && dtype !== weightType && definition.weights(options).length > 0)
      return { code: 'dtype', expected: weightType, got: dtype };
  }
  const complaint = definition.requires(options, inputs, named);
  if (complaint || storageOf(definition, options, inputs, spelling) !== 'in place') return complaint;
  return overwriteComplaint(inputs[0], definition.outputs(options, inputs, named)[0]);
};
