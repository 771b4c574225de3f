/** The harness must find a mistake in a formula quickly and hand over the guilty layer alone, at its smallest. */

import { describe, expect, it } from 'vitest';
import {
  type Cell,
  type Convention,
  conventions,
  departs,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { Answer } from '../../src/harness/answers.ts';
import { campaign, type Plan } from '../../src/harness/campaign.ts';
import type { Ask } from '../../src/harness/examine.ts';

/** A tool that counts as its convention says: the real one does, as `properties/` shows. */
const faithful: Ask = async (architecture, tools) => {
  const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
  const answers = tools.map((tool): [typeof tool, Answer] => {
    const prediction = (conventions.get(tool) as Convention).count(network);
    if (prediction.status === 'raises')
      return [tool, { status: 'raised', error: { class: prediction.error, message: '' }, seconds: 0 }];
    const totals = Object.fromEntries(Object.entries(prediction.totals).map(([name, value]) => [name, String(value)]));
    return [tool, { status: 'answered', totals, layers: [], seconds: 0 }];
  });
  return new Map(answers);
};

const because = { because: 'It is planted.', source: 'This test.' };

const plant = (kind: string, cell: Cell): ReadonlyMap<string, Convention> => {
  const thop = conventions.get('thop') as Convention;
  const cells = { ...thop.cells, [kind]: cell };
  return new Map([...conventions, ['thop', { ...thop, cells, count: (network) => thop.count(network, cells) }]]);
};

const plan = (planted: ReadonlyMap<string, Convention>, seed: number): Plan => ({
  seed,
  cases: 200,
  tools: ['thop'],
  conventions: planted,
  mostFailures: 1,
});

describe('a planted mistake', () => {
  it.each([
    [
      'groups ignored in Conv2d',
      'Conv2d',
      'N * Hout * Wout * Cout * Cin * K0 * K1',
      { groups: 2, in_channels: 2, out_channels: 2, kernel_size: [1, 1] },
    ],
    [
      'kernel height taken for its width',
      'Conv2d',
      'N * Hout * Wout * Cout * (Cin / g) * K0 * K0',
      { in_channels: 1, out_channels: 1 },
    ],
    ['bias counted in Linear', 'Linear', 'F * Cin * Cout + Cout * bias', { in_features: 1, out_features: 1 }],
  ])('%s: is shrunk to that layer alone', async (_, kind, macs, options) => {
    for (const seed of [1, 2, 3]) {
      const outcome = await campaign(plan(plant(kind, departs({ macs }, because)), seed), faithful);
      expect(outcome.failures).toHaveLength(1);
      const [failure] = outcome.failures;
      expect(failure?.architecture.calls).toHaveLength(1);
      expect(failure?.architecture.modules).toMatchObject([{ kind, options }]);
      expect(failure?.script.split('\n').length).toBeLessThanOrEqual(15);
      expect(failure?.executions).toBeLessThanOrEqual(201);
    }
  });

  it('is told apart from agreement: without it the same campaign finds nothing', async () => {
    const outcome = await campaign(plan(conventions, 1), faithful);
    expect(outcome).toMatchObject({ cases: 200, failures: [], interrupted: false });
    expect(outcome.verdicts.thop).toEqual({ agrees: 200 });
  });

  it('gives the same outcome for the same seed, whatever is asked at the same time', async () => {
    const planted = plant('Conv2d', departs({ macs: 'N * Hout * Wout * Cout * Cin * K0 * K1' }, because));
    const [one, many] = await Promise.all([1, 16].map((window) => campaign({ ...plan(planted, 7), window }, faithful)));
    expect(many?.failures).toEqual(one?.failures);
    expect(many?.verdicts).toEqual(one?.verdicts);
  });
});
