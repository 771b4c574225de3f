/** Functions that write over their input. */

import { broadcast } from '../../elementwise.ts';
import type { LayerDefinition } from '../../layer.ts';
import { scalar } from '../../options.ts';
import type { Tensor } from '../../tensor.ts';
import { unheld } from '../families/elementwise.ts';
import { movement } from '../families/movement.ts';

const zero = movement({
  kind: 'zero_',
  options: () => ({}),
  signature: 'input',
  spellings: ['torch.Tensor.zero_', 'torch.zero_'],
  page: 'torch.Tensor.zero_',
  outputs: (_, [input]) => [input],
  storage: 'in place',
  overlaps: () => true,
  draw: () => ({}),
});

/** Every element becomes one number, which may be a tensor without dimensions. */
const fill = movement({
  kind: 'fill_',
  options: () => ({ value: scalar.optional() }),
  signature: 'input, value',
  tensors: ['input', 'value'],
  spellings: ['torch.Tensor.fill_', 'torch.fill_'],
  page: 'torch.Tensor.fill_',
  arity: [1, 2],
  requires: ({ value }, inputs) => {
    const [input, given] = inputs as readonly [Tensor, Tensor?];
    if ((value === undefined) === (given === undefined))
      return { code: 'option', option: 'value', rule: 'value is either a tensor or a number', got: value ?? null };
    if (given && given.shape.length > 0) return { code: 'rank', expected: [0], shape: given.shape };
    return unheld(input.dtype, value);
  },
  outputs: (_, [input]) => [input],
  storage: 'in place',
  // A tensor without dimensions is copied to every element, as elementwise functions do.
  overlaps: ({ value }) => value !== undefined,
  draw: (draw) => (draw.integer(0, 3) === 3 ? {} : { value: draw.oneOf([0, 0.5]) }),
  generate: {
    operands: (_, { dtype }, { value }) => ({ inputs: value === undefined ? [{ shape: [], dtype }] : [] }),
  },
});

/** The elements of another tensor, broadcast and converted. */
const copy = movement({
  kind: 'copy_',
  options: () => ({}),
  signature: 'input, src, non_blocking=False',
  tensors: ['input', 'src'],
  spellings: ['torch.Tensor.copy_'],
  page: 'torch.Tensor.copy_',
  arity: 2,
  requires: (_, [{ shape }, source]) => {
    const given = (source as Tensor).shape;
    const whole = broadcast(shape, given);
    const isFitting = whole?.length === shape.length && whole.every((size, at) => size === shape[at]);
    return isFitting
      ? undefined
      : { code: 'mismatch', shapes: [shape, given], rule: 'the second must broadcast to the first' };
  },
  outputs: (_, [input]) => [input],
  storage: 'in place',
  draw: () => ({}),
  generate: { operands: (draw, { shape }) => ({ inputs: [{ shape: draw.boolean() ? shape : shape.slice(1) }] }) },
});

export const written: readonly LayerDefinition[] = [copy, fill, zero];
