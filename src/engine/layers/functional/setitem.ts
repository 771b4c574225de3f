import { z } from 'zod';
import { broadcast } from '../../elementwise.ts';
import { scalar } from '../../options.ts';
import { isOverlapping } from '../../strides.ts';
import type { Tensor } from '../../tensor.ts';
import { unheld } from '../families/elementwise.ts';
import { movement } from '../families/movement.ts';
import { chosenFrom, drawIndex, isComplaint, item, type Looked, looked, tensorsNamed } from './getitem.ts';

/** The tensor that `x[index]` is, over which the value is written. */
const targetOf = (found: Looked): Tensor => (found.chosen.length > 0 ? chosenFrom(found) : found.view);

/** `x[index] = value`, which is broadcast. Ones in front of its shape are left out. Source: torch/csrc/autograd/python_variable_indexing.cpp. */
export const setitem = movement({
  kind: 'setitem',
  options: () => ({ index: z.array(item).max(64), value: scalar.optional() }),
  signature: 'input, index, value',
  tensors: ['input', 'index', 'value'],
  indexing: 'index',
  assigns: 'value',
  spellings: ['operator.setitem'],
  page: 'torch.Tensor.index_put_',
  arity: 'list',
  takes: ['any', 'integer'],
  requires: ({ index, value }, inputs, named) => {
    if ((value === undefined) === (named.value === undefined))
      return { code: 'option', option: 'value', rule: 'value is either a tensor or a number', got: value ?? null };
    const found = tensorsNamed(index, inputs) ?? looked(index, inputs);
    if (isComplaint(found)) return found;
    const target = targetOf(found);
    const written = named.value as Tensor | undefined;
    const given = written?.shape ?? [];
    const front = given.findIndex((size) => size !== 1);
    const whole = broadcast(target.shape, front < 0 ? [] : given.slice(front));
    const isFitting = whole?.length === target.shape.length && whole.every((size, at) => size === target.shape[at]);
    if (!isFitting)
      return { code: 'mismatch', shapes: [target.shape, given], rule: 'the second must broadcast to the first' };
    // What is copied is converted, and what is put at places is not.
    return written && found.chosen.length > 0 && written.dtype !== inputs[0].dtype
      ? { code: 'dtype', expected: inputs[0].dtype, got: written.dtype }
      : unheld(inputs[0].dtype, value);
  },
  outputs: (_, [input]) => [input],
  storage: 'in place',
  // PyTorch takes the tensor itself where the index says all of it, in the same order, which only a run can tell.
  apart: true,
  // A number fills what the index says, and tensors or lists of places are written one by one; all else is copied.
  overlaps: ({ index, value }, inputs) => {
    const { view, chosen } = looked(index, inputs) as Looked;
    return value !== undefined || chosen.length > 0 || !isOverlapping(view);
  },
  draw: (draw, input) => {
    const drawn = drawIndex(draw, input);
    return drawn && draw.boolean() ? { ...drawn, value: 0.5 } : drawn;
  },
  generate: {
    operands: (draw, input, { index, value }) => {
      const found = value === undefined ? looked(index, [input]) : undefined;
      if (!found || isComplaint(found)) return {};
      const { shape } = targetOf(found);
      return { named: { value: { shape: draw.boolean() ? shape : shape.map(() => 1), dtype: input.dtype } } };
    },
  },
});
