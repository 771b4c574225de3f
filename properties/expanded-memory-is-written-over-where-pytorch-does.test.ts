/** What writes over its input is refused where several elements lie in one place, exactly where PyTorch refuses it. */

import fc from 'fast-check';
import { afterAll, it } from 'vitest';
import { type LayerDefinition, layers } from '../src/engine/index.ts';
import { expectAsPyTorch } from './contract/agree.ts';
import { networksOf } from './contract/hostile.ts';
import { asksPyTorch } from './contract/pytorch.ts';
import { expanded } from './contract/rearranged.ts';
import { waysOf, writing } from './contract/writing.ts';
import { cases, seed } from './tools.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

it.each(writing.map(({ kind }) => kind))(
  '%s',
  async (kind) => {
    const definition = layers.get(kind) as LayerDefinition;
    const networks = fc.sample(expanded(networksOf(kind)), { numRuns: cases(4), seed });
    for (const architecture of networks.flatMap((json) => waysOf(definition, json)))
      await expectAsPyTorch(ask, architecture);
  },
  600_000,
);
