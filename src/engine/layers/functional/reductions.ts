/** Functions that make one element of many, along some dimensions or all. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { reduced, withoutDimensions, wrongDimensions } from '../../dimensions.ts';
import { numberOf } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import { type AnyOptions, defineLayer, type LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import { dimension, dimensions, elementType, scalar } from '../../options.ts';
import type { Takes } from '../../signature.ts';
import { type Dtype, isFloating, type Shape, type Tensor, tensor } from '../../tensor.ts';

type All = AnyOptions;

interface Row {
  readonly formulas: Formulas;
  readonly takes: Takes;
  /** The element type that comes out. */
  readonly dtype?: (dtype: Dtype) => Dtype;
  /** Whether the values' places are returned, too, where one dimension is named. */
  readonly places?: true;
  /** Whether the mean is returned, too; PyTorch has no method of that name. */
  readonly means?: true;
  /** Of the dimensions, which may be several, only one may be named, or at least one must be. */
  readonly dims?: 'one' | 'needed';
  /** Options beside the dimensions, their signature, and their numbers in formulas. */
  readonly further?: Readonly<Record<string, z.ZodType>>;
  readonly signature?: string;
  readonly spellings?: readonly string[];
  /** An empty list of dimensions names none, and not all of them. */
  readonly noneForEmpty?: true;
  /** Whether PyTorch takes keepdim without a dimension. */
  readonly keepsAlone?: true;
  readonly symbols?: (options: All) => Readonly<Record<string, number>>;
  readonly draw?: (draw: Draw) => All;
  readonly valid?: (options: All) => Complaint | undefined;
}

/** A sum of K terms takes K - 1 additions, a maximum as many comparisons. */
const joins = (operation: string): Formulas => ({ [operation]: 'x_numel - y_numel' });
const whole = (dtype: Dtype): Dtype => (isFloating(dtype) ? dtype : 'int64');
const logic = (dtype: Dtype): Dtype => (dtype === 'uint8' ? 'uint8' : 'bool');
const summed = { dtype: whole, takes: 'any', further: { dtype: elementType.nullable().default(null) } } as const;
const spread: Formulas = {
  additions: '2 * (x_numel - y_numel) + x_numel',
  multiplications: 'x_numel',
  divisions: '2 * y_numel',
};
const spreads = {
  takes: 'float',
  keepsAlone: true,
  valid: ({ unbiased, correction }: All): Complaint | undefined =>
    unbiased === false && correction !== null
      ? { code: 'option', option: 'correction', rule: 'it is given in the place of unbiased', got: correction }
      : undefined,
  further: { unbiased: z.boolean().default(true), correction: scalar.nullable().default(null) },
  signature: 'input, dim=None, unbiased=True, keepdim=False, *, correction=None',
} as const;

/** The mean that the spread is taken from is returned behind it. */
const withMean = { means: true } as const;

/** How the terms of a norm are made: |x|, x * x, x != 0 or |x| to the power p; infinite ones take the greatest or least. */
const norms = ({ p }: All) => {
  const order = p === 'fro' || p === null ? 2 : numberOf(p);
  const isGreatest = Math.abs(order) === Infinity;
  const isGeneral = ![0, 1, 2].includes(order) && !isGreatest;
  return {
    absolute: order === 2 ? 0 : 1,
    squared: order === 2 ? 1 : 0,
    powered: isGeneral ? 1 : 0,
    greatest: isGreatest ? 1 : 0,
  };
};

/** Sources: the page of each function; rules: docs/counting.md. */
const rows: Readonly<Record<string, Row>> = {
  all: { keepsAlone: true, noneForEmpty: true, formulas: {}, takes: 'any', dtype: logic },
  amax: { keepsAlone: true, formulas: joins('comparisons'), takes: 'any' },
  amin: { keepsAlone: true, formulas: joins('comparisons'), takes: 'any' },
  any: { keepsAlone: true, noneForEmpty: true, formulas: {}, takes: 'any', dtype: logic },
  argmax: { keepsAlone: true, formulas: joins('comparisons'), takes: 'number', dtype: () => 'int64', dims: 'one' },
  argmin: { keepsAlone: true, formulas: joins('comparisons'), takes: 'number', dtype: () => 'int64', dims: 'one' },
  logsumexp: {
    formulas: { exponentials: 'x_numel', additions: 'x_numel - y_numel', logarithms: 'y_numel' },
    takes: 'any',
    dtype: (dtype) => (isFloating(dtype) ? dtype : 'float32'),
    dims: 'needed',
    spellings: ['torch.logsumexp', 'torch.Tensor.logsumexp', 'torch.special.logsumexp'],
  },
  max: { formulas: joins('comparisons'), takes: 'any', dims: 'one', places: true },
  mean: {
    formulas: { additions: 'x_numel - y_numel', divisions: 'y_numel' },
    takes: 'float',
    further: { dtype: elementType.extract(['float64', 'float32', 'float16', 'bfloat16']).nullable().default(null) },
  },
  min: { formulas: joins('comparisons'), takes: 'any', dims: 'one', places: true },
  norm: {
    formulas: {
      comparisons: 'absolute * x_numel + greatest * (x_numel - y_numel)',
      multiplications: 'squared * x_numel',
      powers: 'powered * (x_numel + y_numel)',
      additions: '(1 - greatest) * (x_numel - y_numel)',
      square_roots: 'squared * y_numel',
    },
    takes: 'float',
    further: {
      p: z
        .union([z.literal('fro'), scalar])
        .nullable()
        .default('fro'),
    },
    signature: "input, p='fro', dim=None, keepdim=False",
    keepsAlone: true,
    valid: ({ p, dim }) =>
      p === 'fro' && Array.isArray(dim) && dim.length > 2
        ? { code: 'option', option: 'dim', rule: 'the Frobenius norm is of at most two dimensions', got: dim }
        : undefined,
    symbols: norms,
    draw: (draw) => (draw.boolean() ? { p: draw.oneOf([1, 3, 'inf', 2]) } : {}),
  },
  prod: { ...summed, formulas: joins('multiplications'), dims: 'one' },
  std_mean: { ...spreads, ...withMean, formulas: { ...spread, square_roots: 'y_numel' } },
  std: { ...spreads, formulas: { ...spread, square_roots: 'y_numel' } },
  sum: { ...summed, formulas: joins('additions') },
  var: { ...spreads, formulas: spread },
  var_mean: { ...spreads, ...withMean, formulas: spread },
};

const reduction = (kind: string, row: Row): LayerDefinition => {
  const { takes, dtype = (type: Dtype) => type, dims, further = {} } = row;
  const nameless = dims === 'needed' ? '' : '=None';
  const last = 'dtype' in further ? ', *, dtype=None' : '';
  const dimOf = (options: All) => (options.dim ?? null) as number | readonly number[] | null;
  const typeOf = (options: All, input: Tensor): Dtype =>
    (options.dtype as Dtype | null | undefined) ?? dtype(input.dtype);
  const out = (options: All, shape: Shape): Shape => {
    const dim = dimOf(options);
    // An empty list names all dimensions but for logic, for which it names none.
    const named = row.noneForEmpty && Array.isArray(dim) && dim.length === 0 ? [] : reduced(dim, shape.length);
    return withoutDimensions(shape, named, options.keepdim === true);
  };
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${kind}.html`,
    options: () => ({
      dim: (dims === 'one' ? dimension : dimensions).nullable().default(null),
      keepdim: z.boolean().default(false),
      ...further,
    }),
    torch: {
      spellings: (row.spellings ?? [`torch.${kind}`, ...(row.means ? [] : [`torch.Tensor.${kind}`])]) as unknown as [
        string,
        ...string[],
      ],
      signature: row.signature ?? `input, dim${nameless}, keepdim=False${last}`,
      tensors: ['input'],
    },
    takes: [takes],
    valid: row.valid ?? (() => undefined),
    requires: (options: All, [input]) => {
      const dim = dimOf(options);
      const isNamed = Array.isArray(dim) ? dim.length > 0 || options.keepdim || input.shape.length === 0 : dim !== null;
      if (dims === 'needed' && !isNamed) return { code: 'option', option: 'dim', rule: 'it must be named', got: dim };
      if (dim === null && options.keepdim && !row.keepsAlone)
        return { code: 'option', option: 'keepdim', rule: 'it needs a dimension', got: true };
      return wrongDimensions(dim === null ? [] : [dim].flat(), input.shape);
    },
    outputs: (options: All, [input]) => {
      const shape = out(options, input.shape);
      const made = tensor(shape, typeOf(options, input));
      if (row.means) return [made, made];
      return row.places && dimOf(options) !== null ? [made, tensor(shape, 'int64')] : [made];
    },
    formulas: row.formulas,
    symbols: row.symbols ?? (() => ({})),
    generate: {
      ranks: [4, 2, 3],
      options: (draw, { shape }) => {
        const rank = Math.max(shape.length, 1);
        const one = draw.integer(Math.min(1, rank - 1), rank - 1);
        const dim = draw.boolean() ? one - rank : one;
        const several = dims !== 'one' && rank > 2 && draw.boolean() ? [rank - 1, rank - 2] : dim;
        return { dim: several, ...(draw.boolean() ? { keepdim: true } : {}), ...row.draw?.(draw) };
      },
    },
  }) as LayerDefinition;
};

export const reductions: readonly LayerDefinition[] = Object.entries(rows).map(([kind, row]) => reduction(kind, row));
