import { expect, it } from 'vitest';
import { window } from '../src/engine/conventions/kernel.ts';
import { type Convention, conventions, departs } from '../src/engine/index.ts';
import { campaign } from '../src/harness/campaign.ts';
import { seed, withTools } from './tools.ts';

const { ask } = withTools(['thop']);

it("groups ignored in Conv2d's MACs: thop disagrees, and the layer is handed over alone with its least options", async () => {
  const thop = conventions.get('thop') as Convention;
  // As its cell says it, but for the division by the groups.
  const wrong = departs(
    { macs: 'y_numel * x1 * window' },
    { because: 'It is planted.', source: 'This property.' },
    { symbols: window },
  );
  const cells = { ...thop.cells, Conv2d: wrong };
  const planted = new Map([
    ...conventions,
    ['thop', { ...thop, cells, count: (network) => thop.count(network, cells) } as Convention],
  ]);
  const started = performance.now();
  const outcome = await campaign(
    { seed, cases: 200, tools: ['thop'], conventions: planted, mostFailures: 1, window: 8 },
    ask,
  );
  expect(performance.now() - started).toBeLessThan(60_000);
  expect(outcome.failures).toHaveLength(1);
  const [failure] = outcome.failures;
  expect(failure?.architecture).toMatchObject({
    inputs: [{ shape: [1, 2, 1, 1] }],
    modules: [
      {
        kind: 'Conv2d',
        options: { in_channels: 2, out_channels: 2, groups: 2, kernel_size: [1, 1] },
      },
    ],
  });
  const total = { figure: 'macs', where: 'total', predicted: '4', measured: '2' };
  expect(failure?.examined.verdict).toMatchObject({
    status: 'disagrees',
    differences: expect.arrayContaining([expect.objectContaining(total)]),
  });
  expect(failure?.script.trimEnd().split('\n').length).toBeLessThanOrEqual(15);
}, 120_000);
