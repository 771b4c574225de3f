/** From an architecture to its shaped calls: every call that runs, in the order in which calls finish. */

import type { Architecture } from './architecture.ts';
import type { Call } from './call.ts';
import { dispatchOf, type Running } from './dispatch.ts';
import type { Symbols } from './formula.ts';
import { Refusal } from './issues.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named, Storage } from './layer.ts';
import type { Module } from './modules.ts';
import type { Given, Outcome, Value } from './outcome.ts';
import { type Circumstances, runOnShapes } from './run.ts';
import type { Structure, Takes } from './structure.ts';
import type { Tensor } from './tensor.ts';

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

/** Where PyTorch takes a nested tensor, which has the elements alone that are no padding: nowhere, where no gradients are kept, or always. */
export type Nesting = 'never' | 'without gradients' | 'always';

/** The one kernel in which PyTorch may compute all of a composite's calls. */
export interface Fusion {
  readonly composite: Module;
  readonly nesting: Nesting;
  /** Whether gradients are kept, unless they are kept nowhere: then PyTorch does not take the kernel. */
  readonly isLearning: boolean;
}

/** A call of a layer or function, which costs something. */
export interface LeafCall extends CallBase {
  /** What follows from the layer, its options and the tensors alone. */
  readonly outcome: Outcome;
  /** The values that it was given, and those that it left: its own, or given ones that it returns or overwrites. */
  readonly given: Given;
  readonly left: readonly Value[];
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
  /** The values that are the outputs. */
  readonly kept: readonly Value[];
  /** How many values there are, the outputs and what nobody needs among them. */
  readonly valueCount: number;
  /** In the order in which they finish: a container after its body. */
  readonly calls: readonly ShapedCall[];
}

/** Whether PyTorch computes the composite around a call in one kernel where gradients are on and nothing listens inside. */
export const isFused = (call: ShapedCall): call is LeafCall & { readonly fusion: Fusion } =>
  isLeaf(call) && call.fusion !== undefined && !call.fusion.isLearning;

export const isLeaf = (call: ShapedCall): call is LeafCall => call.definition !== undefined;

/** Whether a call computes on a nested tensor where no gradients are kept. */
export const mayBeNested = (call: ShapedCall): boolean => isLeaf(call) && (call.fusion?.nesting ?? 'never') !== 'never';

/** Whether a call computes on a nested tensor where gradients are on: then nothing is learnt in the first layer of the stack. */
export const isOnNested = (call: ShapedCall): boolean => isLeaf(call) && call.fusion?.nesting === 'always';

/** A run that may have stopped early: the calls that finished before a layer refused its input. */
export interface ShapedRun {
  readonly network: ShapedNetwork | undefined;
  readonly finished: readonly ShapedCall[];
  /** The calls that had begun and did not finish, the outermost first: the last is the one that refused. */
  readonly begun: readonly Arrival[];
  readonly refusal: Refusal | undefined;
}

/** What a module is called with, before it runs. */
export interface Arrival extends Pick<CallBase, 'module' | 'inputs' | 'takes'> {
  readonly kind: string;
}

/** Like `shapeNetwork`, for tools that fall over an early call before a later one can refuse. */
export const tryShapes = (architecture: Architecture, circumstances?: Circumstances): ShapedRun => {
  const finished: ShapedCall[] = [];
  const begun: Arrival[] = [];
  try {
    const network = runOnShapes(architecture, finished, begun, circumstances);
    return { network, finished, begun, refusal: undefined };
  } catch (error) {
    if (error instanceof Refusal) return { network: undefined, finished, begun, refusal: error };
    throw error;
  }
};

/** Runs an architecture on shapes alone. Throws Refusal where a layer does not fit or a value is missing. */
export const shapeNetwork = (architecture: Architecture): ShapedNetwork => runOnShapes(architecture, [], []);

/** Whether PyTorch takes a kernel for the call that lays its results out in another order where the network is run so. */
const liesOtherwise = (call: ShapedCall, running: Running): boolean =>
  isLeaf(call) && call.definition.otherwise?.(call.options, call.inputs, dispatchOf(running, call.given)) !== undefined;

/** A network as a tool runs it: another one from the first call on that lies otherwise then. */
export const asRun = (network: ShapedNetwork, running: Running): ShapedRun =>
  network.calls.some((call) => liesOtherwise(call, running))
    ? tryShapes(network.architecture, { running })
    : { network, finished: network.calls, begun: [], refusal: undefined };
