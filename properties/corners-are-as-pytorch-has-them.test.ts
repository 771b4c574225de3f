/** Where several rules meet: what is taken, what is refused, and where results lie, exactly as PyTorch has it. */

import { afterAll, expect, it } from 'vitest';
import { Refusal } from '../src/engine/index.ts';
import { cornerNetwork, corners } from './contract/corners/index.ts';
import { madeOrRefused } from './contract/ours.ts';
import { asksPyTorch } from './contract/pytorch.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

it.each([...corners])(
  '%s',
  async (_, ofKind) => {
    for (const architecture of ofKind.map(cornerNetwork)) {
      const ours = madeOrRefused(architecture);
      const theirs = await ask({ architecture, meta: false });
      const where = JSON.stringify(architecture);
      if (ours instanceof Refusal) expect(theirs.refused, `${ours.message} ${where}`).toBeDefined();
      else expect(ours, where).toEqual(theirs);
    }
  },
  600_000,
);
