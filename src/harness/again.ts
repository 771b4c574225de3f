/** A container's body run again on another value, as a shared block is in a real network. */

import { complaintOf } from '../engine/fit.ts';
import { type AnyOptions, type CallJson, type LayerDefinition, layers, numel, type Tensor } from '../engine/index.ts';
import type { Storage } from '../engine/layer.ts';
import { resultsOf, storageOf } from '../engine/results.ts';

export interface Value {
  readonly ref: string;
  readonly tensor: Tensor;
  /** The value whose memory it shows: its own reference where it is no view. */
  readonly memory: string;
}

/** What has been done to the memories of a network. */
export interface Memories {
  /** Those that PyTorch writes over no more: with gradients on, those of which a call returned several views at once. */
  readonly fixed: Set<string>;
  /** Those that hold what the network was given. */
  readonly given: Set<string>;
}

/** Whether PyTorch writes over a value: it refuses to where another operand is another view of the same memory, or the value again. */
export const isWritable = (
  { apart }: LayerDefinition,
  [first, ...others]: readonly Value[],
  { fixed }: Memories,
): boolean =>
  first === undefined ||
  (!fixed.has(first.memory) &&
    others.every(({ ref, memory }) => memory !== first.memory || (!apart && ref === first.ref)));

/** Whether a call writes over its first input, or changes it otherwise: a dropout that drops nothing may reshape it for a while. */
export const overwrites = (storage: Storage, options: AnyOptions): boolean =>
  storage === 'in place' || options.inplace === true;

/**
 * Whether all operands that are indices are values that the network was given: of no other it is known how large they are.
 * From then on nothing is written over them, since a tool may run the network twice on the same inputs.
 */
export const areIndicesGiven = (
  definition: LayerDefinition,
  options: AnyOptions,
  operands: readonly Value[],
  named: Readonly<Record<string, Value>>,
  { given, fixed }: Memories,
): boolean => {
  const { tensors } = definition.target === 'function' ? definition.torch : definition.forward;
  const byName = Object.fromEntries(Object.entries(named).map(([name, { tensor }]) => [name, tensor]));
  const bounds = definition.indices(options, operands.map(({ tensor }) => tensor) as [Tensor, ...Tensor[]], byName);
  const indices = Object.keys(bounds).map((name) => (named[name] ?? operands[tensors.indexOf(name)])?.memory ?? '');
  if (!indices.every((memory) => given.has(memory))) return false;
  for (const memory of indices) fixed.add(memory);
  return true;
};

/** The memory of what a call returns under a reference; notes what the call does to it. */
export const memoryOf = (
  first: Value | undefined,
  storage: Storage,
  { pieces }: LayerDefinition,
  ref: string,
  { fixed, given }: Memories,
): string => {
  if (storage === 'new' || !first) return ref;
  const { memory } = first;
  if (pieces) fixed.add(memory);
  if (storage === 'in place') given.delete(memory);
  return memory;
};

export interface MadeModule {
  readonly path: string;
  readonly definition: LayerDefinition;
  readonly options: AnyOptions;
}

export interface Body {
  readonly input: Value;
  readonly calls: readonly CallJson[];
  readonly output: string;
  /** The module's own parameters and buffers, which stay what they are. */
  readonly own: readonly Value[];
}

/**
 * The body's calls under fresh ids, and what comes out; undefined where a layer cannot take what the new value gives it,
 * where a result would be larger than results may be, or where the container calls others.
 */
export const replay = (
  body: Body,
  value: Value,
  moduleAt: (path: string) => MadeModule | undefined,
  fresh: (stem: string) => string,
  { memories, mostElements }: { readonly memories: Memories; readonly mostElements: number },
): { readonly calls: readonly CallJson[]; readonly output: Value } | undefined => {
  // What works on numbers with a fraction may not on others, by their values alone.
  if (value.tensor.dtype !== body.input.tensor.dtype) return undefined;
  const values = new Map<string, Value>([...body.own.map((own) => [own.ref, own] as const), [body.input.ref, value]]);
  const calls: CallJson[] = [];
  for (const call of body.calls) {
    const { definition, options } = call.op
      ? { definition: layers.get(call.op), options: call.options as AnyOptions }
      : (moduleAt(call.module as string) ?? { definition: undefined, options: {} });
    const inputs = call.inputs.map((reference) => values.get(reference));
    // Tensors by name are inputs of the network, which a body that runs again does not get.
    if (!definition || call.named || inputs.some((input) => !input)) return undefined;
    const tensors = (inputs as Value[]).map(({ tensor }) => tensor) as [Tensor, ...Tensor[]];
    const all = { ...options, ...call.options };
    if (complaintOf(definition, all, tensors, {}, call.spelling)) return undefined;
    const id = fresh(definition.kind);
    const storage = storageOf(definition, all, tensors, call.spelling);
    const operands = inputs as Value[];
    if (!areIndicesGiven(definition, all, operands, {}, memories)) return undefined;
    if (overwrites(storage, all) && !isWritable(definition, operands, memories)) return undefined;
    const outputs = resultsOf(definition, all, tensors, {}, storage);
    if (outputs.some(({ shape }) => shape.some((size) => size < 1) || numel(shape) > mostElements)) return undefined;
    for (const [index, tensor] of outputs.entries()) {
      const ref = index === 0 ? id : `${id}:${index}`;
      const made = { ref, tensor, memory: memoryOf(operands[0], storage, definition, ref, memories) };
      values.set(index === 0 ? call.id : `${call.id}:${index}`, made);
    }
    calls.push({ ...call, id, inputs: operands.map(({ ref }) => ref) });
  }
  const output = values.get(body.output);
  return output && { calls, output };
};
