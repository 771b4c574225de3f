/** A formula with a mistake in it, against what was executed. */

import {
  type Formula,
  FormulaError,
  formula,
  type LayerDefinition,
  type LeafCall,
  type Symbols,
} from '../../src/engine/index.ts';
import type { FormulaName } from '../../src/engine/operations.ts';
import { executedFigure, figures } from './counts.ts';
import { isSame, mutantsOf, rename } from './mutants.ts';
import type { ExecutedCall } from './network.ts';

/** What a mutant can be of: a figure's formula, or a part of several. */
export interface Mutant {
  readonly of: string;
  readonly text: string;
}

/** A call with the figures that were executed. */
export interface Evidence {
  readonly call: LeafCall;
  readonly executed: ReadonlyMap<FormulaName, bigint>;
}

export const evidenceOf = (ran: ExecutedCall): Evidence => ({
  call: ran.call,
  executed: new Map(figures.map((figure) => [figure, executedFigure(figure, ran)])),
});

/** Every mutant of every formula and part of a layer, and one that counts something for each figure that it has not. */
export const mutantsOfLayer = ({ formulas, parts }: LayerDefinition): Mutant[] => {
  const all = [...Object.entries(parts), ...Object.entries(formulas)];
  const own = Object.keys(parts);
  const names = [...new Set(['x_numel', 'y_numel', ...all.flatMap(([, { names }]) => names)])];
  const missing = figures.filter((figure) => !formulas[figure]).map((of) => ({ of, text: 'y_numel' }));
  const mistaken = all.flatMap(([of, { text }]) => {
    // Parts come before what is made of them: a part cannot take the place of a number in itself.
    const usable = names.filter((name) => !own.includes(name) || !own.includes(of));
    return mutantsOf(text, usable).map((mutant) => ({ of, text: mutant }));
  });
  return [...mistaken, ...missing];
};

/** The symbols of a call with one of the parts replaced. */
const symbolsWith = ({ definition: { parts }, symbols }: LeafCall, replaced: string, mutant: Formula): Symbols => {
  const changed: Record<string, number | bigint> = { ...symbols };
  for (const [name, part] of Object.entries(parts))
    changed[name] = (name === replaced ? mutant : part).evaluate(changed);
  return changed;
};

/** Whether a mutant states something else than what was executed, or nothing at all, as where a division leaves a remainder. */
export const isFound = ({ of, text }: Mutant, { call, executed }: Evidence): boolean => {
  const mutant = formula(text);
  const { formulas, parts } = call.definition;
  try {
    if (!Object.hasOwn(parts, of)) return mutant.evaluate(call.symbols) !== executed.get(of as FormulaName);
    const symbols = symbolsWith(call, of, mutant);
    return figures.some((figure) => (formulas[figure]?.evaluate(symbols) ?? 0n) !== executed.get(figure));
  } catch (error) {
    if (error instanceof FormulaError) return true;
    throw error;
  }
};

/** Whether a mutant is the layer's own text once names that always have the same number are one name. */
export const isEquivalent = (
  { of, text }: Mutant,
  { formulas, parts }: LayerDefinition,
  [name, other]: readonly string[],
): boolean => {
  const own = parts[of] ?? formulas[of as FormulaName];
  const names = { [name as string]: other as string };
  return own !== undefined && isSame(rename(text, names), rename(own.text, names));
};
