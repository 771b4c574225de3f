/** What torchprofile says of products of matrices. */

import { type Cells, departs, raising, same, zero } from '../../convention.ts';
import type { LeafCall } from '../../shapes.ts';
import { source, unhandled } from './tool.ts';

/** The product of the sizes of all labels, of each the last that it sees; nothing where there are dots. */
const labelled = ({ options, inputs }: LeafCall) => {
  const equation = String(options.equation);
  if (equation.includes('...')) return { labelled: 0 };
  const sizes = new Map<string, number>();
  for (const [index, labels] of (equation.split('->')[0] as string).split(',').entries())
    for (const [place, label] of [...labels.replaceAll(' ', '')].entries())
      sizes.set(label, inputs[index]?.shape[place] as number);
  return { labelled: [...sizes.values()].reduce((all, size) => all * size, 1) };
};

export const products: Cells = {
  affine_grid: zero(unhandled('affine_grid_generator')),
  grid_sample: departs(
    { macs: '4 * blended * y_numel' },
    { because: 'It takes four for each element of the result that is no copy, also in volumes.', source },
  ),
  addmm: same('macs'),
  baddbmm: raising(same('macs'), {
    error: 'AssertionError',
    because: 'It wants what is added to have as many rows and columns as the product.',
    source,
    when: ({ inputs, outputs }) => inputs[0].shape.slice(-2).join() !== outputs[0]?.shape.slice(-2).join(),
  }),
  bmm: same('macs'),
  dot: zero(unhandled('dot')),
  einsum: departs(
    { macs: 'labelled' },
    {
      because:
        'It multiplies the sizes of all labels, also where nothing is summed, and counts nothing where there are dots.',
      source,
    },
    { symbols: labelled },
  ),
  matmul: same('macs'),
  mm: zero(unhandled('mm')),
  mv: zero(unhandled('mv')),
  outer: zero(),
};
