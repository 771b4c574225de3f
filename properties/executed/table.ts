/** How far each kind's executed definition agrees: with the formulas in what it counts, with PyTorch in what it computes. */

import fc from 'fast-check';
import type { Numbers } from '../../reference/index.ts';
import type { ArchitectureJson } from '../../src/engine/index.ts';
import { isCertain } from './certain.ts';
import { distance, tolerance } from './close.ts';
import { differencesOf, executedFigure, figures } from './counts.ts';
import { type ExecutedNetwork, executeNetwork, drawn as numbersFrom } from './network.ts';
import { networksOf, withEveryOutput } from './networks.ts';

/** What came of a kind's cases. */
export interface Trial {
  readonly kind: string;
  /** Networks whose counts were compared, and those in which every class of operation agreed. */
  readonly counted: number;
  readonly equal: number;
  /** The classes of which something was executed in some case. */
  readonly classes: readonly string[];
  /** Networks whose results were compared with PyTorch's, and those in which all of them were its. */
  readonly computed: number;
  readonly close: number;
  /** The networks in which something differed. */
  readonly failures: readonly ArchitectureJson[];
}

type Torch = (network: ExecutedNetwork) => Promise<readonly Numbers[]>;

const isClose = async (network: ExecutedNetwork, torch: Torch): Promise<boolean> => {
  const outputs = await torch(network);
  return (
    outputs.length === network.outputs.length &&
    outputs.every((output, index) => distance(output, network.outputs[index] as Numbers) < tolerance)
  );
};

interface Case {
  readonly architecture: ArchitectureJson;
  readonly numbers: number;
}

const draw = (networks: fc.Arbitrary<ArchitectureJson>, seed: number, count: number): Case[] =>
  fc
    .sample(networks.map(withEveryOutput), { seed, numRuns: count })
    .map((architecture, index) => ({ architecture, numbers: seed + index }));

/** So many cases of a kind. Where PyTorch draws numbers there is nothing to compare with, and others are drawn in their place. */
export const trialOf = async (kind: string, cases: number, seed: number, torch: Torch): Promise<Trial> => {
  const toCount = draw(networksOf(kind), seed, cases);
  const certain = toCount.filter(({ architecture }) => isCertain(architecture));
  const missing = cases - certain.length;
  const toCompute = missing > 0 ? [...certain, ...draw(networksOf(kind).filter(isCertain), seed, missing)] : certain;
  const classes = new Set<string>();
  const failures = new Set<ArchitectureJson>();
  const count = { equal: 0, close: 0 };
  for (const drawn of new Set([...toCount, ...toCompute])) {
    const network = executeNetwork(drawn.architecture, numbersFrom(drawn.numbers));
    for (const ran of network.calls)
      for (const figure of figures) if (executedFigure(figure, ran) > 0n) classes.add(figure);
    const isEqual = network.calls.every((ran) => Object.keys(differencesOf(ran)).length === 0);
    const isComputed = toCompute.includes(drawn);
    const isSame = isComputed && (await isClose(network, torch));
    if (isEqual && toCount.includes(drawn)) count.equal++;
    if (isSame) count.close++;
    if (!isEqual || isSame !== isComputed) failures.add(drawn.architecture);
  }
  return {
    kind,
    counted: toCount.length,
    equal: count.equal,
    classes: figures.filter((figure) => classes.has(figure)),
    computed: toCompute.length,
    close: count.close,
    failures: [...failures],
  };
};
