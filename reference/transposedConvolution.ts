import type { Arithmetic, Scalar } from './arithmetic.ts';
import { batched } from './batch.ts';
import { type Equation, weight } from './definition.ts';
import { fill, indices, type Tensor } from './tensor.ts';

interface Transposed {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly output_padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  /** Of a module's call: the sizes that are asked for, the spatial ones last. */
  readonly output_size?: readonly number[] | null;
}

type Term = readonly [Scalar, Scalar];

/**
 * y[n, o, q] = Σ_c Σ_(s p + d k = q) x[n, c, p] W[c, o, k] + b[o], where p, k and q have one coordinate for each spatial dimension, and
 * c goes over the channels of the group of o. All of it is computed, then `padding` places are cut off at both ends; where the output
 * reaches beyond, and where no product falls, are zeros. Source: torch.nn.ConvTranspose1d; arXiv:1603.07285, chapter 4.
 */
const spread = (
  options: Transposed,
  input: Tensor,
  W: Tensor,
  b: Tensor | undefined,
  arithmetic: Arithmetic,
): Tensor => {
  const { stride, padding, dilation, output_padding, groups, output_size } = options;
  const [inputs, outputsOfGroup, ...kernels] = W.shape as [number, number, ...number[]];
  const [x, restored] = batched(input, kernels.length + 2);
  const [N, , ...sizes] = x.shape as [number, number, ...number[]];
  const at = (values: readonly number[], dimension: number): number => values[dimension] as number;
  const whole = sizes.map((size, i) => (size - 1) * at(stride, i) + (at(kernels, i) - 1) * at(dilation, i) + 1);
  const kept =
    output_size?.slice(-kernels.length) ?? whole.map((size, i) => size - 2 * at(padding, i) + at(output_padding, i));
  const isKept = (q: readonly number[]) => q.every((j, i) => j >= at(padding, i) && j < at(padding, i) + at(kept, i));
  const inputsOfGroup = inputs / groups;

  /** The sums of one sample and output channel by their places, those that are cut off among them. */
  const sums = (n: number, o: number): ReadonlyMap<string, Scalar> => {
    const first = Math.floor(o / outputsOfGroup) * inputsOfGroup;
    const terms = new Map<string, { readonly q: readonly number[]; readonly products: Term[] }>();
    for (const [c, ...p] of indices([inputsOfGroup, ...sizes])) {
      for (const k of indices(kernels)) {
        const q = p.map((j, i) => j * at(stride, i) + (k[i] as number) * at(dilation, i));
        const meeting = terms.get(String(q)) ?? { q, products: [] };
        meeting.products.push([x.at(n, first + c, ...p), W.at(first + c, o % outputsOfGroup, ...k)]);
        terms.set(String(q), meeting);
      }
    }
    return new Map(
      Array.from(terms, ([place, { q, products }]) => [place, arithmetic.sumOfProducts(products, !isKept(q))]),
    );
  };

  const zero = arithmetic.padding(0);
  const outputs = outputsOfGroup * groups;
  const computed = Array.from(indices([N, outputs]), ([n, o]) => sums(n, o));
  const y = fill([N, outputs, ...kept], ([n, o, ...j]) => {
    const q = j.map((place, i) => place + at(padding, i));
    const sum = computed[n * outputs + o]?.get(String(q)) ?? zero;
    return b ? arithmetic.add(sum, b.at(o)) : sum;
  });
  return restored(y);
};

/** ConvTransposeNd, whose weight and bias are its own. */
export const transposedConvolution: Equation<Transposed & { bias: boolean }> = (call, arithmetic) => {
  const b = call.options.bias ? weight(call, 'bias') : undefined;
  return [spread(call.options, call.inputs[0], weight(call, 'weight'), b, arithmetic)];
};

/** conv_transposeNd, which is given its weight and bias. Source: torch.nn.functional.conv_transpose2d. */
export const transposedConvolutionOf: Equation<Transposed> = ({ options, inputs, named }, arithmetic) => [
  spread(options, inputs[0], inputs[1] as Tensor, named.bias, arithmetic),
];
