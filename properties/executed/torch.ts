/** What PyTorch computes: one process for each file of properties, asked one network after the other. */

import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { afterAll, beforeAll } from 'vitest';
import type { Numbers } from '../../reference/index.ts';
import { interpreterOf, workerVariables } from '../../src/harness/environments.ts';
import type { ExecutedNetwork } from './network.ts';

interface Reply {
  readonly outputs?: readonly { readonly shape: readonly number[]; readonly data: readonly (number | string)[] }[];
  readonly error?: string;
}

const sent = ({ shape, data }: Numbers) => ({ shape, data: [...data] });

const numberOf = (given: number | string): number =>
  typeof given === 'number'
    ? given
    : given === '-inf'
      ? Number.NEGATIVE_INFINITY
      : given === 'inf'
        ? Infinity
        : Number.NaN;

/** Everything is computed in float64, also where a network asks for less. */
const inFloat64 = (key: string, value: unknown): unknown =>
  key === 'dtype' && String(value).includes('float') ? 'float64' : value;

const start = () => {
  const child = execa(interpreterOf('main'), ['-m', 'countersign.evaluate'], {
    env: { ...workerVariables(), PYTHONWARNINGS: 'ignore' },
    buffer: false,
    reject: false,
    stdin: 'pipe',
    stderr: 'inherit',
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async ({
    architecture,
    inputs,
    weights,
  }: Pick<ExecutedNetwork, 'architecture' | 'inputs' | 'weights'>) => {
    const named = Object.fromEntries(Object.entries(weights).map(([name, numbers]) => [name, sent(numbers)]));
    child.stdin.write(`${JSON.stringify({ architecture, inputs: inputs.map(sent), weights: named }, inFloat64)}\n`);
    const { value: line } = await lines.next();
    if (line === undefined) throw new Error('The process that evaluates networks has ended.');
    const { outputs, error } = JSON.parse(line) as Reply;
    if (!outputs) throw new Error(`PyTorch refuses the network: ${error}`);
    return outputs.map(({ shape, data }): Numbers => ({ shape, data: Float64Array.from(data, numberOf) }));
  };
  const close = async (): Promise<void> => {
    child.stdin.end();
    await child;
  };
  return { ask, close };
};

/** Starts PyTorch before a file's tests and ends it behind the last; the function returned computes a network's outputs in float64. */
export const withTorch = (): ReturnType<typeof start>['ask'] => {
  let started: ReturnType<typeof start> | undefined;
  beforeAll(() => {
    started = start();
  });
  afterAll(() => started?.close());
  return (network) => (started as ReturnType<typeof start>).ask(network);
};
