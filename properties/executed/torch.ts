/** What PyTorch computes, asked one network after the other. */

import type { Numbers } from '../../reference/index.ts';
import type { startPython } from '../pythonProcess.ts';
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

/** Computes a network's outputs in float64 by the process given, `countersign.evaluate`. */
export const torchOf =
  (ask: ReturnType<typeof startPython>['ask']) =>
  async ({
    architecture,
    inputs,
    weights,
  }: Pick<ExecutedNetwork, 'architecture' | 'inputs' | 'weights'>): Promise<readonly Numbers[]> => {
    const named = Object.fromEntries(Object.entries(weights).map(([name, numbers]) => [name, sent(numbers)]));
    const network = JSON.parse(JSON.stringify(architecture, inFloat64)) as unknown;
    const request = { architecture: network, inputs: inputs.map(sent), weights: named };
    const { outputs, error } = (await ask(request)) as Reply;
    if (!outputs) throw new Error(`PyTorch refuses the network: ${error}`);
    return outputs.map(({ shape, data }): Numbers => ({ shape, data: Float64Array.from(data, numberOf) }));
  };
