/** Convolutions whose windows reach far into the padding or step over elements, and whose groups have several channels. */

import fc from 'fast-check';
import { each, few, moduleOf, type Network } from './calls.ts';

/** Inputs with or without a batch for layers whose channels divide into groups. */
const grouped = (
  kind: string,
  dimensions: number,
  most: number,
  further: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): Network =>
  fc
    .tuple(
      fc.oneof(
        fc.constant([]),
        few(1, 2).map((N) => [N]),
      ),
      fc.record({ groups: few(1, 3), inputs: few(1, 2), outputs: few(1, 2) }),
      each(dimensions, 1, most),
      fc.record({ bias: fc.boolean(), dilation: each(dimensions, 1, 3), ...further }),
    )
    .map(([batch, { groups, inputs, outputs }, sizes, options]) =>
      moduleOf(kind, [...batch, groups * inputs, ...sizes], {
        ...options,
        groups,
        in_channels: groups * inputs,
        out_channels: groups * outputs,
      }),
    );

const convolution = (kind: string, dimensions: number): Network =>
  grouped(kind, dimensions, 7 - dimensions, {
    kernel_size: each(dimensions, 1, 5 - Math.ceil(dimensions / 2)),
    stride: fc.oneof(fc.constant(new Array<number>(dimensions).fill(1)), each(dimensions, 1, 5)),
    padding: fc.oneof(each(dimensions, 0, 5 - dimensions), fc.constantFrom('same', 'valid')),
    padding_mode: fc.constantFrom('zeros', 'reflect', 'replicate', 'circular'),
  });

/** Strides and dilations with and without common divisors, larger and smaller than kernels and inputs. */
const transposed = (kind: string, dimensions: number): Network =>
  grouped(kind, dimensions, 5 - Math.floor(dimensions / 2), {
    kernel_size: each(dimensions, 1, 5 - Math.floor(dimensions / 2)),
    stride: each(dimensions, 1, 4),
    padding: each(dimensions, 0, 3),
    output_padding: each(dimensions, 0, 3),
  });

export const convolutions: Readonly<Record<string, Network>> = Object.fromEntries(
  [1, 2, 3].flatMap((dimensions) => [
    [`Conv${dimensions}d`, convolution(`Conv${dimensions}d`, dimensions)],
    [`ConvTranspose${dimensions}d`, transposed(`ConvTranspose${dimensions}d`, dimensions)],
  ]),
);
