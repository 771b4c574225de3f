/** The cells and the sums of the tools that replace functions. */

import {
  type Cells,
  type Count,
  departs,
  each,
  joined,
  type Raises,
  type Reason,
  type Traversal,
} from '../../convention.ts';
import type { Module } from '../../modules.ts';
import { elementsOf, type OwnTensor } from '../../ownTensors.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally, type Visit } from '../../tally.ts';
import { sumFigures, unstated } from '../../wholes.ts';
import { activation } from './activation.ts';
import { arrangement } from './arrangement.ts';
import { convolution } from './convolution.ts';
import { elementwise } from './elementwise.ts';
import { normalization } from './normalization.ts';
import { pooling } from './pooling.ts';
import { products } from './products.ts';
import { sparse } from './sparse.ts';
import { tensors } from './tensors.ts';
import type { PatchingTool } from './tool.ts';

/** The cells that follow from what a tool replaces; transposed convolutions, attention and recurrent layers are its own. */
export const cellsOf = (tool: PatchingTool): Cells =>
  joined(
    activation(tool),
    arrangement(tool),
    convolution(tool),
    elementwise(tool),
    normalization(tool),
    pooling(tool),
    products(tool),
    sparse(tool),
    tensors(tool),
  );

/** What a tool counts, and the calls that it saw. */
export interface Patched {
  readonly count: Count & { readonly totals: Readonly<Record<'params' | 'macs' | 'flops', bigint>> };
  readonly visits: readonly Visit[];
}

/** Kinds whose own print is made of all their attributes, to which the tools add one that prints the module. */
const endlessPrints: ReadonlySet<string> = new Set(['EmbeddingBag']);

/** Why a tool prints without end; `option` is the one with which it does not print. */
const endlessReason = (option: string, source: string): Reason => ({
  because: `It prints the network with a method of its own in each module, and an EmbeddingBag prints all that it holds, that method and so itself; with ${option}=False it counts.`,
  source,
});

/** Cells of what cannot be printed. */
export const unprintable = (option: string, source: string): Cells =>
  each(departs({}, endlessReason(option, source)), ...endlessPrints);

/** What a tool raises where it prints without end. */
export const endlessPrint = ({ architecture }: ShapedNetwork, option: string, source: string): Raises | undefined =>
  architecture.modules.some(({ kind }) => endlessPrints.has(kind))
    ? { status: 'raises', error: 'RecursionError', ...endlessReason(option, source) }
    : undefined;

/** Counts a network: `keep` says which parameters a tool counts. */
export const countPatched = (
  network: ShapedNetwork,
  cells: Cells,
  traversal: Traversal,
  keep: (tensor: OwnTensor) => boolean,
): Patched | Raises => {
  const visits = tally(network, cells, ['macs', 'flops'], traversal);
  const raised = raisedIn(visits);
  if (raised) return raised;
  const paramsOf = (modules: readonly Module[]): bigint =>
    elementsOf(
      modules.flatMap(({ tensors: own }) => [...own.values()]),
      (tensor) => !tensor.buffer && keep(tensor),
    );
  const layers = visits.map((visit) => {
    const { call, evaluated, times, timesParams } = visit;
    return rowOf(visit, {
      params: call.module && timesParams > 0n ? paramsOf([call.module]) : 0n,
      macs: (evaluated.figures.macs as bigint) * times,
      flops: (evaluated.figures.flops as bigint) * times,
    });
  });
  const { macs = 0n, flops = 0n } = sumFigures(layers, ['macs', 'flops']);
  return {
    count: {
      status: 'counted',
      totals: { params: paramsOf(network.architecture.modules), macs, flops },
      layers,
      uncounted: unstated(cells, network, traversal.functions),
    },
    visits,
  };
};
