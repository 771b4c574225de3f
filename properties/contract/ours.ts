/** What the engine makes of a network, in the words of `countersign.contract`. */

import type { Running } from '../../src/engine/dispatch.ts';
import {
  type ArchitectureJson,
  isLeaf,
  type LeafCall,
  parseArchitecture,
  Refusal,
  type ShapedNetwork,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { OwnTensor } from '../../src/engine/ownTensors.ts';
import { asRun } from '../../src/engine/shapes.ts';

export interface Made {
  /** Name, shape, type and whether it is a parameter; parameters before buffers, each under the first of its names. */
  readonly weights: readonly (readonly [string, readonly number[], string, boolean])[];
  /** Shape, type and strides, which are 0 for dimensions of size 1. */
  readonly outputs: readonly (readonly [readonly number[], string, readonly number[]])[];
  readonly memory: Memory;
}

/** Whose memory a network's outputs lie in, and which inputs it writes over. */
export interface Memory {
  /** For each output `x0` where it is that input, `in x0` where it lies in its memory, `apart` where it lies in none's. */
  readonly outputs: readonly string[];
  readonly written: readonly string[];
}

/** By the number of each value, whose memory it lies in. */
const homesIn = (calls: readonly LeafCall[]): ReadonlyMap<number, number> => {
  const homes = new Map<number, number>();
  for (const { given, left, storage } of calls)
    for (const { number } of left) {
      const [first] = given.values;
      if (storage !== 'new' && first && first.number !== number)
        homes.set(number, homes.get(first.number) ?? first.number);
    }
  return homes;
};

/** In place, a Dropout gives an input without a batch one for the time being, which PyTorch counts as a write. */
const isReshaped = ({ definition: { kind }, options, inputs: [input] }: LeafCall): boolean =>
  /^dropout[13]d$/i.test(kind) && options.inplace === true && input.shape.length !== (kind.endsWith('1d') ? 3 : 5);

/** A network's inputs are its first values. */
const memoryOf = ({ architecture: { inputs }, calls, kept }: ShapedNetwork): Memory => {
  const leaves = calls.filter(isLeaf);
  const homes = homesIn(leaves);
  const homeOf = (number: number): number => homes.get(number) ?? number;
  const overwritten = new Set(
    leaves
      .filter((call) => call.storage === 'in place' || isReshaped(call))
      .flatMap(({ given: { values } }) => values.slice(0, 1).map(({ number }) => homeOf(number))),
  );
  return {
    outputs: kept.map(({ number }) => {
      const home = inputs[homeOf(number)]?.name;
      return home === undefined ? 'apart' : home === inputs[number]?.name ? home : `in ${home}`;
    }),
    written: inputs.flatMap(({ name }, place) => (overwritten.has(place) ? [name] : [])),
  };
};

/** A network's weights and outputs. */
export const madeOf = (network: ShapedNetwork): Made => {
  const { architecture, outputs } = network;
  const names = new Map<OwnTensor, string>();
  for (const { paths, tensors } of architecture.modules)
    for (const [name, tensor] of tensors)
      if (!names.has(tensor)) names.set(tensor, paths[0] ? `${paths[0]}.${name}` : name);
  const weights = [...names].map(([{ shape, dtype, buffer }, name]) => [name, shape, dtype, !buffer] as const);
  return {
    weights: [...weights.filter((weight) => weight[3]), ...weights.filter((weight) => !weight[3])],
    outputs: outputs.map(({ shape, dtype, strides }) => {
      const steps = strides.map((step, dimension) => ((shape[dimension] as number) > 1 ? step : 0));
      return [shape, dtype, steps] as const;
    }),
    memory: memoryOf(network),
  };
};

/** A network as it is run, or why it is refused. */
export const shapedOrRefused = (json: ArchitectureJson, running?: Running): ShapedNetwork | Refusal => {
  try {
    const network = shapeNetwork(parseArchitecture(structuredClone(json)));
    const run = running ? asRun(network, running) : { network, refusal: undefined };
    return run.network ?? (run.refusal as Refusal);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};

/** What is made of it as it is run, or why it is refused. */
export const madeOrRefused = (json: ArchitectureJson, running?: Running): Made | Refusal => {
  const network = shapedOrRefused(json, running);
  return network instanceof Refusal ? network : madeOf(network);
};
