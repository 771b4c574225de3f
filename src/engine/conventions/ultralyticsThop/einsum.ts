/** How ultralytics-thop counts an equation of torch.einsum. */

import { contractionOf } from '../../contraction.ts';
import type { LeafCall } from '../../shapes.ts';

/**
 * The product of the sizes of all labels that both operands have or that the output has; of an operand's sizes of 1 there
 * are none. 0 where there are not two operands.
 */
export const looped = ({ options, inputs }: LeafCall): { readonly looped: number } => {
  const contraction = contractionOf(options.equation as string, inputs);
  if (inputs.length !== 2 || !contraction) return { looped: 0 };
  const [left, right] = contraction.operands.map(
    (labels, operand) =>
      new Map(
        labels.flatMap((label, place) => {
          const size = inputs[operand]?.shape[place] as number;
          return size === 1 ? [] : [[label, size] as const];
        }),
      ),
  ) as [Map<string, number>, Map<string, number>];
  let passes = 1;
  for (const [label, size] of new Map([...right, ...left]))
    if ((left.has(label) && right.has(label)) || contraction.output.includes(label)) passes *= size;
  return { looped: passes };
};
