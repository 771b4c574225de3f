/** What the tools that replace functions say of linear layers and convolutions. */

import { type Cell, type Cells, each, raising } from '../../convention.ts';
import { windowCount } from '../../geometry.ts';
import { type Convolution, paddings } from '../../layers/families/convolution.ts';
import type { LeafCall } from '../../shapes.ts';
import type { Shape, Tensor } from '../../tensor.ts';
import { places } from '../kernel.ts';
import { named } from '../pools.ts';
import { calls, isSeen, module, type PatchingTool, unseen } from './tool.ts';

/** A convolution's options, of which a function leaves the kernel to its weight. */
export const optionsOf = ({ module: own, options, inputs }: LeafCall): Convolution =>
  (own ? options : { padding_mode: 'zeros', ...options, kernel_size: (inputs[1] as Tensor).shape.slice(2) }) as never;

/** What the function is given: a module pads by another mode before it calls it. */
const given = (call: LeafCall): { readonly shape: Shape; readonly padding: readonly number[] } => {
  const options = optionsOf(call);
  const both = paddings(options);
  const { shape } = call.inputs[0];
  if (options.padding_mode === 'zeros') return { shape, padding: both.map((size) => 2 * Math.floor(size / 2)) };
  const first = shape.length - both.length;
  return {
    shape: shape.map((size, index) => size + (both[index - first] ?? 0)),
    padding: both.map(() => 0),
  };
};

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Positions as the tool computes them, of all sizes behind the first two, with as much padding on both sides. */
export const slid = (call: LeafCall) => {
  const { kernel_size, stride, dilation } = optionsOf(call);
  const { shape, padding } = given(call);
  const counts = shape
    .slice(2)
    .map((size, index) =>
      windowCount(
        size,
        kernel_size[index] as number,
        stride[index] as number,
        padding[index] as number,
        dilation[index] as number,
      ),
    );
  return { ...places(call), slid: product(counts) };
};

const counted = {
  macs: 'x0 * Cin * (Cout / g) * window * slid',
  flops: '2 * x0 * Cin * (Cout / g) * window * slid + x0 * Cout * slid * bias',
};
const because =
  'It computes the output as a batch has it, with half of the padding of `same` at each side, which loses a position where that is odd; a multiply-accumulate is two FLOPs, a bias one more';

const isCounted = (tool: PatchingTool, call: LeafCall): boolean => call.module !== undefined || isSeen(tool, call);

/** Whether one of these options is a tuple of one number, of which the tool wants more: for each size behind the first two. */
const isShort = ({ outcome: { setup }, inputs: [input] }: LeafCall, names: readonly string[]): boolean =>
  input.shape.length > 3 && names.some((name) => setup.short.has(name));

const steps = ['stride', 'padding', 'dilation'];

/** For functions: raises where an option of several dimensions is a tuple of one number. */
export const indexing = (tool: PatchingTool, cells: Cells, ...further: readonly string[]): Cells =>
  Object.fromEntries(
    Object.entries(cells).map(([kind, cell]) => [
      kind,
      raising(cell, {
        when: (call) => isCounted(tool, call) && isShort(call, [...steps, ...further]),
        error: 'IndexError',
        because: 'It looks for a number for each dimension also in a tuple of one, as `stride=(2,)`.',
        source: tool.source,
      }),
    ]),
  );

const areNoChannels = (call: LeafCall): boolean => given(call).shape[1] !== call.symbols.Cin;

const asserting = (tool: PatchingTool, cell: Cell): Cell =>
  raising(cell, {
    when: (call) => isCounted(tool, call) && (areNoChannels(call) || isShort(call, steps)),
    error: 'AssertionError',
    errorAt: (call) => (areNoChannels(call) ? undefined : 'IndexError'),
    because:
      'It takes the second size for channels, which it is not without a batch, and looks for a number for each dimension also in a tuple of one, as `stride=(2,)`.',
    source: tool.source,
  });

const matrix = { macs: 'F * Cin * Cout', flops: '2 * F * Cin * Cout' };
const unbiased = 'It counts two FLOPs for each multiply-accumulate, and no bias';

export const convolution = (tool: PatchingTool): Cells => ({
  Linear: module(tool, matrix, unbiased),
  ...calls(tool, ['linear'], matrix, unbiased),
  ...each(asserting(tool, module(tool, counted, because, slid)), ...named('Conv')),
  ...Object.fromEntries(
    Object.entries(calls(tool, named('conv'), counted, because, slid)).map(([kind, cell]) => [
      kind,
      asserting(tool, cell),
    ]),
  ),
  ...unseen(tool, 'Bilinear', 'bilinear'),
});
