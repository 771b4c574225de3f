/** The cells and the sums of the tools that replace functions. */

import type { Module } from '../../architecture.ts';
import { type Cells, joined, type Prediction, sumFigures, type Traversal, unstated } from '../../convention.ts';
import { elementsOf, type OwnTensor } from '../../ownTensors.ts';
import type { ShapedNetwork } from '../../shapes.ts';
import { raisedIn, rowOf, tally } from '../../tally.ts';
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
    sparse,
    tensors,
  );

/** Counts a network: `keep` says which parameters a tool counts. */
export const countPatched = (
  network: ShapedNetwork,
  cells: Cells,
  traversal: Traversal,
  keep: (tensor: OwnTensor) => boolean,
): Prediction => {
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
  return {
    status: 'counted',
    totals: { params: paramsOf(network.architecture.modules), ...sumFigures(layers, ['macs', 'flops']) },
    layers,
    uncounted: unstated(cells, network, traversal.functions),
  };
};
