/** Some kernels are chosen by whether gradients are kept and by modes of torch's dispatch, and leave their results in another order in memory. */

import fc from 'fast-check';
import { afterAll, it } from 'vitest';
import { layers } from '../src/engine/index.ts';
import { expectAsPyTorch } from './contract/agree.ts';
import { asksPyTorch } from './contract/pytorch.ts';
import { networksToRun, runnings } from './contract/running.ts';
import { cases, seed } from './tools.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

const chosen = [...layers.values()].filter(({ otherwise }) => otherwise).map((layer) => [layer.kind, layer] as const);

it.each(chosen)(
  '%s',
  async (_, layer) => {
    for (const architecture of fc.sample(networksToRun(layer), { numRuns: cases(30), seed }))
      for (const running of runnings) await expectAsPyTorch(ask, architecture, running);
  },
  600_000,
);
