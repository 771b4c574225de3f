/** Adds up a convention's cells over a network by the tool's traversal rules. */

import type { Cell, Cells, Raises, RaisesAt, Row, Traversal } from './convention.ts';
import { type Evaluated, evaluateCell } from './evaluate.ts';
import type { Module } from './modules.ts';
import { pathCounts } from './paths.ts';
import { isFused, isLeaf, type LeafCall, type ShapedNetwork } from './shapes.ts';

/** One call as a tool sees it. */
export interface Visit {
  readonly call: LeafCall;
  readonly cell: Cell;
  readonly evaluated: Evaluated;
  /** How many times the call's figures enter the total. */
  readonly times: bigint;
  /** How many times the module's parameters enter the total at this call: not at its second. */
  readonly timesParams: bigint;
}

const isSeen = (call: LeafCall, { functions, replaces, fuses }: Traversal, root: Module): boolean =>
  (call.module !== undefined || (functions && !(replaces && call.isHeld))) &&
  !(isFused(call) && fuses?.(call.fusion.composite, root));

/** The calls that a tool sees and has a rule for, each with how often it counts. */
export const tally = (
  network: ShapedNetwork,
  cells: Cells,
  figures: readonly string[],
  traversal: Traversal,
): Visit[] => {
  const paths = pathCounts(network);
  const { root } = network.architecture;
  const counted = new Set<Module>();
  const visits: Visit[] = [];
  for (const call of network.calls) {
    if (!isLeaf(call) || !isSeen(call, traversal, root)) continue;
    const stated = Object.hasOwn(cells, call.definition.kind) ? cells[call.definition.kind] : undefined;
    if (!stated) continue;
    const { module } = call;
    const cell = module?.isSubclass && traversal.subclass ? traversal.subclass(stated) : stated;
    const holder = module ?? (traversal.functionsOf === 'module' ? call.within : undefined);
    const ways = holder ? (paths.get(holder) as bigint) : 1n;
    const shared = traversal.shared === 'each path' ? ways : 1n;
    const isFirst = module !== undefined && !counted.has(module);
    if (module) counted.add(module);
    visits.push({
      call,
      cell,
      evaluated: evaluateCell(cell, figures, call),
      times: shared * (traversal.hooks === 'each path' ? ways : 1n),
      timesParams: isFirst ? shared : 0n,
    });
  }
  return visits;
};

/** What is raised at a call; undefined where it is none of those. */
export const raisedBy = (call: LeafCall, raises: RaisesAt | undefined): Raises | undefined => {
  if (!raises?.when(call)) return undefined;
  const { error, errorAt, because, source } = raises;
  return { status: 'raises', error: errorAt?.(call) ?? error, because, source };
};

/** What a tool raises at a call; undefined where it goes on. */
export const raisedAt = (call: LeafCall, cell: Cell | undefined): Raises | undefined => raisedBy(call, cell?.raises);

/** The first call at which a cell says that the tool raises; undefined where there is none. */
export const raisedIn = (visits: readonly Visit[]): Raises | undefined => {
  for (const { call, cell } of visits) {
    const raised = raisedAt(call, cell);
    if (raised) return raised;
  }
  return undefined;
};

/** A row for a visit, with the figures given. */
export const rowOf = <Figures extends Readonly<Record<string, bigint | string>>>(
  { call, cell, evaluated }: Visit,
  figures: Figures,
): Row & { readonly figures: Figures } => ({
  id: call.id,
  path: call.module?.path ?? '',
  kind: call.definition.kind,
  output_shapes: call.outputs.map(({ shape }) => shape),
  figures,
  formulas: evaluated.formulas,
  symbols: evaluated.symbols,
  reason: cell.type === 'same' ? undefined : cell.reason,
});
