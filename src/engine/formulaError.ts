/** A formula is wrong or was given the wrong symbols: a mistake of ours, never of an architecture. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
}
