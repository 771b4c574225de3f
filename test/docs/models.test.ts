/** docs/models.md shows each figure that is off by more than a twentieth, and no other, with its reasons. */

import { describe, expect, it } from 'vitest';
import { type Count, conventions, findConvention } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { departuresOf, modelsPage, readModels } from '../../src/report/docsModels.ts';

const models = await readModels(packageRoot);
const page = modelsPage(models);
const definition = findConvention('definition');
const tools = [...conventions.values()].filter(({ tool }) => tool !== undefined);

/** What a figure of a tool means, where it is not that of the same name. */
const meaning: Readonly<Record<string, string>> = {
  'torchstat madd': 'flops',
  'torchstat flops': 'macs',
  'torchinfo mult_adds': 'macs',
};

describe.each([...models])('%s', (model, network) => {
  const truth = (definition.count(network) as Count).totals;
  const rows = departuresOf(new Map([[model, network]]));

  it.each(tools)('$name: a row for each figure that is off, and for no other', (convention) => {
    const told = convention.count(network);
    const own = rows.filter(({ tool }) => tool === convention.name);
    if (told.status === 'raises') {
      expect(own).toEqual([]);
      expect(page).toContain(`| \`${model}\` | ${convention.name} | \`${told.error}\` | ${told.because}`);
      return;
    }
    const expected = Object.entries(told.totals).flatMap(([figure, value]) => {
      const name = meaning[`${convention.name} ${figure}`] ?? figure;
      if (!['params', 'macs', 'flops'].includes(name) || typeof value !== 'bigint') return [];
      const factor = Number(value) / Number(truth[name]);
      return factor < 0.95 || factor > 1.05 ? [{ figure, truth: truth[name], told: value }] : [];
    });
    expect(new Set(own.map(({ figure, truth, told }) => ({ figure, truth, told })))).toEqual(new Set(expected));
  });

  it('has a reason for each', () => {
    for (const { because } of rows) expect(because.join()).toMatch(/^`\w+`: [A-Z].+/);
  });
});

it('shows the largest factors first', () => {
  const factors = departuresOf(models).map(({ truth, told }) => Math.abs(Math.log(Number(told) / Number(truth))));
  expect(factors.length).toBeGreaterThan(0);
  expect(factors).toEqual(factors.toSorted((a, b) => b - a));
});
