import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LeafCall } from '../src/engine/index.ts';
import type { Shape, Tensor } from '../src/engine/tensor.ts';
import { packageRoot } from '../src/harness/environments.ts';
import { drawn, executeNetwork } from './executed/network.ts';
import { networksOf } from './executed/networks.ts';
import { startProgram } from './pythonProcess.ts';
import { cases, seed } from './tools.ts';

const folder = join(packageRoot, 'python', 'environments', 'jax');
const interpreter = join(folder, '.venv', 'bin', 'python');
const isInstalled = existsSync(interpreter);
const why = 'JAX is not installed: "uv sync --frozen" in python/environments/jax does so, and takes 0.5 GB.';

let xla: ReturnType<typeof startProgram>;
beforeAll(() => {
  if (isInstalled) xla = startProgram(interpreter, [join(folder, 'xla.py')]);
});
afterAll(() => xla?.close());

interface Options {
  readonly in_channels: number;
  readonly out_channels: number;
  readonly kernel_size: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[] | 'same' | 'valid';
  readonly groups: number;
  readonly padding_mode: string;
}

type Sides = readonly (readonly [before: number, behind: number])[];

/** Elements put around the input, as PyTorch reads `padding`. */
const sidesOf = ({ padding, kernel_size, dilation }: Options): Sides =>
  kernel_size.map((size, d) => {
    const reach = (dilation[d] as number) * (size - 1);
    if (padding === 'same') return [Math.floor(reach / 2), Math.ceil(reach / 2)];
    const around = padding === 'valid' ? 0 : (padding[d] as number);
    return [around, around];
  });

/** A transposed convolution is a plain one over the input with zeros in between, and as many around as give the output's size. */
const transposed = (options: Options, from: Shape, to: Shape) => ({
  stride: options.stride.map(() => 1),
  spread: options.stride,
  padding: sidesOf(options).map(([padding], d) => {
    const reach = (options.dilation[d] as number) * ((options.kernel_size[d] as number) - 1);
    const [size, wanted] = [from, to].map((shape) => shape.slice(-options.stride.length)[d] as number) as [
      number,
      number,
    ];
    return [reach - padding, wanted + padding - (size - 1) * (options.stride[d] as number) - 1];
  }),
});

/** A call as XLA takes it: always with a batch, weights by the channels that come out. */
const convolutionOf = ({ definition, options: given, inputs: [{ shape }], outputs }: LeafCall) => {
  const options = given as unknown as Options;
  const { in_channels, out_channels, kernel_size, stride, dilation, groups } = options;
  const input = shape.length === kernel_size.length + 1 ? [1, ...shape] : shape;
  const plain = { stride, spread: stride.map(() => 1), padding: sidesOf(options) };
  const how = definition.kind.startsWith('ConvTranspose')
    ? transposed(options, shape, (outputs[0] as Tensor).shape)
    : plain;
  return { input, weight: [out_channels, in_channels / groups, ...kernel_size], dilation, groups, ...how };
};

const isZeroPadded = ({ options }: LeafCall): boolean => options.padding_mode === 'zeros';

it.for(['Conv1d', 'Conv2d', 'Conv3d', 'ConvTranspose1d', 'ConvTranspose2d', 'ConvTranspose3d'])(
  'XLA counts two operations for each effective MAC of a %s',
  { timeout: 3_600_000 },
  async (kind, { skip }) => {
    skip(!isInstalled, why);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(networksOf(kind), async (architecture) => {
        const { calls } = executeNetwork(architecture, drawn(1));
        for (const { call, executed } of calls) {
          if (call.definition.kind !== kind || !isZeroPadded(call)) continue;
          const { flops } = (await xla.ask(convolutionOf(call))) as { flops: number };
          expect(flops).toBe(2 * executed.counts.effective_macs);
          compared++;
        }
      }),
      { seed, numRuns: cases(40) },
    );
    expect(compared).toBeGreaterThan(0);
  },
);
