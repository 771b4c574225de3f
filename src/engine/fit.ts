/** Why a layer cannot take the tensors that it is called with. */

import type { Complaint } from './complaint.ts';
import type { AnyOptions, Inputs, LayerDefinition, Named } from './layer.ts';
import { storageOf } from './results.ts';
import type { Takes } from './signature.ts';
import { isInPlace } from './spellings.ts';
import { isOverlapping } from './strides.ts';
import { type Dtype, isFloating, isInteger } from './tensor.ts';

/** Bool, integers, floating types: a result is converted to a type of its own category or a later one. */
const category = (dtype: Dtype): number => (dtype === 'bool' ? 0 : isInteger(dtype) ? 1 : 2);

/**
 * Why a result cannot be written over the first input; undefined where it can. Source: the notes of torch.Tensor on in-place
 * operations; torch 2.15, aten/src/ATen/MemoryOverlap.cpp.
 */
const overwriteComplaint = (
  { outputs, overlaps }: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named,
): Complaint | undefined => {
  const [input] = inputs;
  const [output] = outputs(options, inputs, named);
  const { shape, dtype, learnt } = input;
  const rule =
    output === undefined || output.shape.length !== shape.length || output.shape.some((size, d) => size !== shape[d])
      ? `the result has the shape [${output?.shape.join(', ')}]`
      : category(output.dtype) > category(dtype)
        ? `the result is ${output.dtype}, the input ${dtype}`
        : learnt
          ? 'the input is a parameter that is learnt, or a view of one'
          : isOverlapping(input) && !overlaps(options, inputs, named)
            ? 'several elements of the input lie in one place in memory'
            : undefined;
  return rule === undefined ? undefined : { code: 'overwrite', rule };
};

const suits: Readonly<Record<Takes, (dtype: Dtype) => boolean>> = {
  float: isFloating,
  integer: isInteger,
  bool: (dtype) => dtype === 'bool',
  integral: (dtype) => !isFloating(dtype),
  number: (dtype) => dtype !== 'bool',
  any: () => true,
};

const inWords: Readonly<Record<Takes, string>> = {
  float: 'a floating type',
  integer: 'an integer type',
  bool: 'bool',
  integral: 'an integer type or bool',
  number: 'a floating or integer type',
  any: 'any type',
};

const plural = (count: number): string => (count === 1 ? 'one input' : `${count} inputs`);

/** Layers with weights work on the weights' own element type. */
const weightType = 'float32';

/** Why a layer cannot take these tensors, what is inside of a composite included; undefined where it can. */
export const complaintOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named = {},
  spelling?: string,
): Complaint | undefined =>
  ownComplaintOf(definition, options, inputs, named, spelling) ?? definition.run?.(options, inputs, named).complaint;

/** What a layer itself asks of its tensors: their number, their element types, its own rules. */
export const ownComplaintOf = (
  definition: LayerDefinition,
  options: AnyOptions,
  inputs: Inputs,
  named: Named,
  spelling: string | undefined,
): Complaint | undefined => {
  const { arity, takes, forward } = definition;
  if (arity === 'list') {
    if (inputs.length === 0) return { code: 'inputs', expected: 'at least one input', got: 0 };
  } else {
    const [least, most] = typeof arity === 'number' ? [arity, arity] : arity;
    if (inputs.length < least || inputs.length > most)
      return {
        code: 'inputs',
        expected: least === most ? plural(least) : `${least} to ${plural(most)}`,
        got: inputs.length,
      };
    const byName = forward.tensors.slice(least);
    const unknown = Object.keys(named).find((name) => !byName.includes(name));
    if (unknown !== undefined) return { code: 'argument', name: unknown, known: byName };
  }
  for (const [index, { dtype }] of inputs.entries()) {
    const wanted = takes[Math.min(index, takes.length - 1)] as Takes;
    if (!suits[wanted](dtype)) {
      if (wanted !== 'integral') return { code: 'dtype', expected: inWords[wanted], got: dtype };
      // The kernel alone asks for the type: after how shapes go together, and whether the first input can hold the result.
      const own = definition.requires(options, inputs, named, spelling);
      if (own?.code === 'mismatch') return own;
      const unheld = isInPlace(spelling) ? overwriteComplaint(definition, options, inputs, named) : undefined;
      return unheld ?? { code: wanted, got: dtype };
    }
    const isMixed = wanted === 'float' && dtype !== weightType && definition.weights(options).length > 0;
    if (isMixed && !definition.mixes(options).includes(dtype))
      return { code: 'dtype', expected: weightType, got: dtype };
  }
  const complaint = definition.requires(options, inputs, named, spelling);
  if (complaint || storageOf(definition, options, inputs, spelling) !== 'in place') return complaint;
  return overwriteComplaint(definition, options, inputs, named);
};
