/** The rows of a count by the definition. */

import { type Cells, formulasOfCell, pathOf, type Row, symbolsOfCell } from '../../convention.ts';
import type { ExactTable } from '../../exact.ts';
import type { Formula, Symbols } from '../../formula.ts';
import type { LeafCall } from '../../shapes.ts';
import { figures, operations } from './figures.ts';

/** A row of the table under the figures' names. */
export const named = (table: ExactTable, row: number): Record<string, bigint> =>
  Object.fromEntries(figures.map((name, column) => [name, table.get(row, column)]));

/** A call's row, which names its figures when it is asked for them: most readers want the totals alone. */
export class CallRow implements Row {
  private readonly call: LeafCall;
  private readonly cells: Cells;
  private readonly table: ExactTable;
  private readonly place: number;

  constructor(call: LeafCall, cells: Cells, table: ExactTable, place: number) {
    this.call = call;
    this.cells = cells;
    this.table = table;
    this.place = place;
  }

  get id(): string {
    return this.call.id;
  }

  get path(): string {
    return this.call.module ? pathOf(this.call.module) : '';
  }

  get kind(): string {
    return this.call.definition.kind;
  }

  get output_shapes(): readonly (readonly number[])[] {
    return this.call.outputs.map(({ shape }) => shape);
  }

  get figures(): Readonly<Record<string, bigint>> {
    return named(this.table, this.place);
  }

  get formulas(): Readonly<Record<string, Formula>> {
    const { params } = this.call.definition.formulas;
    const cell = this.cells[this.kind];
    const formulas = cell ? formulasOfCell(cell, operations, this.call) : [];
    return {
      ...(params ? { params } : {}),
      ...Object.fromEntries(formulas.map(({ figure, formula }) => [figure, formula])),
    };
  }

  get symbols(): Symbols {
    const cell = this.cells[this.kind];
    return cell ? symbolsOfCell(cell, this.call) : this.call.symbols;
  }

  get depends(): string | undefined {
    return this.call.definition.depends(this.call.options, this.call.inputs, this.call.named);
  }
}
