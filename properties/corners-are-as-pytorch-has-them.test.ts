/** Where several rules meet: what is taken, what is refused, and where results lie, exactly as PyTorch has it. */

import { afterAll, it } from 'vitest';
import { expectAsPyTorch } from './contract/agree.ts';
import { cornerNetwork, corners } from './contract/corners/index.ts';
import { asksPyTorch } from './contract/pytorch.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

it.each([...corners])(
  '%s',
  async (_, ofKind) => {
    for (const architecture of ofKind.map(cornerNetwork)) await expectAsPyTorch(ask, architecture);
  },
  600_000,
);
