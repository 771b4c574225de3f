/** Functions of two tensors, or of a tensor and a number. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { numberOf, promoted, type Scalar } from '../../elementwise.ts';
import { type AnyOptions, defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import { scalar } from '../../options.ts';
import type { Takes } from '../../signature.ts';
import { type Dtype, isFloating, isInteger, tensor } from '../../tensor.ts';
import { called, doNotBroadcast, type Gives, mergeBroadcasting, numbersIn, result } from '../families/elementwise.ts';

/** Options of every row, under the names that each gives them. */
type All = AnyOptions;

interface Row {
  readonly formulas: Formulas;
  readonly gives?: Gives;
  readonly takes: Takes;
  /** What the second operand may be: a tensor or a number, unless one of them is ruled out. */
  readonly other?: 'tensor' | 'number';
  /** PyTorch's name of the second operand. */
  readonly name?: string;
  /** Options beside the second operand, each with its signature and its numbers in formulas. */
  readonly alpha?: true;
  readonly rounding?: true;
  readonly symbols?: (options: All, inputs: Inputs) => Readonly<Record<string, number>>;
  /** Rules among the second operand and the type of the result. */
  readonly valid?: (other: unknown, type: Dtype) => string | undefined;
  readonly operator?: string;
  /** The row whose operator Python calls where the second operand alone is a Parameter: comparisons have no other word for it. */
  readonly reflected?: string;
  readonly spellings?: readonly string[];
  readonly signatures?: Readonly<Record<string, string>>;
  readonly alone?: true;
  /** Whether PyTorch lays the result out row by row, whatever the operands. */
  readonly rowByRow?: true;
  /** Whether a number is no operand to PyTorch, as it is to most, so that it changes nothing in the order in memory. */
  readonly apart?: true;
  /** Whether PyTorch computes it with the operands in the other order, which the order in memory follows. */
  readonly turned?: true;
  /** Whether PyTorch refuses to divide an integer by 0; of a tensor only the values tell, so no such division is drawn. */
  readonly whole?: (options: All) => boolean;
  /** How often it is drawn, relative to 1. */
  readonly weight?: number;
}

const each = (name: string): Formulas => ({ [name]: 'y_numel' });
const logic = { formulas: {}, takes: 'any', gives: 'bool', other: 'tensor' } as const;
const bits = {
  formulas: {},
  takes: 'integral',
  valid: (other: unknown) =>
    other === undefined || typeof other === 'boolean' || Number.isInteger(other)
      ? undefined
      : 'it must be a whole number',
} as const;
const compares = { formulas: each('comparisons'), takes: 'any', gives: 'bool' } as const;
const chooses = { formulas: each('comparisons'), takes: 'any', other: 'tensor', alone: true } as const;
/** What has no result of type bool. */
const noBool = {
  takes: 'any',
  valid: (_: unknown, type: Dtype) => (type === 'bool' ? 'it takes no two bools' : undefined),
} as const;
const noBoolAtAll = {
  takes: 'number',
  valid: (other: unknown) => (typeof other === 'boolean' ? 'it takes no bool' : undefined),
} as const;
const scaled: Formulas = { additions: 'y_numel', multiplications: 'scaled * y_numel' };
/** x - floor(x / y) * y. */
const rest: Formulas = { divisions: 'y_numel', multiplications: 'y_numel', additions: 'y_numel' };
const spelt = (...names: readonly string[]) => names.flatMap((name) => [`torch.${name}`, `torch.Tensor.${name}`]);

/** A number is multiplied by alpha once and for all, which is no work for an input. */
const scaledOther = ({ alpha }: All, inputs: Inputs) => ({ scaled: Number(alpha) !== 1 && inputs.length > 1 ? 1 : 0 });

/** How a power is computed: small whole exponents by products, halves by a square root, negative ones by a division. */
const exponents = ({ exponent }: All) => {
  // A tensor of exponents is no number.
  const value = numberOf(exponent);
  const isSpecial = [-2, -1, -0.5, 0, 0.5, 1, 2, 3].includes(value);
  return {
    products: isSpecial && Number.isInteger(value) ? Math.max(Math.abs(value) - 1, 0) : 0,
    roots: Math.abs(value) === 0.5 ? 1 : 0,
    inverted: isSpecial && value < 0 ? 1 : 0,
    powered: isSpecial ? 0 : 1,
  };
};

/** Rules: docs/counting.md. A subtraction is an addition; a factor of 1 is not multiplied; logic is nothing. */
const rows: Readonly<Record<string, Row>> = {
  add: {
    formulas: scaled,
    takes: 'any',
    alpha: true,
    symbols: scaledOther,
    operator: 'operator.add',
    weight: 3,
  },
  atan2: {
    formulas: each('arctangents'),
    takes: 'any',
    gives: 'float',
    other: 'tensor',
    spellings: spelt('atan2', 'arctan2'),
  },
  bitwise_and: { ...bits, operator: 'operator.and_' },
  bitwise_or: { ...bits, operator: 'operator.or_' },
  bitwise_xor: { ...bits, operator: 'operator.xor' },
  div: {
    formulas: each('divisions'),
    takes: 'any',
    gives: 'float',
    rounding: true,
    whole: ({ rounding_mode }) => rounding_mode !== null,
    signatures: Object.fromEntries(
      ['torch.true_divide', 'torch.Tensor.true_divide', 'torch.Tensor.true_divide_'].map((text) => [
        text,
        'input, other',
      ]),
    ),
    operator: 'operator.truediv',
    spellings: spelt('div', 'divide', 'true_divide'),
  },
  eq: { ...compares, operator: 'operator.eq', reflected: 'eq' },
  floor_divide: {
    ...noBool,
    formulas: each('divisions'),
    whole: () => true,
    operator: 'operator.floordiv',
  },
  fmax: chooses,
  fmin: chooses,
  fmod: { ...noBool, formulas: rest, whole: () => true },
  ge: { ...compares, operator: 'operator.ge', reflected: 'le', spellings: spelt('ge', 'greater_equal') },
  gt: { ...compares, operator: 'operator.gt', reflected: 'lt', spellings: spelt('gt', 'greater') },
  le: { ...compares, operator: 'operator.le', reflected: 'ge', spellings: spelt('le', 'less_equal') },
  logical_and: logic,
  logical_or: logic,
  logical_xor: logic,
  lt: { ...compares, operator: 'operator.lt', reflected: 'gt', spellings: spelt('lt', 'less') },
  maximum: { ...chooses, spellings: spelt('maximum', 'max') },
  minimum: { ...chooses, spellings: spelt('minimum', 'min') },
  mul: {
    formulas: each('multiplications'),
    takes: 'any',
    operator: 'operator.mul',
    spellings: spelt('mul', 'multiply'),
  },
  ne: { ...compares, operator: 'operator.ne', reflected: 'ne', spellings: spelt('ne', 'not_equal') },
  pow: {
    formulas: {
      multiplications: 'products * y_numel',
      square_roots: 'roots * y_numel',
      divisions: 'inverted * y_numel',
      powers: 'powered * y_numel',
    },
    takes: 'any',
    name: 'exponent',
    symbols: exponents,
    valid: (exponent, type) => {
      if (type === 'bool' && typeof exponent !== 'boolean') return 'it takes no two bools';
      return isInteger(type) && numberOf(exponent ?? 0) < 0
        ? 'integers have no negative power that is an integer'
        : undefined;
    },
    operator: 'operator.pow',
    apart: true,
  },
  rdiv: {
    formulas: each('divisions'),
    takes: 'any',
    gives: 'float',
    other: 'number',
    spellings: ['torch.Tensor.__rdiv__'],
    alone: true,
    apart: true,
  },
  remainder: { ...noBool, formulas: rest, whole: () => true, operator: 'operator.mod' },
  rpow: {
    ...noBool,
    formulas: each('powers'),
    other: 'number',
    spellings: ['torch.Tensor.__rpow__', 'torch.pow'],
    signatures: { 'torch.pow': 'other, input' },
    alone: true,
    rowByRow: true,
  },
  rsub: {
    ...noBoolAtAll,
    formulas: scaled,
    alpha: true,
    symbols: ({ alpha }) => ({ scaled: Number(alpha) === 1 ? 0 : 1 }),
    spellings: ['torch.Tensor.__rsub__', 'torch.rsub'],
    signatures: { 'torch.Tensor.__rsub__': 'input, other' },
    alone: true,
    turned: true,
  },
  sub: {
    ...noBoolAtAll,
    formulas: scaled,
    alpha: true,
    symbols: scaledOther,
    operator: 'operator.sub',
    spellings: spelt('sub', 'subtract'),
  },
};

const pages: Readonly<Record<string, string>> = { rdiv: 'div', rpow: 'pow', rsub: 'sub' };

const option = (name: string, rule: string, got: unknown): Complaint => ({ code: 'option', option: name, rule, got });

const binary = (kind: string, row: Row): LayerDefinition => {
  const { formulas, takes, name: second = 'other' } = row;
  const gives = (options: All): Gives => (options.rounding_mode ? 'same' : (row.gives ?? 'same'));
  const scalarIn = (options: All): readonly Scalar[] => numbersIn(options[second]);
  const common = (options: All, inputs: Inputs): Dtype => promoted(inputs, scalarIn(options));
  const further = row.alpha ? ', *, alpha=1' : row.rounding ? ', *, rounding_mode=None' : '';
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${pages[kind] ?? kind}.html`,
    torch: called(
      kind,
      {
        signature: `input, ${second}${further}`,
        tensors: row.other === 'number' ? ['input'] : ['input', second],
        ...(row.signatures ? { signatures: row.signatures } : {}),
      },
      row,
    ),
    ...(row.reflected ? { reflected: row.reflected } : {}),
    options: () => ({
      ...(row.other === 'tensor' ? {} : { [second]: scalar.optional() }),
      ...(row.alpha ? { alpha: scalar.default(1) } : {}),
      ...(row.rounding ? { rounding_mode: z.enum(['trunc', 'floor']).nullable().default(null) } : {}),
    }),
    arity: row.other === 'tensor' ? 2 : row.other === 'number' ? 1 : [1, 2],
    takes: [takes, takes],
    requires: (options: All, inputs: Inputs) => {
      const isGiven = options[second] !== undefined;
      if (row.other !== 'tensor' && isGiven === inputs.length > 1)
        return option(second, `${second} is either a tensor among the inputs or a number`, options[second] ?? null);
      const mismatch = doNotBroadcast(inputs);
      if (mismatch) return mismatch;
      const type = common(options, inputs);
      const rule = row.valid?.(options[second], type);
      if (rule) return option(second, rule, options[second] ?? type);
      if (isGiven && row.whole?.(options) && !isFloating(type) && numberOf(options[second]) === 0)
        return option(second, 'no integer is divided by 0', options[second]);
      if (row.alpha && options.alpha !== 1 && !fits(options.alpha, type))
        return option('alpha', `a result of type ${type} takes no such factor`, options.alpha);
      return undefined;
    },
    outputs: (options: All, inputs: Inputs) => {
      const operands = row.turned ? (inputs.toReversed() as unknown as Inputs) : inputs;
      const made = result(operands, scalarIn(options), gives(options), {
        common: common(options, inputs),
        apart: row.apart === true,
      });
      return [row.rowByRow ? tensor(made.shape, made.dtype) : made];
    },
    formulas,
    symbols: row.symbols ?? (() => ({})),
    generate: {
      ranks: [4, 2, 3],
      ...(row.weight ? { weight: row.weight } : {}),
      options: (draw) => ({
        ...(row.other === 'number' || (row.other !== 'tensor' && draw.boolean())
          ? { [second]: draw.oneOf([2, 3, 1, ...(takes === 'integral' ? [] : [0.5, 2.5])] as [number, ...number[]]) }
          : {}),
        ...(row.alpha && draw.integer(0, 4) === 4 ? { alpha: 2 } : {}),
        ...(row.rounding && draw.integer(0, 3) === 3 ? { rounding_mode: draw.oneOf(['floor', 'trunc']) } : {}),
      }),
      ...(takes === 'integral'
        ? { input: (draw, batch) => ({ shape: [batch, draw.integer(1, 8)], dtype: 'int64' as const }) }
        : {}),
      merge: (draw, input, others, options: All) =>
        options[second] === undefined
          ? mergeBroadcasting(
              draw,
              input,
              others,
              (other) => !row.whole?.(options) || isFloating(promoted([input, other], [])),
            )
          : [],
    },
  }) as LayerDefinition;
};

/** Whether a factor has a type that a result can be multiplied with. */
const fits = (factor: unknown, type: Dtype): boolean =>
  typeof factor === 'boolean' ? type === 'bool' : !isInteger(type) && type !== 'bool' ? true : Number.isInteger(factor);

/** Sources: the page of each function. */
export const binaries: readonly LayerDefinition[] = Object.entries(rows).map(([kind, row]) => binary(kind, row));
