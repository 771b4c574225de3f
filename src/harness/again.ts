/** A container's body run again on another value, as a shared block is in a real network. */

import { type AnyOptions, type CallJson, type LayerDefinition, layers, type Tensor } from '../engine/index.ts';
import { complaintOf, resultsOf, type Storage, storageOf } from '../engine/layer.ts';

export interface Value {
  readonly ref: string;
  readonly tensor: Tensor;
  /** The value whose memory it shows: its own reference where it is no view. */
  readonly memory: string;
}

/** Memories of which a call returned several views at once. */
export type Cut = Set<string>;

/**
 * Whether PyTorch writes over a value: with gradients on it does so in no memory that was cut, and it refuses to where
 * another operand is another view of the same memory.
 */
export const isWritable = ([first, ...others]: readonly [Value, ...Value[]], cut: Cut): boolean =>
  !cut.has(first.memory) && others.every(({ ref, memory }) => memory !== first.memory || ref === first.ref);

/** The memory of what a call returns under a reference, which it may have cut. */
export const memoryOf = (
  { memory }: Value,
  storage: Storage,
  { pieces }: LayerDefinition,
  ref: string,
  cut: Cut,
): string => {
  if (storage === 'new') return ref;
  if (pieces) cut.add(memory);
  return memory;
};

export interface MadeModule {
  readonly path: string;
  readonly definition: LayerDefinition;
  readonly options: AnyOptions;
}

export interface Body {
  readonly input: string;
  readonly calls: readonly CallJson[];
  readonly output: string;
  /** The module's own parameters and buffers, which stay what they are. */
  readonly own: readonly Value[];
}

/**
 * The body's calls under fresh ids, and what comes out; undefined where a layer cannot take what the new value gives it,
 * or where the container calls others.
 */
export const replay = (
  body: Body,
  value: Value,
  moduleAt: (path: string) => MadeModule | undefined,
  fresh: (stem: string) => string,
  cut: Cut,
): { readonly calls: readonly CallJson[]; readonly output: Value } | undefined => {
  const values = new Map<string, Value>([...body.own.map((own) => [own.ref, own] as const), [body.input, value]]);
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
    const operands = inputs as [Value, ...Value[]];
    if (storage === 'in place' && !isWritable(operands, cut)) return undefined;
    const outputs = resultsOf(definition, all, tensors, {}, storage);
    for (const [index, tensor] of outputs.entries()) {
      const ref = index === 0 ? id : `${id}:${index}`;
      const made = { ref, tensor, memory: memoryOf(operands[0], storage, definition, ref, cut) };
      values.set(index === 0 ? call.id : `${call.id}:${index}`, made);
    }
    calls.push({ ...call, id, inputs: operands.map(({ ref }) => ref) });
  }
  const output = values.get(body.output);
  return output && { calls, output };
};
