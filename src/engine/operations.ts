/** The operations that are counted, and the figures that formulas state. */

/** What is counted, one multiplication, addition, comparison ... each; FLOPs are the first two together. */
export const operationClasses = [
  'multiplications',
  'additions',
  'comparisons',
  'divisions',
  'exponentials',
  'logarithms',
  'powers',
  'tanhs',
  'sines',
  'arctangents',
  'error_functions',
  'square_roots',
] as const;
export type OperationClass = (typeof operationClasses)[number];

/** Figures that a layer's own formulas state. `params` counts elements of the weights, `macs` multiply-accumulates of one forward. */
export type FormulaName = 'params' | 'macs' | OperationClass;

/** Formulas as text, by figure. */
export type Formulas = Readonly<Partial<Record<FormulaName, string>>>;
