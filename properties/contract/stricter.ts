/** Where the engine refuses option values that PyTorch takes, each with the reason. What no rule covers is a mistake of the engine's. */

import type { LayerDefinition } from '../../src/engine/index.ts';

export interface Rule {
  readonly because: string;
  readonly covers: (definition: LayerDefinition, option: string, value: unknown, code: string) => boolean;
}

const isSlice = (value: unknown): value is object => typeof value === 'object' && value !== null && 'start' in value;

/** Whether a value, an item of a list or a number of a slice is so. */
const contains = (value: unknown, wanted: (item: unknown) => boolean): boolean => {
  if (isSlice(value)) return Object.values(value).some(wanted);
  return Array.isArray(value) ? value.some((item) => contains(item, wanted)) : wanted(value);
};

/** Whether an option takes a value, whatever the others are. */
const takes = (definition: LayerDefinition, option: string, value: unknown): boolean => {
  const result = [definition.schema, definition.callSchema].map((schema) => schema.safeParse({ [option]: value }));
  return result.some(
    ({ success, error }) =>
      success || !error?.issues.some(({ path, code }) => path[0] === option || code === 'unrecognized_keys'),
  );
};

export const rules: readonly Rule[] = [
  {
    because: 'A flag is true or false; Python takes anything for one.',
    covers: (definition, option, value) => typeof value !== 'boolean' && takes(definition, option, true),
  },
  {
    because: 'True and false are no numbers; Python takes them for 1 and 0.',
    covers: (_, __, value) => contains(value, (item) => typeof item === 'boolean'),
  },
  {
    because: 'A layer or result without elements has nothing to count.',
    covers: (_, __, value, code) => code === 'empty' || contains(value, (item) => item === 0),
  },
  {
    because: 'A size is a whole number; PyTorch cuts some fractions off.',
    covers: (definition, option, value) =>
      contains(value, (item) => typeof item === 'number' && !Number.isInteger(item)) && !takes(definition, option, 0.5),
  },
  {
    because: 'A list has an item for each dimension; PyTorch takes some of one for all.',
    covers: (_, __, value) => Array.isArray(value) && value.length === 1,
  },
  {
    because:
      'What is empty is no number, no list of numbers and not None; PyTorch takes it for one of these in some places.',
    covers: (_, __, value) =>
      value === '' || (value !== null && typeof value === 'object' && Object.keys(value).length === 0),
  },
  {
    because: 'A range from its end to its start is empty; one spelling of hardtanh does not look.',
    covers: (_, option) => option === 'min_val' || option === 'max_val',
  },
  {
    because: 'A sum in which one side is multiplied is not counted yet.',
    covers: ({ kind }, option) => kind === 'add' && option === 'alpha',
  },
  {
    because: 'A probability is between 0 and 1; PyTorch looks at some only where they are used.',
    covers: (_, option) => option === 'dropout_p',
  },
  {
    because: 'A norm has a number; PyTorch looks at it only where rows are shortened.',
    covers: (_, option) => option === 'norm_type',
  },
  {
    because:
      'Vectors lie along a dimension, and the p of their norm is a number; PyTorch takes None for all and for 2.',
    covers: ({ kind }, _, value) => kind === 'normalize' && value === null,
  },
  {
    because:
      'Features are so many; PyTorch does not look at their number where it keeps neither weights nor statistics.',
    covers: (_, option, value) =>
      ['num_features', 'num_channels'].includes(option) && !(typeof value === 'number' && value >= 0),
  },
  {
    because: 'A padding of the output has a number for each dimension; PyTorch does not look at it beside a size.',
    covers: ({ kind }, option, value) =>
      kind.startsWith('ConvTranspose') && option === 'output_padding' && Array.isArray(value),
  },
  {
    because: 'A rounding has a name; one spelling of div has no such argument and is called without it.',
    covers: (definition, option, value) =>
      definition.kind === 'div' && option === 'rounding_mode' && !takes(definition, option, value),
  },
  {
    because: 'An order in memory has a name; PyTorch does not look at it in one spelling of to.',
    covers: (definition, option, value) =>
      definition.kind === 'to' && option === 'memory_format' && !takes(definition, option, value),
  },
  {
    because: 'An order in memory is one that can be asked for; PyTorch keeps that of a contiguous tensor as well.',
    covers: ({ kind }, _, value) => kind === 'contiguous' && value === 'preserve_format',
  },
  {
    because: 'What is put around is a number; PyTorch takes None for 0.',
    covers: ({ kind }, option, value) => kind.startsWith('ConstantPad') && option === 'value' && value === null,
  },
  {
    because: 'A number of classes that is read off the data is no shape that can be counted.',
    covers: ({ kind }, option, value) => kind === 'one_hot' && option === 'num_classes' && value === -1,
  },
  {
    because: 'A window has a size; PyTorch sums nothing where it is negative.',
    covers: ({ kind }, option, value) => kind === 'CrossMapLRN2d' && option === 'size' && Number(value) < 0,
  },
  {
    because: 'A list of sizes has numbers in it; PyTorch looks at those of images alone.',
    covers: (_, option, value) => option === 'output_size' && Array.isArray(value) && value.some(Array.isArray),
  },
  {
    because:
      'Where more is wrapped around than is left between the cuts, PyTorch reads memory that nothing has written.',
    covers: ({ kind }, option, value) =>
      (/^CircularPad/.test(kind) || kind === 'pad') &&
      ['padding', 'pad'].includes(option) &&
      contains(value, (item) => Number(item) < 0),
  },
  {
    because: 'There is a norm for each row; PyTorch reads past the end of too few.',
    covers: ({ kind }, option, _, code) => kind === 'weight_norm' && option === 'dim' && code === 'size',
  },
  {
    because: 'One process alone is counted; PyTorch looks at a group in training only.',
    covers: ({ kind }, option, value) => kind === 'SyncBatchNorm' && option === 'process_group' && value !== null,
  },
  {
    because: 'A function that shortens rows writes over the table that it is given, which is not said here.',
    covers: ({ target }, option) => target === 'function' && option === 'max_norm',
  },
  {
    because: 'A ratio has a number for each dimension; PyTorch does not look at one beside a size.',
    covers: ({ kind }, option) => kind.startsWith('fractional_') && option === 'output_ratio',
  },
  {
    because: 'What a weight is at first is a number; networks are built here without looking at it.',
    covers: (_, option, value) => option === 'init' && typeof value !== 'number',
  },
  {
    because: 'A list of numbers is given as one; PyTorch takes None for an empty one in some places.',
    covers: (definition, option, value) => value === null && takes(definition, option, [1]),
  },
  {
    because: 'Evaluation alone is counted.',
    covers: (_, option, value) => option === 'training' && value === true,
  },
];
