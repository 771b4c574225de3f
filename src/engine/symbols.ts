/** The numbers behind the names in a layer's formulas. */

import type { Formula, Symbols } from './formula.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named } from './layer.ts';
import { numel, type Tensor } from './tensor.ts';

const xNames = ['x0', 'x1', 'x2', 'x3', 'x4', 'x5'] as const;
const yNames = ['y0', 'y1', 'y2', 'y3', 'y4', 'y5'] as const;

/**
 * The names that any formula may use: `x_numel` and `y_numel`, elements of the first input and output; `x0`, `x1` ... and
 * `y0`, `y1` ..., their dimensions; then the layer's own symbols and parts.
 */
export const symbolsOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  outputs: readonly Tensor[],
  named: Named,
): Symbols => {
  const symbols: Record<string, number | bigint> = { ...definition.symbols(options, inputs, outputs, named) };
  // A constant takes nothing.
  const [input] = inputs as readonly Tensor[];
  if (input) {
    symbols.x_numel = numel(input.shape);
    input.shape.forEach((size, dimension) => {
      symbols[xNames[dimension] ?? `x${dimension}`] = size;
    });
  }
  if (outputs[0]) {
    symbols.y_numel = numel(outputs[0].shape);
    outputs[0].shape.forEach((size, dimension) => {
      symbols[yNames[dimension] ?? `y${dimension}`] = size;
    });
  }
  for (const part in definition.parts) symbols[part] = (definition.parts[part] as Formula).value(symbols);
  return symbols;
};
