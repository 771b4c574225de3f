/** Where a layer's formulas and its executed definition meet. */

import type { Numbers } from '../../reference/index.ts';
import { type LeafCall, operationClasses } from '../../src/engine/index.ts';
import type { FormulaName } from '../../src/engine/operations.ts';
import type { ExecutedCall } from './network.ts';

/** The figures that both state. */
export const figures: readonly FormulaName[] = ['params', 'macs', ...operationClasses];

/** A figure as it was executed; parameters are the elements of them that took part. */
export const executedFigure = (
  figure: FormulaName,
  { call, executed: { counts, read }, weights }: ExecutedCall,
): bigint => {
  if (figure !== 'params') return BigInt(counts[figure]);
  const parameters = call.definition.weights(call.options).filter(({ buffer }) => !buffer);
  return parameters.reduce((sum, { name }) => sum + BigInt(read.get(weights[name] as Numbers) ?? 0), 0n);
};

/** A figure by the layer's formula, 0 where it has none. */
export const formulaFigure = (figure: FormulaName, call: LeafCall): bigint =>
  call.definition.formulas[figure]?.evaluate(call.symbols) ?? 0n;

export interface Difference {
  readonly formula: bigint;
  readonly executed: bigint;
}

/** The figures in which a formula and the executed definition differ: none is agreement. */
export const differencesOf = (ran: ExecutedCall): Readonly<Record<string, Difference>> =>
  Object.fromEntries(
    figures
      .map(
        (figure) =>
          [figure, { formula: formulaFigure(figure, ran.call), executed: executedFigure(figure, ran) }] as const,
      )
      .filter(([, { formula, executed }]) => formula !== executed),
  );
