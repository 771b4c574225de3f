/** What the engine makes of a network, in the words of `countersign.contract`. */

import { type ArchitectureJson, parseArchitecture, Refusal, shapeNetwork } from '../../src/engine/index.ts';
import type { OwnTensor } from '../../src/engine/ownTensors.ts';

export interface Made {
  /** Name, shape, type and whether it is a parameter; parameters before buffers, each under the first of its names. */
  readonly weights: readonly (readonly [string, readonly number[], string, boolean])[];
  readonly outputs: readonly (readonly [readonly number[], string])[];
}

/** The network's weights and outputs. Throws Refusal. */
export const madeOf = (json: ArchitectureJson): Made => {
  const architecture = parseArchitecture(structuredClone(json));
  const { outputs } = shapeNetwork(architecture);
  const names = new Map<OwnTensor, string>();
  for (const { paths, tensors } of architecture.modules)
    for (const [name, tensor] of tensors)
      if (!names.has(tensor)) names.set(tensor, paths[0] ? `${paths[0]}.${name}` : name);
  const weights = [...names].map(([{ shape, dtype, buffer }, name]) => [name, shape, dtype, !buffer] as const);
  return {
    weights: [...weights.filter((weight) => weight[3]), ...weights.filter((weight) => !weight[3])],
    outputs: outputs.map(({ shape, dtype }) => [shape, dtype] as const),
  };
};

/** The same, or why it is refused. */
export const madeOrRefused = (json: ArchitectureJson): Made | Refusal => {
  try {
    return madeOf(json);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};
