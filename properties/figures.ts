/** What several claims need: counts of the definition, and networks to count. */

import {
  type ArchitectureJson,
  type Count,
  count,
  parseArchitecture,
  Refusal,
  shapeNetwork,
} from '../src/engine/index.ts';

export const counted = (architecture: ArchitectureJson, convention = 'definition'): Count => {
  const prediction = count(architecture, convention);
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

/** Totals of operations and parameters, without memory. */
export const operations = (architecture: ArchitectureJson): Record<string, bigint> =>
  Object.fromEntries(
    Object.entries(counted(architecture).totals).filter(
      (entry): entry is [string, bigint] => !entry[0].startsWith('memory.'),
    ),
  );

/** Tensors by name, each value under its new name. */
export const renamed = (
  named: Readonly<Record<string, string>>,
  rename: (value: string) => string,
): Record<string, string> => Object.fromEntries(Object.entries(named).map(([name, value]) => [name, rename(value)]));

/** Whether the engine takes a network; whether PyTorch does, too, is for others to ask. */
export const isTaken = (architecture: ArchitectureJson): boolean => {
  try {
    shapeNetwork(parseArchitecture(structuredClone(architecture)));
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};
