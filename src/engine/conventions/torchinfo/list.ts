/** The lines of torchinfo's list, in the order in which modules are called, with the containers that were not called. */

import type { Call } from '../../call.ts';
import type { Cell, Cells } from '../../convention.ts';
import { evaluateCell } from '../../evaluate.ts';
import type { Module } from '../../modules.ts';
import { isLeaf, type ShapedNetwork } from '../../shapes.ts';
import { bytesOf, numel, type Tensor } from '../../tensor.ts';
import { type Entry, isLeafModule, type Parameters, parametersIn } from './entry.ts';
import { lastPlaces } from './places.ts';
import { standing } from './results.ts';
import { besides } from './weights.ts';

/** A call that the list has a line for, and the tensor that stands for what it returns. */
export interface Run {
  readonly id: string;
  readonly module: Module;
  readonly result: Tensor | undefined;
}

/** Calls of modules in the order in which they begin, the root first. */
export const runsOf = ({ architecture, calls, outputs }: ShapedNetwork): Run[] => {
  const shaped = new Map(calls.map((call) => [call.id, call]));
  const runs: Run[] = [];
  const visit = ({ id, module }: Call): void => {
    const call = shaped.get(id);
    if (module && call) runs.push({ id, module, result: standing(call.returns, call.outputs) });
    if (call && !isLeaf(call)) for (const inner of call.body) visit(inner);
  };
  const { root, json } = architecture;
  if (!root.definition) runs.push({ id: '', module: root, result: standing(json.returns, outputs) });
  for (const call of architecture.calls) visit(call);
  return runs;
};

/** Puts the containers that were not called before the first line of what lies in them, as the tool does while it walks its list. */
const insertContainers = (list: Entry[]): void => {
  const listed = new Set(list.map(({ module }) => module));
  const current = new Map<number, Entry>();
  for (let index = 0; index < list.length; index++) {
    const entry = list[index] as Entry;
    const above = new Map<number, Entry>();
    for (let up = entry.parent; up && up.depth > 0; up = up.parent) above.set(up.depth, up);
    let added = 0;
    for (let depth = 1; depth < entry.depth; depth++) {
      const container = above.get(depth) as Entry;
      const isShown = current.get(depth)?.module === container.module;
      if (isShown || list.at(index + added - 1) === container) continue;
      container.isRecursive ||= listed.has(container.module);
      list.splice(index + added, 0, container);
      listed.add(container.module);
      current.set(depth, container);
      added++;
    }
    current.set(entry.depth, entry);
    for (let deeper = entry.depth + 1; current.delete(deeper); deeper++);
  }
};

/** Numbers the lines of each depth, and finds what is below each. */
const finish = (list: readonly Entry[]): void => {
  const numbers = new Map<number, number>();
  for (const [index, entry] of list.entries()) {
    const number = (numbers.get(entry.depth) ?? 0) + 1;
    numbers.set(entry.depth, number);
    entry.number = number;
    let end = index + 1;
    while (end < list.length && (list[end] as Entry).depth > entry.depth) end++;
    entry.children = list.slice(index + 1, end);
  }
};

const none: Cell = { type: 'zero' };

/** The list of a network, by the cells given. */
export const listOf = (network: ShapedNetwork, runs: readonly Run[], cells: Cells): readonly Entry[] => {
  const places = lastPlaces(network.architecture);
  const layerCalls = new Map(network.calls.filter(isLeaf).map((call) => [call.id, call]));
  const sums = new Map<Module, Parameters>();
  const sumsOf = (module: Module): Parameters => {
    const known = sums.get(module) ?? parametersIn(module);
    sums.set(module, known);
    return known;
  };
  const containers = new Map<Module, Entry>();
  const placed = (module: Module) => {
    const { positions, parent } = places.get(module) as { positions: readonly number[]; parent: Module | undefined };
    return {
      module,
      depth: positions.length,
      parent: parent && containerOf(parent),
      isLeaf: isLeafModule(module),
      parameters: sumsOf(module),
      isRecursive: false,
      number: 0,
      children: [],
    };
  };
  const containerOf = (module: Module): Entry => {
    const known = containers.get(module);
    if (known) return known;
    const made = { ...placed(module), call: undefined, id: '', size: [], outputBytes: 0n, multAdds: 0n };
    containers.set(module, made);
    return made;
  };
  const seen = new Set<Module>();
  const list = runs.map(({ id, module, result }): Entry => {
    const place = placed(module);
    const size = result?.shape ?? [];
    const call = layerCalls.get(id);
    const isRecursive = seen.has(module);
    seen.add(module);
    const { mult_adds = 0n } = call ? evaluateCell(cells[module.kind] ?? none, ['mult_adds'], call).figures : {};
    return {
      ...place,
      call,
      id,
      size,
      outputBytes: result ? BigInt(numel(size)) * BigInt(bytesOf[result.dtype]) : 0n,
      multAdds: place.isLeaf ? mult_adds + besides(module, size) : 0n,
      isRecursive,
    };
  });
  insertContainers(list);
  finish(list);
  return list;
};
