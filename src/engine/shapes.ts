/** From an architecture to its shaped calls: every call that runs, in the order in which calls finish. */

import type { Architecture } from './architecture.ts';
import { bodyOf } from './body.ts';
import type { Call } from './calls.ts';
import { ownComplaintOf } from './fit.ts';
import type { Symbols } from './formula.ts';
import { issue, Refusal } from './issues.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named, Storage } from './layer.ts';
import { findTensor, type Module } from './modules.ts';
import { nearest } from './nearest.ts';
import { isOwnReference } from './ownTensors.ts';
import { resultsOf, returnsOf, storageOf } from './results.ts';
import type { Structure, Takes } from './structure.ts';
import { symbolsOf } from './symbols.ts';
import { type Dtype, isFloating, numel, type Tensor } from './tensor.ts';

/** Whether any parameter of a module, or of one within it, is learnt. */
const hasLearnt = (module: Module): boolean =>
  [...module.tensors.values()].some(({ buffer, frozen }) => !buffer && !frozen) ||
  [...module.children.values()].some(hasLearnt);

interface CallBase {
  readonly id: string;
  /** The module called; undefined for functions. */
  readonly module: Module | undefined;
  readonly options: AnyOptions;
  readonly spelling: string | undefined;
  readonly inputs: Inputs;
  readonly named: Named;
  /** Output tensors, nested tuples flattened. */
  readonly outputs: readonly Tensor[];
  /** How PyTorch returns them where that is neither one tensor nor a flat tuple. */
  readonly returns: Structure | undefined;
  /** How the inputs are packed in arguments, where they are not plain and in order. */
  readonly takes?: Takes | undefined;
  /** The container in whose forward the call runs. */
  readonly within: Module;
}

/** The one kernel in which PyTorch may compute all of a composite's calls. */
export interface Fusion {
  readonly composite: Module;
  /** Whether it computes on a nested tensor, which has the elements alone that are no padding. */
  readonly isNested: boolean;
  /** Whether gradients are kept, unless they are kept nowhere: then PyTorch does not take the kernel. */
  readonly isLearning: boolean;
}

/** A call of a layer or function, which costs something. */
export interface LeafCall extends CallBase {
  readonly definition: LayerDefinition;
  readonly storage: Storage;
  /** Whether a parameter that is learnt takes part in its results, so that PyTorch keeps track of gradients. */
  readonly isLearning: boolean;
  /** Tensors given by name that follow from such parameters. */
  readonly learningNames: readonly string[];
  /** Whether the function was looked up when its module was made, so that nothing put in its place later is called. */
  readonly isHeld: boolean;
  /** What may compute the composite around it otherwise, where nothing listens inside. */
  readonly fusion: Fusion | undefined;
  /** Numbers for the names in any formula about this call. */
  readonly symbols: Symbols;
}

/** A call of a container or composite, which costs what its body costs. */
export interface ContainerCall extends CallBase {
  readonly definition: undefined;
  /** The calls that ran in it, and the values among theirs and its own that it returned. */
  readonly body: readonly Call[];
  readonly results: readonly string[];
}

export type ShapedCall = LeafCall | ContainerCall;

export interface ShapedNetwork {
  readonly architecture: Architecture;
  readonly inputs: Inputs;
  readonly outputs: readonly Tensor[];
  /** In the order in which they finish: a container after its body. */
  readonly calls: readonly ShapedCall[];
}

/** Whether PyTorch computes the composite around a call in one kernel where gradients are on and nothing listens inside. */
export const isFused = (call: ShapedCall): call is LeafCall & { readonly fusion: Fusion } =>
  isLeaf(call) && call.fusion !== undefined && !call.fusion.isLearning;

export const isLeaf = (call: ShapedCall): call is LeafCall => call.definition !== undefined;

/** What a call runs in. */
interface Around {
  readonly module: Module;
  readonly isNested: boolean;
  readonly fusion: Fusion | undefined;
}

class Leaf implements LeafCall {
  readonly id: string;
  readonly module: Module | undefined;
  readonly options: AnyOptions;
  readonly spelling: string | undefined;
  readonly inputs: Inputs;
  readonly named: Named;
  readonly outputs: readonly Tensor[];
  readonly within: Module;
  readonly definition: LayerDefinition;
  readonly storage: Storage;
  readonly isLearning: boolean;
  readonly learningNames: readonly string[];
  readonly isHeld: boolean;
  readonly fusion: Fusion | undefined;
  #symbols: Symbols | undefined;

  constructor(
    call: Call,
    definition: LayerDefinition,
    inputs: Inputs,
    named: Named,
    { module: within, fusion }: Around,
    learning: WeakSet<Tensor>,
  ) {
    this.id = call.id;
    this.isHeld = call.isHeld === true;
    this.fusion = fusion;
    this.module = call.module;
    this.options = call.options;
    this.spelling = call.spelling;
    this.inputs = inputs;
    this.named = named;
    this.within = within;
    this.definition = definition;
    this.storage = storageOf(definition, call.options, inputs, call.spelling);
    const learns = (tensor: Tensor): boolean => tensor.learnt === true || learning.has(tensor);
    this.learningNames = Object.keys(named).filter((name) => learns(named[name] as Tensor));
    this.isLearning =
      inputs.some(learns) || this.learningNames.length > 0 || (call.module !== undefined && hasLearnt(call.module));
    this.outputs = resultsOf(definition, call.options, inputs, named, this.storage);
    if (this.isLearning) for (const output of this.outputs) if (isFloating(output.dtype)) learning.add(output);
  }

  get returns(): Structure | undefined {
    return returnsOf(this.definition, this.options);
  }

  get symbols(): Symbols {
    this.#symbols ??= symbolsOf(this.definition, this.options, this.inputs, this.outputs, this.named);
    return this.#symbols;
  }
}

const checkFit = (call: Call, definition: LayerDefinition, inputs: Inputs, named: Named): void => {
  const complaint = ownComplaintOf(definition, call.options, inputs, named, call.spelling);
  if (!complaint) return;
  const layer = call.module?.paths[0] || call.id;
  throw new Refusal(issue('layer', call.path, { layer, kind: definition.kind, complaint }));
};

const checkOutputs = (call: Call, leaf: LeafCall): void => {
  for (const { shape } of leaf.outputs) {
    if (shape.every((size) => Number.isSafeInteger(size) && size > 0) && Number.isSafeInteger(numel(shape))) continue;
    const layer = call.module?.paths[0] || call.id;
    throw new Refusal(
      issue('layer', call.path, { layer, kind: leaf.definition.kind, complaint: { code: 'empty', shape } }),
    );
  }
};

/** What the calls in a container's or composite's body run in. */
const insideOf = (
  { module, definition, options }: Call,
  inputs: Inputs,
  named: Named,
  { isNested, fusion }: Around,
  learning: WeakSet<Tensor>,
): Around => {
  const inner = { module: module as Module, isNested, fusion };
  const kernel = definition?.kernel(options, inputs, named) ?? 'plain';
  if (kernel === 'nested') return { ...inner, isNested: true };
  if (kernel === 'plain') return inner;
  const isLearning = inputs.some((one) => one.learnt === true || learning.has(one)) || hasLearnt(inner.module);
  return { ...inner, fusion: { composite: inner.module, isNested, isLearning } };
};

/** A run that may have stopped early: the calls that finished before a layer refused its input. */
export interface ShapedRun {
  readonly network: ShapedNetwork | undefined;
  readonly finished: readonly ShapedCall[];
  /** The calls that had begun and did not finish, the outermost first: the last is the one that refused. */
  readonly begun: readonly Arrival[];
  readonly refusal: Refusal | undefined;
}

/** What a module is called with, before it runs. */
export type Arrival = Pick<CallBase, 'module' | 'inputs' | 'takes'>;

/** Like `shapeNetwork`, for tools that fall over an early call before a later one can refuse. */
export const tryShapes = (architecture: Architecture, batch?: number, dtype?: Dtype): ShapedRun => {
  const finished: ShapedCall[] = [];
  const begun: Arrival[] = [];
  try {
    const network = runOnShapes(architecture, finished, begun, batch, dtype);
    return { network, finished, begun, refusal: undefined };
  } catch (error) {
    if (error instanceof Refusal) return { network: undefined, finished, begun, refusal: error };
    throw error;
  }
};

/** Runs an architecture on shapes alone. Throws Refusal where a layer does not fit or a value is missing. */
export const shapeNetwork = (architecture: Architecture): ShapedNetwork => runOnShapes(architecture, [], []);

/**
 * `batch` replaces the first dimension of every input, and `type` its type, as tools do that make inputs of their own;
 * `finished` collects the calls as they finish, and `begun` holds those that have not.
 */
const runOnShapes = (
  architecture: Architecture,
  finished: ShapedCall[],
  begun: Arrival[],
  batch?: number,
  type?: Dtype,
): ShapedNetwork => {
  const values = new Map<string, readonly Tensor[]>();
  const learning = new WeakSet<Tensor>();
  const define = (id: string, path: string, tensors: readonly Tensor[]): void => {
    if (values.has(id)) throw new Refusal(issue('duplicate', path, { what: 'Value', name: id }));
    values.set(id, tensors);
  };
  const read = (reference: string, path: string): Tensor => {
    if (isOwnReference(reference)) {
      const own = findTensor(architecture.root, reference.slice(1));
      if (own) return own.value;
      throw new Refusal(issue('unknown_tensor', path, { tensor: reference.slice(1) }));
    }
    const colon = reference.lastIndexOf(':');
    const found =
      colon < 0
        ? values.get(reference)?.[0]
        : values.get(reference.slice(0, colon))?.[Number(reference.slice(colon + 1))];
    if (!found)
      throw new Refusal(issue('unknown_value', path, { value: reference, nearest: nearest(reference, values.keys()) }));
    return found;
  };
  const readAll = (references: readonly string[], path: string): Inputs =>
    references.map((reference, index) => read(reference, `${path}[${index}]`)) as unknown as Inputs;

  const readNamed = ({ named, path }: Call): Named =>
    Object.fromEntries(Object.entries(named).map(([name, value]) => [name, read(value, `${path}.named.${name}`)]));

  const size = batch ?? architecture.inputs[0]?.shape[0] ?? 1;
  const run = (given: Call, around: Around): void => {
    const call = given.atBatch ? { ...given, options: given.atBatch(size) } : given;
    const inputs = readAll(call.inputs, `${call.path}.inputs`);
    const named = readNamed(call);
    begun.push({ module: call.module, inputs, takes: call.takes });
    const { definition } = call;
    if (definition) checkFit(call, definition, inputs, named);
    if (definition && !definition.body) {
      const leaf = new Leaf(call, definition, inputs, named, around, learning);
      checkOutputs(call, leaf);
      define(call.id, `${call.path}.id`, leaf.outputs);
      finished.push(leaf);
      begun.pop();
      return;
    }
    const body = definition ? bodyOf(call, definition, inputs, named) : (call.body ?? []);
    const inner = insideOf(call, inputs, named, around, learning);
    runBody(body, call, inner);
    // A composite gives what the last of its calls gives.
    const results = call.outputs ?? body.slice(-1).map(({ id: last }) => last);
    const outputs = readAll(results, `${call.path}.outputs`);
    define(call.id, `${call.path}.id`, outputs);
    const { id, options, spelling } = call;
    finished.push({
      id,
      module: inner.module,
      options,
      spelling,
      inputs,
      named,
      outputs,
      returns: call.returns,
      takes: call.takes,
      within: around.module,
      definition: undefined,
      body,
      results,
    });
    begun.pop();
  };
  const runBody = (body: readonly Call[], call: Call, around: Around): void => {
    for (const inner of body) {
      run(inner, around);
      if (around.module.kind === 'Sequential' && (values.get(inner.id)?.length ?? 1) > 1) {
        const layer = inner.module?.paths[0] ?? inner.id;
        throw new Refusal(
          issue('layer', call.path, { layer, kind: inner.module?.kind ?? '', complaint: { code: 'tuple' } }),
        );
      }
    }
  };

  const inputs = architecture.inputs.map(({ name, shape, dtype }, index): Tensor => {
    const given = batch === undefined || shape.length === 0 ? shape : [batch, ...shape.slice(1)];
    const strides = given.map((_, dimension) => numel(given.slice(dimension + 1)));
    const made = { shape: given, dtype: type ?? dtype, strides };
    define(name, `inputs[${index}].name`, [made]);
    return made;
  });
  const around = { module: architecture.root, isNested: false, fusion: undefined };
  for (const call of architecture.calls) run(call, around);
  return {
    architecture,
    inputs: inputs as unknown as Inputs,
    outputs: readAll(architecture.outputs, 'outputs'),
    calls: finished,
  };
};
