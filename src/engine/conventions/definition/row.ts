/** The rows of a count by the definition. */

import type { Row } from '../../convention.ts';
import { formulasOfCell, symbolsOfCell } from '../../evaluate.ts';
import type { Sparse } from '../../exact.ts';
import type { Formula, Symbols } from '../../formula.ts';
import type { LeafCall } from '../../shapes.ts';
import type { Cost } from './cost.ts';
import { operations } from './figures.ts';

/** A call's row, which names its figures when it is asked for them: most readers want the totals alone. */
export class CallRow implements Row {
  private readonly call: LeafCall;
  private readonly cost: Cost;
  private readonly weights: Sparse | undefined;

  constructor(call: LeafCall, cost: Cost, weights: Sparse | undefined) {
    this.call = call;
    this.cost = cost;
    this.weights = weights;
  }

  get id(): string {
    return this.call.id;
  }

  get path(): string {
    return this.call.module?.path ?? '';
  }

  get kind(): string {
    return this.call.definition.kind;
  }

  get output_shapes(): readonly (readonly number[])[] {
    return this.call.outputs.map(({ shape }) => shape);
  }

  get figures(): Readonly<Record<string, bigint>> {
    return this.cost.figuresWith(this.weights);
  }

  get formulas(): Readonly<Record<string, Formula>> {
    const { params } = this.call.definition.formulas;
    const formulas = formulasOfCell(this.cost.cell, operations, this.call);
    return {
      ...(params ? { params } : {}),
      ...Object.fromEntries(formulas.map(({ figure, formula }) => [figure, formula])),
    };
  }

  get symbols(): Symbols {
    return symbolsOfCell(this.cost.cell, this.call);
  }

  get depends(): string | undefined {
    return this.call.definition.depends(this.call.options, this.call.inputs, this.call.named);
  }
}
