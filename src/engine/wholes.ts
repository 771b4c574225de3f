/** What conventions say of whole networks alike. */

import type { Architecture } from './architecture.ts';
import type { Cells, Convention, Count, Traversal } from './convention.ts';
import type { Refusal } from './issues.ts';
import { asRun, isLeaf, type ShapedNetwork, type ShapedRun, tryShapes } from './shapes.ts';

/** The class of the exception that torch raises for what the engine refuses. */
export const errorOf = (refusal: Refusal | undefined): string => refusal?.issues[0].error ?? 'RuntimeError';

/** Runs an architecture as a tool does that makes inputs of its own, which are float32. */
export const runOnOwnInputs = (architecture: Architecture, { batch, running }: Traversal): ShapedRun =>
  tryShapes(architecture, { batch, dtype: 'float32', running });

/**
 * What a tool that runs another batch says of a network that PyTorch then goes on with and the engine does not: with results that
 * have no elements, or norms that weight_norm reads past the end of.
 */
export const unstatedWhereNotShaped = ({ refusal, begun }: ShapedRun): Count | undefined => {
  const [issue] = refusal?.issues ?? [];
  const kind = begun.at(-1)?.kind;
  const isEmpty = issue?.code === 'empty' && issue.error === undefined;
  const isShort = issue?.code === 'size' && kind === 'weight_norm';
  if (!isEmpty && !isShort) return undefined;
  const uncounted = [`${kind} with ${isEmpty ? 'a result that has no elements' : 'too few norms'}`];
  return { status: 'counted', totals: {}, layers: [], uncounted };
};

/** Counts networks as a tool runs them: it raises where what lies in another order then cannot be viewed. */
export const countingAsRun =
  ({ running }: Traversal, count: Convention['count']): Convention['count'] =>
  (given, cells) => {
    const { network, refusal } = running ? asRun(given, running) : { network: given, refusal: undefined };
    if (network) return count(network, cells);
    return {
      status: 'raises',
      error: errorOf(refusal),
      because:
        'It keeps gradients or listens to torch, which then takes a kernel that leaves its results in another order in memory, and a call behind it refuses that order.',
      source: 'torch 2.15, aten/src/ATen/native/Pooling.cpp and torch/_decomp/decompositions.py',
    };
  };

/** Kinds of the network's calls for which a convention has no cell. */
export const unstated = (cells: Cells, network: ShapedNetwork, functions = true): string[] => {
  const kinds = new Set<string>();
  for (const call of network.calls) {
    if (isLeaf(call) && !Object.hasOwn(cells, call.definition.kind) && (functions || call.module))
      kinds.add(call.definition.kind);
  }
  return [...kinds].sort();
};

/** Sums each figure over rows; texts are left out. */
export const sumFigures = (
  rows: readonly { readonly figures: Readonly<Record<string, bigint | string>> }[],
  names: readonly string[],
): Record<string, bigint> => {
  const totals: Record<string, bigint> = {};
  for (const name of names) {
    let sum = 0n;
    for (const { figures } of rows) {
      const value = figures[name];
      if (typeof value === 'bigint') sum += value;
    }
    totals[name] = sum;
  }
  return totals;
};
