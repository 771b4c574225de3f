/** Kinds that are made of others: their bodies are what PyTorch's own forwards call, as a recording of those tells. */

import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Count, count, isLeaf, parseArchitecture, type ShapedNetwork, shapeNetwork } from '../src/engine/index.ts';
import { withTools } from './tools.ts';

const { pool } = withTools(['torch']);
const file = fileURLToPath(new URL('../python/models/transformers.py', import.meta.url));

const float = (...shape: readonly number[]) => ({ shape, dtype: 'float32' as const });
const bool = (...shape: readonly number[]) => ({ shape, dtype: 'bool' as const });

/** The inputs of each network of the file. */
const networks = {
  encoder_layer: [float(3, 5, 8), bool(5, 5), float(3, 5)],
  encoder: [float(5, 3, 8), bool(3, 5)],
  decoder: [float(3, 4, 8), float(3, 6, 8), bool(3, 6)],
  transformer: [float(5, 3, 8), float(4, 3, 8)],
} as const;

/** What runs, in order: each call of a layer or function, with all that it is given and gives. */
const calledIn = ({ calls }: ShapedNetwork) =>
  calls.filter(isLeaf).map(({ definition: { kind }, module, spelling, options, inputs, named, outputs }) => ({
    ...{ kind, path: module?.paths[0], spelling, options, inputs, named, outputs },
  }));

it.each(Object.entries(networks))('%s', async (name, inputs) => {
  const recorded = async (function_: string) => {
    const given = inputs.map(({ shape, dtype }) => ({ shape: [...shape], dtype }));
    return shapeNetwork(parseArchitecture(await pool().record({ file, name: function_ }, given)));
  };
  const [closed, opened] = [await recorded(name), await recorded(`opened_${name}`)];
  expect(closed.architecture.json.modules).toHaveLength(1);
  expect(opened.architecture.json.modules.length).toBeGreaterThan(8);
  expect(calledIn(closed)).toEqual(calledIn(opened));
  const totals = [closed, opened].map(({ architecture }) => (count(architecture) as Count).totals);
  expect(totals[0]).toEqual(totals[1]);
});
