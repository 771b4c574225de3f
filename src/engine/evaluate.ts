/** What a convention's cell comes to for a call. */

import type { Cell } from './convention.ts';
import type { Formula, Symbols } from './formula.ts';
import type { LayerDefinition } from './layer.ts';
import type { FormulaName } from './operations.ts';
import type { LeafCall } from './shapes.ts';

/** A figure's formula in a cell: undefined where the figure is 0 or not stated. */
const cellFormula = (
  cell: Cell | undefined,
  figure: string,
  call: Pick<LeafCall, 'definition'>,
): Formula | undefined => {
  if (cell?.type === 'formulas') return cell.figures[figure];
  if (cell?.type === 'same' && (cell.figures as readonly string[]).includes(figure))
    return call.definition.formulas[figure as FormulaName];
  return undefined;
};

/** A cell's formula for one figure. */
export interface FigureFormula {
  readonly figure: string;
  readonly formula: Formula;
}

const found = new WeakMap<Cell, { readonly kind: LayerDefinition; readonly formulas: readonly FigureFormula[] }>();

/** The formulas that a cell has for a call, found once for each cell and kind. `figures` are those of its convention. */
export const formulasOfCell = (cell: Cell, figures: readonly string[], call: LeafCall): readonly FigureFormula[] => {
  const known = found.get(cell);
  if (known?.kind === call.definition) return known.formulas;
  const formulas = figures.flatMap((figure): FigureFormula[] => {
    const formula = cellFormula(cell, figure, call);
    return formula ? [{ figure, formula }] : [];
  });
  found.set(cell, { kind: call.definition, formulas });
  return formulas;
};

/** The numbers for the names in a cell's formulas. */
export const symbolsOfCell = (cell: Cell, call: LeafCall): Symbols => {
  const own = cell.type === 'formulas' ? cell.symbols : undefined;
  return own ? { ...call.symbols, ...own(call) } : call.symbols;
};

export interface Evaluated {
  readonly figures: Record<string, bigint>;
  /** Figures that the tool computes in floats, before the fraction is cut off. */
  readonly floats: Readonly<Record<string, number>>;
  readonly formulas: Record<string, Formula>;
  readonly symbols: Symbols;
}

/** Evaluates a convention's cell for one call: all of `figures`, 0 where the cell has no formula. */
export const evaluateCell = (cell: Cell | undefined, figures: readonly string[], call: LeafCall): Evaluated => {
  const values: Record<string, bigint> = {};
  for (const figure of figures) values[figure] = 0n;
  const floats: Record<string, number> = {};
  if (!cell) return { figures: values, floats, formulas: {}, symbols: call.symbols };
  const symbols = symbolsOfCell(cell, call);
  const isFloat = cell.type === 'formulas' && cell.float === true;
  const formulas: Record<string, Formula> = {};
  for (const { figure, formula } of formulasOfCell(cell, figures, call)) {
    formulas[figure] = formula;
    if (isFloat) floats[figure] = formula.evaluateFloat(symbols);
    values[figure] = isFloat ? BigInt(Math.trunc(floats[figure] as number)) : formula.evaluate(symbols);
  }
  return { figures: values, floats, formulas, symbols };
};
