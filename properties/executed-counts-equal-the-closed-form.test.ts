import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definedKinds } from '../reference/index.ts';
import { layers } from '../src/engine/index.ts';
import { differencesOf } from './executed/counts.ts';
import { disagreementOf, movedIn } from './executed/moved.ts';
import { drawn, executeNetwork } from './executed/network.ts';
import { composites, kindsWithArithmetic, networksOf } from './executed/networks.ts';
import { untouched } from './executed/untouched.ts';
import { cases, seed } from './tools.ts';

it('every kind with a formula has an executed definition', () => {
  expect(kindsWithArithmetic.filter((kind) => !definedKinds.includes(kind))).toEqual([]);
});

it('every executed definition is of a kind that the engine knows', () => {
  expect(definedKinds.filter((kind) => !layers.has(kind))).toEqual([]);
});

it('every kind of which elements are left untouched has an executed definition', () => {
  expect([...untouched.keys()].filter((kind) => !definedKinds.includes(kind))).toEqual([]);
});

describe.each([...definedKinds, ...composites])('%s', (kind) => {
  it('counts by formula what its loop executes, in every class of operation, and in bytes what it moves', () => {
    let leftUntouched = false;
    fc.assert(
      fc.property(networksOf(kind), fc.integer(), (architecture, numbers) => {
        const network = executeNetwork(architecture, drawn(numbers));
        for (const ran of network.calls) expect(differencesOf(ran)).toEqual({});
        for (const moved of movedIn(network)) {
          expect(disagreementOf(moved)).toBeUndefined();
          leftUntouched ||= moved.ran.call.definition.kind === kind && moved.ran.touched < moved.reads;
        }
      }),
      { seed, numRuns: cases(100) },
    );
    expect(leftUntouched, untouched.get(kind)).toBe(untouched.has(kind));
  }, 3_600_000);
});
