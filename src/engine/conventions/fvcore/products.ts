/** What fvcore says of products of matrices. */

import { type Cells, departs, raising, same, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { einsumCost, tooManyLabels } from '../einsum.ts';
import { source, unsupported } from './tool.ts';

/** Two products that it knows by their letters, in the order in which they come, and counts exactly. */
const known: ReadonlySet<string> = new Set(['abc,abd->acd', 'abc,adc->adb']);

const renamed = (equation: string): string => {
  const letters = [...new Set(equation.match(/[A-Za-z]/g))];
  return equation
    .replaceAll(' ', '')
    .replace(/[A-Za-z]/g, (letter) => String.fromCharCode(97 + letters.indexOf(letter)));
};

const isKnown = ({ options }: LeafCall): boolean => known.has(renamed(options.equation as string));

const contracted = (call: LeafCall) =>
  isKnown(call) ? { contracted: 2 * Number(call.symbols.steps) } : einsumCost(call);

/** Whether it counts a call in floats: what numpy prints, it reads as one. */
export const isInFloats = (call: LeafCall): boolean => call.definition.kind === 'einsum' && !isKnown(call);

const vectors = zero(unsupported('products of a vector'));

export const products: Cells = {
  affine_grid: zero({ because: 'It has no formula for it.', source }),
  grid_sample: departs(
    { macs: '4 * y_numel' },
    {
      because: 'It takes four operations for each element of the result, in any mode and number of dimensions.',
      source,
    },
  ),
  addmm: same('macs'),
  baddbmm: zero(unsupported('baddbmm')),
  bmm: same('macs'),
  dot: vectors,
  einsum: raising(
    departs(
      { macs: 'floor(contracted / 2)' },
      {
        because:
          'It reads the operations that numpy.einsum_path prints with four digits, which are twice the products and one more, and halves them.',
        source,
      },
      { symbols: contracted },
    ),
    {
      error: 'ValueError',
      because: 'It writes the labels anew as the small letters from "a" on, and behind "z" comes no letter.',
      source,
      when: ({ options }) => tooManyLabels(options.equation as string),
    },
  ),
  matmul: raising(
    departs(
      { macs: 'x_numel * columns' },
      {
        because:
          'It multiplies the elements of the first by the columns of the second: batches of the second alone are left out.',
        source,
      },
      { symbols: ({ inputs }) => ({ columns: inputs[1]?.shape.at(-1) ?? 1 }) },
    ),
    {
      error: 'IndexError',
      because: 'It takes the last but one size of the second, which a vector has not.',
      source,
      when: ({ inputs }) => inputs[1]?.shape.length === 1,
    },
  ),
  mm: same('macs'),
  mv: vectors,
  outer: zero(),
};
