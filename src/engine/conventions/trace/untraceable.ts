/** What torch.jit does not trace, wherever it stands in a network. */

import type { Cells, Raises, RaisesAt } from '../../convention.ts';
import { isLeaf, type ShapedNetwork } from '../../shapes.ts';
import { raisedAt, raisedBy } from '../../tally.ts';
import { outsideOfFastPath } from '../attention.ts';
import type { Graph } from './live.ts';

/** Its own size is computed in the graph, and then checked as if it were a number. */
export const unsizedUnpooling: RaisesAt = {
  error: 'TypeError',
  because: 'Where no output_size is given, torch checks sizes that are tensors while it traces, and refuses them.',
  source: 'torch 2.15, torch/nn/functional.py, _unpool_output_size',
  when: ({ options }) => (options.output_size ?? null) === null,
};

const whileTracing: ReadonlySet<RaisesAt | undefined> = new Set([unsizedUnpooling]);

const constantResult: Raises = {
  status: 'raises',
  error: 'RuntimeError',
  because: 'torch.jit refuses a network whose result it has not seen come about, as that of `x.data`.',
  source: 'torch 2.15, torch/csrc/jit/frontend/tracer.cpp',
};

const cellOf = (cells: Cells, kind: string) => (Object.hasOwn(cells, kind) ? cells[kind] : undefined);

/** What is raised for a network: while it is traced, by any call; then by a rule, for a call that is left in the graph. */
export const raisedOn = (network: ShapedNetwork, graph: Graph, cells: Cells): Raises | undefined => {
  for (const call of network.calls) {
    if (!isLeaf(call)) continue;
    const cell = cellOf(cells, call.definition.kind);
    const raised = whileTracing.has(cell?.raises) ? raisedAt(call, cell) : raisedBy(call, outsideOfFastPath);
    if (raised) return raised;
  }
  if (graph.hasConstantResult) return constantResult;
  for (const { call } of graph.calls) {
    const raised = raisedAt(call, cellOf(cells, call.definition.kind));
    if (raised) return raised;
  }
  return undefined;
};
