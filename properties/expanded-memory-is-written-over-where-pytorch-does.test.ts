/** What writes over its input is refused where several elements lie in one place, exactly where PyTorch refuses it. */

import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { type LayerDefinition, layers, Refusal } from '../src/engine/index.ts';
import { networksOf } from './contract/hostile.ts';
import { madeOrRefused } from './contract/ours.ts';
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
    for (const architecture of networks.flatMap((json) => waysOf(definition, json))) {
      const ours = madeOrRefused(architecture);
      const theirs = await ask({ architecture, meta: false });
      const where = JSON.stringify(architecture);
      if (ours instanceof Refusal) expect(theirs.refused, `${ours.message} ${where}`).toBeDefined();
      else expect(ours, where).toEqual(theirs);
    }
  },
  600_000,
);
