/** Networks that hang, leave or take all memory, but only with a batch of 2, which is what torchsummary alone runs them with. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool, type Pool } from '../src/harness/pool.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
let pool: Pool;
beforeAll(async () => {
  pool = await openPool({
    tools: ['torch', 'torchsummary', 'thop'],
    workersPerEnvironment: 2,
    timeLimit: 6_000,
    memoryLimit: 1_000_000_000,
  });
}, 120_000);
afterAll(async () => {
  await pool?.close();
  rmSync(folder, { recursive: true });
});

const deeds = {
  hangs: 'while True: pass',
  leaves: 'os._exit(3)',
  'takes all memory': 'torch.zeros(10**11)',
} as const;

const sourceOf = (name: keyof typeof deeds) => {
  const file = join(folder, `${name.replaceAll(' ', '_')}.py`);
  writeFileSync(
    file,
    `import os
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        if x.shape[0] == 2:
            ${deeds[name]}
        return self.fc(x)
`,
  );
  return { source: { file, name: 'Net' }, inputs: [{ shape: [1, 4], dtype: 'float32' }] };
};

it('a network that hangs, leaves or takes all memory under one tool is counted by the others', async () => {
  const [hung, left, large] = await Promise.all(
    (['hangs', 'leaves', 'takes all memory'] as const).map((name) => pool.ask(sourceOf(name))),
  );
  for (const answers of [hung, left, large]) {
    expect(answers?.get('torch')).toMatchObject({ status: 'answered', totals: { params: '15' } });
    expect(answers?.get('thop')).toMatchObject({ status: 'answered', totals: { macs: '12', params: '15' } });
  }
  expect(hung?.get('torchsummary')).toMatchObject({ status: 'timedOut', limit: 6_000 });
  expect(left?.get('torchsummary')).toMatchObject({ status: 'died', message: 'The worker ended with exit code 3.' });
  expect(large?.get('torchsummary')).toMatchObject({
    status: 'died',
    message:
      'It asked for 400,000,000,000 bytes, and got none: that is more than the 1,000,000,000 bytes that a worker may take.',
  });
}, 120_000);
