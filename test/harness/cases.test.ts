/** What campaigns draw: the same for the same seed, everything that there is, and nothing that was excluded. */

import { describe, expect, it } from 'vitest';
import { type Count, count, defineLayer, isLeaf, type LayerDefinition, layers, numel } from '../../src/engine/index.ts';
import { alike } from '../../src/engine/tensor.ts';
import { type Case, casesOf, type Sizes } from '../../src/harness/cases.ts';
import { kindOf } from '../../src/harness/features.ts';
import { drawableKinds } from '../../src/harness/picks.ts';

const draw = (count: number, seed: number, sizes: Sizes = {}): Case[] => {
  const next = casesOf(seed, sizes);
  return Array.from({ length: count }, next);
};

const kindsOf = (cases: readonly Case[]): Set<string> =>
  new Set(cases.flatMap(({ network }) => network.calls.flatMap((call) => kindOf(call) ?? [])));

const leaves = ({ network }: Case) => network.calls.filter(isLeaf);

describe('cases', () => {
  it('are the same for the same seed, and others for another', () => {
    const json = (seed: number) => draw(30, seed).map(({ architecture }) => JSON.stringify(architecture));
    expect(json(4)).toEqual(json(4));
    expect(json(5)).not.toEqual(json(4));
  });

  it('have every kind in them before long, and few picks that do not fit', () => {
    // No more cases than there are kinds.
    const cases = draw(layers.size, 1);
    expect([...kindsOf(cases)].sort()).toEqual(expect.arrayContaining(drawableKinds({}).sort()));
    const [picks, discarded] = [cases, cases].map((all, index) =>
      all.reduce((sum, one) => sum + (index === 0 ? one.picks : one.discarded), 0),
    ) as [number, number];
    expect(discarded / picks).toBeLessThanOrEqual(0.05);
  });

  it('have a kind in them that was just added to the registry, without further work', () => {
    const added: LayerDefinition = defineLayer({
      kind: 'Newcomer',
      target: 'module',
      source: 'https://example.org',
      options: () => ({}),
      requires: () => undefined,
      outputs: (_, [input]) => [alike(input)],
      generate: { ranks: [4, 2], options: () => ({}) },
    });
    (layers as Map<string, LayerDefinition>).set(added.kind, added);
    try {
      // A bound that was not asked for before, since what may be drawn is worked out once.
      const sizes = { maxLayers: 6, weights: { Newcomer: 1 } };
      expect(kindsOf(draw(layers.size, 1, sizes))).toContain('Newcomer');
    } finally {
      (layers as Map<string, LayerDefinition>).delete(added.kind);
    }
  });

  it('keep to the kinds that were asked for, and to views between them', () => {
    const kinds = kindsOf(draw(60, 1, { kinds: ['Conv2d', 'Linear', 'add'] }));
    for (const kind of kinds) expect(['Conv2d', 'Linear', 'add', 'view', 'relu']).toContain(kind);
    expect(kinds).toContain('Conv2d');
  });

  it('keep to the layers and elements that were asked for', () => {
    for (const one of draw(60, 2, { maxLayers: 3, maxElements: 200 })) {
      expect(leaves(one).length).toBeLessThanOrEqual(3);
      for (const { outputs } of leaves(one))
        for (const { shape } of outputs) expect(numel(shape)).toBeLessThanOrEqual(200);
    }
  });

  it('keep to the elements also where a container that makes more of them is called again and again', () => {
    for (const one of draw(300, 1, { kinds: ['Upsample', 'ZeroPad2d', 'ReLU'] })) {
      for (const { outputs } of leaves(one))
        for (const { shape } of outputs) expect(numel(shape)).toBeLessThanOrEqual(20_000);
    }
  });

  it('keep to the FLOPs that were asked for, and to some where nothing was asked', () => {
    const flops = ({ architecture }: Case): number => Number((count(architecture) as Count).totals.flops);
    const most = (sizes: Sizes): number => Math.max(...draw(300, 1, sizes).map(flops));
    expect(most({ maxFlops: 5_000 })).toBeLessThanOrEqual(5_000);
    // Transposed convolutions make their inputs larger, one after the other.
    const large = { kinds: ['ConvTranspose2d', 'ConvTranspose3d'], maxElements: 1_000_000 };
    expect(most({ ...large, maxFlops: Number.POSITIVE_INFINITY })).toBeGreaterThan(40_000_000);
    expect(most(large)).toBeLessThanOrEqual(40_000_000);
    expect(most({})).toBeLessThanOrEqual(40_000_000);
  });

  it('grow with the layers that were asked for', () => {
    const sizes = draw(40, 2, { maxLayers: 30 }).map((one) => leaves(one).length);
    expect(Math.max(...sizes)).toBeGreaterThan(15);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(30);
  });

  it('draw kinds by their weight, and not at all with a weight of 0', () => {
    const kinds = ['Conv2d', 'MaxPool2d', 'AvgPool2d'];
    const calls = (weights: Record<string, number>, kind: string) =>
      draw(60, 3, { kinds, weights })
        .flatMap(leaves)
        .filter(({ definition }) => definition.kind === kind).length;
    expect(calls({ Conv2d: 8 }, 'Conv2d')).toBeGreaterThan(2 * calls({ Conv2d: 0.3 }, 'Conv2d'));
    expect(calls({ Conv2d: 0 }, 'Conv2d')).toBe(0);
  });

  it('take the dimensions that were asked for', () => {
    const sizes = { ranks: [3] };
    for (const kind of drawableKinds(sizes)) expect(layers.get(kind)?.generate.ranks).toContain(3);
    for (const { network } of draw(40, 1, sizes)) expect(network.inputs[0].shape).toHaveLength(3);
  });
});
