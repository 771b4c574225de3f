/** What the engine makes of a network, in the words of `countersign.contract`. */

import {
  type ArchitectureJson,
  parseArchitecture,
  Refusal,
  type ShapedNetwork,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { OwnTensor } from '../../src/engine/ownTensors.ts';

export interface Made {
  /** Name, shape, type and whether it is a parameter; parameters before buffers, each under the first of its names. */
  readonly weights: readonly (readonly [string, readonly number[], string, boolean])[];
  /** Shape, type and strides, which are 0 for dimensions of size 1. */
  readonly outputs: readonly (readonly [readonly number[], string, readonly number[]])[];
}

/** A network's weights and outputs. */
export const madeOf = ({ architecture, outputs }: ShapedNetwork): Made => {
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
  };
};

/** The same of an architecture, or why it is refused. */
export const madeOrRefused = (json: ArchitectureJson): Made | Refusal => {
  try {
    return madeOf(shapeNetwork(parseArchitecture(structuredClone(json))));
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};
