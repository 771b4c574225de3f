/** Elementwise functions of three operands, and those that choose by a mask. */

import type { Complaint } from '../../complaint.ts';
import { broadcast, elementwise, numberOf, promoted, rangeOf, type Scalar } from '../../elementwise.ts';
import { type AnyOptions, defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import { scalar } from '../../options.ts';
import type { Takes } from '../../signature.ts';
import { type Dtype, isFloating, type Shape, type Tensor, tensor } from '../../tensor.ts';
import { called, doNotBroadcast, numbersIn, result, unheld } from '../families/elementwise.ts';

type All = AnyOptions;

const shapeOf = (inputs: readonly Tensor[]): Shape => broadcast(...inputs.map(({ shape }) => shape)) as Shape;

const neither = (option: string, got: unknown): Complaint => ({
  code: 'option',
  option,
  rule: `${option} is either a tensor among the inputs or a number`,
  got: got ?? null,
});

/** Why a limit is no number for results of that type: a least one above all of its values, or a greatest below them. */
const beyond = (type: Dtype, min: Scalar | undefined, max: Scalar | undefined): Complaint | undefined => {
  const [least, most] = rangeOf(type);
  const wrong = (option: string, got: Scalar): Complaint => ({
    code: 'option',
    option,
    rule: `a result of type ${type} has no such limit: its values go from ${least} to ${most}`,
    got,
  });
  if (max !== undefined && numberOf(max) < least) return wrong('max', max);
  return min !== undefined && numberOf(min) > most ? wrong('min', min) : undefined;
};

/** Limits of a clamp: numbers, or tensors by name. */
const clamp = defineLayer({
  kind: 'clamp',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.clamp.html',
  torch: called(
    'clamp',
    { signature: 'input, min=None, max=None', tensors: ['input', 'min', 'max'] },
    { spellings: ['torch.clamp', 'torch.Tensor.clamp', 'torch.clip', 'torch.Tensor.clip'] },
  ),
  options: () => ({ min: scalar.optional(), max: scalar.optional() }),
  arity: 1,
  takes: ['any'],
  requires: ({ min, max }, inputs, named) => {
    const all = [...inputs, ...Object.values(named)];
    const numbers = numbersIn(min, max);
    if (numbers.length + all.length < 2)
      return { code: 'option', option: 'min', rule: 'min or max must be given', got: null };
    if (numbers.length > 0 && all.length > 1)
      return { code: 'option', option: 'min', rule: 'min and max are both numbers or both tensors', got: numbers };
    return doNotBroadcast(all) ?? beyond(promoted(all, numbers), min, max);
  },
  outputs: ({ min, max }, inputs, named) => [
    result([...inputs, ...Object.values(named)], numbersIn(min, max), 'same', { apart: true }),
  ],
  formulas: { comparisons: 'limits * y_numel' },
  symbols: ({ min, max }, _inputs, _outputs, named) => ({
    limits: numbersIn(min, max).length + Object.keys(named).length,
  }),
  generate: {
    ranks: [4, 2, 3],
    options: (draw) => draw.oneOf<All>([{ min: 0, max: 1 }, { min: 0.5 }, { max: 6 }]),
  },
});

/** One limit of a clamp: a number or a tensor. */
const clampOne = (side: 'min' | 'max'): LayerDefinition =>
  defineLayer({
    kind: `clamp_${side}`,
    torch: called(`clamp_${side}`, { signature: `input, ${side}`, tensors: ['input', side] }),
    source: 'https://pytorch.org/docs/stable/generated/torch.clamp.html',
    target: 'function',
    options: () => ({ [side]: scalar.optional() }),
    arity: [1, 2],
    takes: ['any'],
    requires: (options: All, inputs) => {
      if ((options[side] !== undefined) === inputs.length > 1) return neither(side, options[side]);
      const { min, max } = options as { readonly min?: Scalar; readonly max?: Scalar };
      return doNotBroadcast(inputs) ?? beyond(promoted(inputs, numbersIn(min, max)), min, max);
    },
    outputs: (options: All, inputs) => [result(inputs, numbersIn(options[side]), 'same', { apart: true })],
    formulas: { comparisons: 'y_numel' },
    generate: { ranks: [4, 2, 3], options: (draw) => ({ [side]: draw.oneOf([1, 0.5, 6]) }) },
  }) as LayerDefinition;

interface Row {
  readonly formulas: Formulas;
  /** The tensors behind the input, and the number with its default; `weight` may be either. */
  readonly tensors: readonly string[];
  readonly number: string;
  readonly optional?: true;
  readonly takes: Takes;
}

/** Sources: the page of each function. A factor of 1 is not multiplied. */
const rows: Readonly<Record<string, Row>> = {
  addcdiv: {
    formulas: { divisions: 'y_numel', multiplications: 'scaled * y_numel', additions: 'y_numel' },
    tensors: ['tensor1', 'tensor2'],
    number: 'value',
    takes: 'float',
  },
  addcmul: {
    formulas: { multiplications: '(1 + scaled) * y_numel', additions: 'y_numel' },
    tensors: ['tensor1', 'tensor2'],
    number: 'value',
    takes: 'number',
  },
  lerp: {
    formulas: { multiplications: 'y_numel', additions: '2 * y_numel' },
    tensors: ['end', 'weight'],
    number: 'weight',
    optional: true,
    takes: 'float',
  },
};

const three = (kind: string, row: Row): LayerDefinition => {
  const { number, tensors, optional } = row;
  const signature = optional ? `input, ${tensors.join(', ')}` : `input, ${tensors.join(', ')}, *, ${number}=1`;
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${kind}.html`,
    torch: called(kind, { signature, tensors: ['input', ...tensors] }),
    options: () => ({ [number]: optional ? scalar.optional() : scalar.default(1) }),
    arity: optional ? [2, 3] : 3,
    takes: [row.takes],
    requires: (options: All, inputs) => {
      if (optional && (options[number] !== undefined) === inputs.length > 2) return neither(number, options[number]);
      const other = optional ? inputs.find(({ dtype }) => dtype !== inputs[0].dtype) : undefined;
      if (other) return { code: 'dtype', expected: `${inputs[0].dtype}, as the first has`, got: other.dtype };
      if (!optional && !isFloating(inputs[0].dtype) && !Number.isInteger(options[number]))
        return { code: 'option', option: number, rule: 'integers take a whole factor', got: options[number] };
      return doNotBroadcast(inputs);
    },
    outputs: (_, inputs) => [result(inputs, [], 'same')],
    formulas: row.formulas,
    symbols: (options: All) => (optional ? {} : { scaled: Number(options[number]) === 1 ? 0 : 1 }),
    generate: {
      ranks: [4, 2, 3],
      options: (draw) => (optional ? { [number]: 0.5 } : draw.boolean() ? { [number]: 2 } : {}),
      operands: (_, { shape, dtype }) => ({
        inputs: Array.from({ length: optional ? 1 : 2 }, () => ({ shape, dtype })),
      }),
    },
  }) as LayerDefinition;
};

/** Takes each element from the one or the other, which may be numbers. */
const where = defineLayer({
  kind: 'where',
  target: 'function',
  source: 'https://pytorch.org/docs/stable/generated/torch.where.html',
  options: () => ({ input: scalar.optional(), other: scalar.optional() }),
  torch: {
    spellings: ['torch.where'],
    signature: 'condition, input, other',
    tensors: ['condition', 'input', 'other'],
  },
  arity: 1,
  takes: ['bool'],
  requires: ({ input, other }, inputs, named) => {
    if ((input === undefined) === (named.input === undefined)) return neither('input', input);
    if ((other === undefined) === (named.other === undefined)) return neither('other', other);
    return doNotBroadcast([...inputs, ...Object.values(named)]);
  },
  outputs: ({ input, other }, inputs, named) => {
    const values = Object.values(named);
    const dtype = promoted(values, numbersIn(input, other));
    return [
      // The mask stays as it is, and the others are converted first.
      elementwise([...inputs.map((mask) => ({ ...mask, dtype })), ...values], dtype, { scalars: values.length < 2 }),
    ];
  },
  generate: {
    ranks: [4, 2, 3],
    input: (draw, batch) => ({ shape: [batch, draw.integer(1, 8)], dtype: 'bool' }),
    options: (draw) => draw.oneOf<All>([{}, { other: 0.5 }, { input: 1 }, { input: 1, other: 0.5 }]),
    operands: (_, { shape }, { input, other }) => ({
      named: {
        ...(input === undefined ? { input: { shape } } : {}),
        ...(other === undefined ? { other: { shape } } : {}),
      },
    }),
  },
});

/** The elements where the mask is true become one number. */
const maskedFill = defineLayer({
  kind: 'masked_fill',
  source: 'https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html',
  torch: called(
    'masked_fill',
    { signature: 'input, mask, value', tensors: ['input', 'mask', 'value'] },
    { spellings: ['torch.Tensor.masked_fill', 'torch.masked_fill'] },
  ),
  target: 'function',
  options: () => ({ value: scalar.optional() }),
  arity: [2, 3],
  takes: ['any', 'bool', 'any'],
  requires: ({ value }, inputs) => {
    const [input, mask, filling] = inputs as unknown as [Tensor, Tensor, Tensor?];
    if ((value === undefined) === (filling === undefined)) return neither('value', value);
    if (filling && filling.shape.length > 0) return { code: 'rank', expected: [0], shape: filling.shape };
    return unheld(input.dtype, value) ?? doNotBroadcast([input, mask]);
  },
  outputs: (_, inputs: Inputs) => [tensor(shapeOf(inputs), inputs[0].dtype)],
  overlaps: () => true,
  generate: {
    ranks: [4, 2, 3],
    options: (draw) => (draw.integer(0, 3) === 3 ? {} : { value: draw.oneOf<Scalar>([0, '-inf', 1]) }),
    operands: (_, { shape, dtype }, { value }) => ({
      inputs: [{ shape, dtype: 'bool' }, ...(value === undefined ? [{ shape: [], dtype }] : [])],
    }),
  },
});

export const several: readonly LayerDefinition[] = [
  ...Object.entries(rows).map(([kind, row]) => three(kind, row)),
  clamp,
  clampOne('max'),
  clampOne('min'),
  maskedFill,
  where,
];
