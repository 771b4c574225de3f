/** Functions of one tensor, element by element. */

import { defineLayer, type LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import type { Takes } from '../../signature.ts';
import { alike, isFloating } from '../../tensor.ts';
import { called, type Gives, given } from '../families/elementwise.ts';

interface Row {
  readonly formulas: Formulas;
  readonly gives?: Gives;
  readonly takes: Takes;
  /** The operator of Python, and the ways to spell the function where it has others than torch.X and torch.Tensor.X. */
  readonly operator?: string;
  readonly spellings?: readonly string[];
  /** PyTorch has no method that writes over the input. */
  readonly alone?: true;
}

const number = { takes: 'number' } as const;
const float = { takes: 'any', gives: 'float' } as const;
const none: Formulas = {};
/** An arcus sine or cosine is the angle of x and sqrt(1 - x²). */
const arc: Formulas = {
  multiplications: 'x_numel',
  additions: 'x_numel',
  square_roots: 'x_numel',
  arctangents: 'x_numel',
};
/** log(x + sqrt(x² ± 1)). */
const areal: Formulas = {
  multiplications: 'x_numel',
  additions: '2 * x_numel',
  square_roots: 'x_numel',
  logarithms: 'x_numel',
};
const spelt = (...names: readonly string[]) => names.flatMap((name) => [`torch.${name}`, `torch.Tensor.${name}`]);

/** Rules of docs/counting.md: changing a sign or rounding is nothing, |x| a comparison; the others are their equations. */
const rows: Readonly<Record<string, Row>> = {
  abs: {
    ...number,
    formulas: { comparisons: 'x_numel' },
    operator: 'operator.abs',
    spellings: ['torch.abs', 'torch.Tensor.abs', 'torch.absolute', 'torch.Tensor.absolute'],
  },
  acos: { ...float, formulas: arc, spellings: spelt('acos', 'arccos') },
  acosh: { ...float, formulas: areal, spellings: spelt('acosh', 'arccosh') },
  asin: { ...float, formulas: arc, spellings: spelt('asin', 'arcsin') },
  asinh: { ...float, formulas: areal, spellings: spelt('asinh', 'arcsinh') },
  atan: { ...float, formulas: { arctangents: 'x_numel' }, spellings: spelt('atan', 'arctan') },
  atanh: {
    ...float,
    formulas: { additions: '2 * x_numel', divisions: 'x_numel', logarithms: 'x_numel', multiplications: 'x_numel' },
    spellings: spelt('atanh', 'arctanh'),
  },
  bitwise_not: { takes: 'integral', formulas: none },
  ceil: { ...number, formulas: none },
  cos: { ...float, formulas: { sines: 'x_numel' } },
  cosh: { ...float, formulas: { exponentials: '2 * x_numel', additions: 'x_numel', divisions: 'x_numel' } },
  erf: { ...float, formulas: { error_functions: 'x_numel' } },
  erfc: { ...float, formulas: { error_functions: 'x_numel', additions: 'x_numel' } },
  exp: { ...float, formulas: { exponentials: 'x_numel' } },
  expm1: { ...float, formulas: { exponentials: 'x_numel', additions: 'x_numel' } },
  exp2: { ...float, formulas: { powers: 'x_numel' } },
  floor: { ...number, formulas: none },
  frac: { takes: 'float', formulas: { additions: 'x_numel' } },
  isfinite: { takes: 'any', gives: 'bool', formulas: { comparisons: '2 * x_numel' }, alone: true },
  isinf: { takes: 'any', gives: 'bool', formulas: { comparisons: '2 * x_numel' }, alone: true },
  isnan: { takes: 'any', gives: 'bool', formulas: { comparisons: 'x_numel' }, alone: true },
  log: { ...float, formulas: { logarithms: 'x_numel' } },
  log10: { ...float, formulas: { logarithms: 'x_numel' } },
  log1p: { ...float, formulas: { logarithms: 'x_numel', additions: 'x_numel' } },
  log2: { ...float, formulas: { logarithms: 'x_numel' } },
  logical_not: { takes: 'any', gives: 'bool', formulas: none },
  neg: { ...number, formulas: none, operator: 'operator.neg' },
  reciprocal: { ...float, formulas: { divisions: 'x_numel' } },
  round: { ...number, formulas: none },
  rsqrt: { ...float, formulas: { square_roots: 'x_numel', divisions: 'x_numel' } },
  sign: { takes: 'any', formulas: { comparisons: '2 * x_numel' } },
  sin: { ...float, formulas: { sines: 'x_numel' } },
  sinh: { ...float, formulas: { exponentials: '2 * x_numel', additions: 'x_numel', divisions: 'x_numel' } },
  sqrt: { ...float, formulas: { square_roots: 'x_numel' } },
  square: { ...number, formulas: { multiplications: 'x_numel' } },
  tan: { ...float, formulas: { sines: '2 * x_numel', divisions: 'x_numel' } },
  trunc: {
    ...number,
    formulas: none,
    spellings: ['torch.trunc', 'torch.Tensor.trunc', 'torch.fix', 'torch.Tensor.fix'],
  },
};

const unary = (kind: string, row: Row): LayerDefinition => {
  const { formulas, gives = 'same', takes } = row;
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${kind}.html`,
    options: () => ({}),
    torch: called(kind, { signature: 'input', tensors: ['input'] }, row),
    takes: [takes],
    requires: () => undefined,
    outputs: (_, [input]) => [alike(input, given(input.dtype, gives))],
    formulas,
    generate: {
      ranks: [4, 2, 3],
      options: () => ({}),
      ...(takes === 'integral'
        ? { input: (draw, batch) => ({ shape: [batch, draw.integer(1, 8)], dtype: 'int64' }) }
        : {}),
    },
  });
};

/** `~x`, which refuses a floating type in Python already. */
const invert = defineLayer({
  kind: 'invert',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.bitwise_not.html',
  options: () => ({}),
  torch: { spellings: ['operator.invert'], signature: 'input', tensors: ['input'] },
  takes: ['any'],
  requires: (_, [{ dtype }]) => (isFloating(dtype) ? { code: 'operand', got: dtype } : undefined),
  outputs: (_, [input]) => [alike(input)],
  generate: {
    ranks: [2],
    options: () => ({}),
    input: (draw, batch) => ({ shape: [batch, draw.integer(1, 8)], dtype: 'int64' }),
  },
});

/** Sources: the page of each function. */
export const unaries: readonly LayerDefinition[] = [
  ...Object.entries(rows).map(([kind, row]) => unary(kind, row)),
  invert,
];
