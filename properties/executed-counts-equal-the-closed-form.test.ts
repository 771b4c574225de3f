import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definedKinds } from '../reference/index.ts';
import { layers } from '../src/engine/index.ts';
import { differencesOf } from './executed/counts.ts';
import { drawn, executeNetwork } from './executed/network.ts';
import { composites, kindsWithArithmetic, networksOf } from './executed/networks.ts';
import { cases, seed } from './tools.ts';

it('every kind with a formula has an executed definition', () => {
  expect(kindsWithArithmetic.filter((kind) => !definedKinds.includes(kind))).toEqual([]);
});

it('every executed definition is of a kind that the engine knows', () => {
  expect(definedKinds.filter((kind) => !layers.has(kind))).toEqual([]);
});

describe.each([...definedKinds, ...composites])('%s', (kind) => {
  it('counts by formula what its loop executes, in every class of operation', () => {
    fc.assert(
      fc.property(networksOf(kind), fc.integer(), (architecture, numbers) => {
        for (const { call, executed } of executeNetwork(architecture, drawn(numbers)).calls)
          expect(differencesOf(call, executed)).toEqual({});
      }),
      { seed, numRuns: cases(100) },
    );
  }, 3_600_000);
});
