import { z } from 'zod';
import { defineLayer } from '../../layer.ts';
import { numel, type Shape, viewStrides } from '../../tensor.ts';

/** The wanted shape with its -1 replaced; undefined where the elements do not come out. */
const resolved = (wanted: readonly number[], from: Shape): Shape | undefined => {
  const known = numel(wanted.filter((size) => size !== -1));
  if (!wanted.includes(-1)) return known === numel(from) ? wanted : undefined;
  if (known === 0 || numel(from) % known !== 0) return undefined;
  return wanted.map((size) => (size === -1 ? numel(from) / known : size));
};

export const view = defineLayer({
  kind: 'view',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.Tensor.view.html',
  options: { shape: z.array(z.int().min(-1)).max(64) },
  torch: { spellings: ['torch.Tensor.view'], signature: 'input, *shape', tensors: ['input'] },
  valid: ({ shape }) =>
    shape.filter((size) => size === -1).length > 1
      ? { code: 'option', option: 'shape', rule: 'only one dimension can be -1', got: shape }
      : undefined,
  requires: ({ shape }, [input]) => {
    const target = resolved(shape, input.shape);
    if (!target) return { code: 'elements', shape: input.shape, target: shape };
    return viewStrides(input, target) ? undefined : { code: 'layout', shape: input.shape, target };
  },
  outputs: ({ shape }, [input]) => {
    const target = resolved(shape, input.shape) as Shape;
    return [{ shape: target, dtype: input.dtype, strides: viewStrides(input, target) as number[] }];
  },
  storage: () => 'alias',
  generate: {
    ranks: [4, 3],
    options: (draw, input) => {
      const { shape } = input;
      const rest = numel(shape.slice(1));
      const choices: [number[], ...number[][]] = [
        [-1, rest],
        [-1, 1, rest],
        [-1, rest, 1, 1],
      ];
      const chosen = draw.oneOf(choices);
      return shape.length > 0 && viewStrides(input, [shape[0] as number, ...chosen.slice(1)])
        ? { shape: chosen }
        : undefined;
    },
  },
});
