import { z } from 'zod';
import { defineLayer, type Inputs } from '../../layer.ts';
import { alike, type Shape, tensor } from '../../tensor.ts';

/** The broadcast shape; undefined where the shapes do not go together. Source: PyTorch's notes on broadcasting. */
export const broadcast = (a: Shape, b: Shape): Shape | undefined => {
  const dimensions = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let back = dimensions; back >= 1; back--) {
    const left = a.at(-back) ?? 1;
    const right = b.at(-back) ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape.push(left === 1 ? right : left);
  }
  return shape;
};

const equal = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, index) => size === b[index]);

const sum = ([a, b]: Inputs): Shape => broadcast(a.shape, (b as Inputs[0]).shape) as Shape;

export const add = defineLayer({
  kind: 'add',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.add.html',
  options: { alpha: z.number().default(1) },
  torch: {
    spellings: ['operator.add', 'torch.add', 'torch.Tensor.add'],
    signature: 'input, other, *, alpha=1',
    tensors: ['input', 'other'],
  },
  arity: 2,
  valid: ({ alpha }) =>
    alpha === 1 ? undefined : { code: 'option', option: 'alpha', rule: 'only 1 can be counted', got: alpha },
  requires: (_, [a, b]) =>
    b && broadcast(a.shape, b.shape)
      ? undefined
      : {
          code: 'mismatch',
          shapes: [a.shape, b?.shape ?? []],
          rule: 'they do not broadcast: sizes must be equal or 1, counted from the last',
        },
  outputs: (_, inputs) => {
    const shape = sum(inputs);
    const full = inputs.find((input) => equal(input.shape, shape));
    return [full ? alike(full) : tensor(shape, inputs[0].dtype)];
  },
  formulas: { additions: 'y_numel' },
  generate: {
    ranks: [4, 2, 3],
    weight: 3,
    options: () => ({ alpha: 1 }),
    merge: (draw, input, others) => {
      const fitting = others.flatMap((other, index) => (equal(other.shape, input.shape) ? [index] : []));
      return fitting.length > 0 ? [draw.oneOf(fitting as [number, ...number[]])] : [];
    },
  },
});
