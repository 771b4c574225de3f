/** What functions have in common that compute each element of their output on its own. */

import type { Complaint } from '../../complaint.ts';
import { broadcast, canHold, elementwise, promoted, type Scalar } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import type { Inputs } from '../../layer.ts';
import type { Signature } from '../../signature.ts';
import { type Dtype, isFloating, type Tensor } from '../../tensor.ts';

/** Which element type comes out of the promoted one: the same, a floating one, or bool. */
export type Gives = 'same' | 'float' | 'bool';

/** `float32` is PyTorch's default type, to which integers are converted where a result is no integer. */
export const given = (dtype: Dtype, gives: Gives): Dtype =>
  gives === 'bool' ? 'bool' : gives === 'float' && !isFloating(dtype) ? 'float32' : dtype;

/** Why tensors do not broadcast. */
export const doNotBroadcast = (inputs: readonly Tensor[]): Complaint | undefined =>
  broadcast(...inputs.map(({ shape }) => shape))
    ? undefined
    : {
        code: 'mismatch',
        shapes: inputs.map(({ shape }) => shape),
        rule: 'they do not broadcast: sizes must be equal or 1, counted from the last',
      };

/** Why a tensor of that type cannot be filled with a number; undefined where it can, or where there is none. */
export const unheld = (
  dtype: Dtype,
  got: Scalar | undefined,
  option = 'value',
  strict = false,
): Complaint | undefined =>
  got === undefined || canHold(dtype, got, strict)
    ? undefined
    : { code: 'option', option, rule: `a tensor of ${dtype} holds no such number`, got };

/** How an elementwise function is called: by an operator of Python, as a function, as a method, and as one that writes over its first input. */
export const called = (
  name: string,
  signature: Signature,
  {
    operator,
    spellings = [`torch.${name}`, `torch.Tensor.${name}`],
    alone = false,
  }: {
    readonly operator?: string;
    readonly spellings?: readonly string[];
    /** PyTorch has no method that writes over the first input. */
    readonly alone?: boolean;
  } = {},
): Signature & { readonly spellings: readonly [string, ...string[]] } => ({
  ...signature,
  ...(operator ? { signatures: { ...signature.signatures, [operator]: signature.tensors.join(', ') } } : {}),
  spellings: [
    ...(operator ? [operator] : []),
    ...spellings,
    ...(alone ? [] : spellings.filter((text) => text.startsWith('torch.Tensor.')).map((text) => `${text}_`)),
  ] as unknown as readonly [string, ...string[]],
});

/** The values at hand that broadcast with a tensor, as a choice of `merge`; the tensor itself where there is no other. */
export const mergeBroadcasting = (
  draw: Draw,
  input: Tensor,
  others: readonly Tensor[],
  suits: (other: Tensor) => boolean = () => true,
): readonly number[] => {
  const fitting = others.flatMap((other, index) =>
    broadcast(other.shape, input.shape) && suits(other) ? [index] : [],
  );
  const own = others.indexOf(input);
  const choices = fitting.length > 0 ? fitting : own >= 0 && suits(input) ? [own] : [];
  return choices.length > 0 ? [draw.oneOf(choices as [number, ...number[]])] : [];
};

/** The numbers among options. */
export const numbersIn = (...values: readonly unknown[]): readonly Scalar[] =>
  values.filter((value): value is Scalar => value !== undefined);

/** The result as TensorIterator lays it out. `apart` says that PyTorch makes no tensors of the numbers, as it does for arithmetic. */
export const result = (
  inputs: Inputs,
  scalars: readonly Scalar[],
  gives: Gives,
  { common = promoted(inputs, scalars), apart = false }: { readonly common?: Dtype; readonly apart?: boolean } = {},
): Tensor =>
  elementwise(inputs, given(common, gives), {
    scalars: scalars.length > 0 && !apart,
    common: gives === 'float' ? given(common, 'float') : common,
  });
