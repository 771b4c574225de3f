/** Softmax and what is made of it: modules and functions that share all but their names. */

import { z } from 'zod';
import { defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import type { FormulaName } from '../../operations.ts';
import { type Shape, tensor } from '../../tensor.ts';

type Formulas = Readonly<Partial<Record<FormulaName, string>>>;

const pages = 'https://pytorch.org/docs/stable/generated/torch.nn';

/** Where torch.nn takes no dimension, it takes the first for 0, 1 or 3 dimensions, else the second. Source: torch.nn.functional.softmax. */
const dimensionOf = (dim: number | null, { length }: Shape): number => {
  const chosen = dim ?? (length === 0 || length === 1 || length === 3 ? 0 : 1);
  return chosen < 0 ? chosen + Math.max(length, 1) : chosen;
};

const dim = z.int().nullable().default(null);
const floating = z.enum(['float64', 'float32', 'float16', 'bfloat16']);

const shared = (formulas: Formulas) => ({
  requires: ({ dim }: { readonly dim: number | null }, [{ shape }]: Inputs) => {
    const chosen = dimensionOf(dim, shape);
    return chosen >= 0 && chosen < Math.max(shape.length, 1)
      ? undefined
      : ({ code: 'dimension', dimension: dim as number, shape } as const);
  },
  symbols: ({ dim }: { readonly dim: number | null }, [{ shape }]: Inputs) => ({
    size: shape[dimensionOf(dim, shape)] ?? 1,
  }),
  formulas,
});

/** exp(x) / sum(exp(x)): the sum has `size` terms, one for each element of a row. */
export const softmaxFormulas: Formulas = {
  exponentials: 'x_numel',
  additions: 'x_numel - x_numel / size',
  divisions: 'x_numel',
};

/** A module and its function; the function may also be given the element type to compute in. */
export const softmax = (
  module: string,
  fn: string,
  spellings: readonly string[],
  formulas: Formulas,
  /** Whether it changes signs first, which PyTorch refuses to do with bools. */
  negates = false,
): readonly [LayerDefinition, LayerDefinition] => [
  defineLayer({
    ...shared(formulas),
    kind: module,
    target: 'module',
    source: `${pages}.${module}.html`,
    options: () => ({ dim }),
    outputs: (_, [{ shape, dtype }]) => [tensor(shape, dtype)],
    generate: {
      ranks: [4, 2, 3],
      options: (draw, { shape }) => ({
        dim: draw.integer(0, 5) === 5 ? null : draw.integer(-shape.length, shape.length - 1),
      }),
    },
  }),
  defineLayer({
    ...shared(formulas),
    kind: fn,
    target: 'function',
    source: `${pages}.functional.${fn}.html`,
    options: () => ({ dim, dtype: floating.nullable().default(null) }),
    torch: {
      spellings: [`torch.nn.functional.${fn}`, ...spellings],
      // PyTorch hands `_stacklevel` on, which only says whom to warn.
      signature: 'input, dim=None, *, dtype=None, _stacklevel=3',
      ...(spellings.length > 0
        ? { signatures: Object.fromEntries(spellings.map((spelling) => [spelling, 'input, dim, dtype=None'])) }
        : {}),
      tensors: ['input'],
    },
    takes: [negates ? 'number' : 'any'],
    requires: (options, inputs) =>
      options.dtype === null && !inputs[0].dtype.includes('float')
        ? { code: 'dtype', expected: 'a floating type, or any with `dtype`', got: inputs[0].dtype }
        : shared(formulas).requires(options, inputs),
    outputs: ({ dtype }, [input]) => [tensor(input.shape, dtype ?? input.dtype)],
    generate: {
      ranks: [4, 2, 3],
      options: (draw, { shape }) => ({
        dim: draw.integer(-Math.max(shape.length, 1), Math.max(shape.length, 1) - 1),
        dtype: draw.integer(0, 3) === 3 ? 'float32' : null,
      }),
    },
  }),
];
