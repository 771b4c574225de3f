/** What calls cost by the definition, found once for each outcome. */

import { type Cell, type Cells, zero } from '../../convention.ts';
import { formulasOfCell, symbolsOfCell } from '../../evaluate.ts';
import { type Exact, plus, type Sparse, sparse } from '../../exact.ts';
import type { LeafCall } from '../../shapes.ts';
import { bytesIn, type Tensor } from '../../tensor.ts';
import { namedFigures, operations, placeOf } from './figures.ts';
import { readWeightBytes } from './weights.ts';

/** Bytes of tensors together. */
export const sumOf = (tensors: readonly Tensor[]): Exact => {
  let sum: Exact = 0;
  for (const tensor of tensors) sum = plus(sum, bytesIn(tensor));
  return sum;
};

const inFlops: ReadonlySet<string> = new Set(['multiplications', 'additions']);

const operationsOf = (call: LeafCall, cell: Cell): [string, Exact][] => {
  const symbols = symbolsOfCell(cell, call);
  return formulasOfCell(cell, operations, call).map(({ figure, formula }) => [figure, formula.value(symbols)]);
};

/** What a call reads is each of its tensors once, and its weights; one that only names memory reads and writes nothing. */
const memoryOf = ({ outcome, module }: LeafCall): [string, Exact][] => {
  const { storage, inputs, read, outputs } = outcome;
  const input: [string, Exact] = ['memory.input', sumOf(inputs)];
  if (storage === 'alias') return [input];
  const written = sumOf(outputs);
  return [
    input,
    ['memory.activations', storage === 'new' ? written : 0],
    ['memory.reads', plus(sumOf(read), module ? readWeightBytes(module) : 0)],
    ['memory.writes', written],
  ];
};

/** The figures of a call but for its weights. */
export class Cost {
  readonly cells: Cells;
  readonly cell: Cell;
  readonly row: Sparse;
  private weights: Sparse | undefined;
  private figures: Readonly<Record<string, bigint>> | undefined;

  constructor(call: LeafCall, cells: Cells) {
    this.cells = cells;
    this.cell = cells[call.definition.kind] ?? zero();
    const counted = operationsOf(call, this.cell);
    const flops = counted.reduce<Exact>((sum, [name, value]) => (inFlops.has(name) ? plus(sum, value) : sum), 0);
    const all = [...counted, ['flops', flops] as const, ...memoryOf(call)];
    this.row = sparse(all.map(([name, value]) => [placeOf(name), value]));
  }

  /** All figures by name, those of the weights included. */
  figuresWith(weights: Sparse | undefined): Readonly<Record<string, bigint>> {
    if (this.figures === undefined || this.weights !== weights) {
      this.weights = weights;
      this.figures = weights ? namedFigures(this.row, weights) : namedFigures(this.row);
    }
    return this.figures;
  }
}

/** What a call costs by its cell among those given. */
export const costOf = (call: LeafCall, cells: Cells): Cost => {
  const { outcome } = call;
  if (outcome.note instanceof Cost && outcome.note.cells === cells) return outcome.note;
  const made = new Cost(call, cells);
  outcome.note = made;
  return made;
};
