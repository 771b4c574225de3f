/** What must hold for every registered kind, so that a layer's file needs no tests of its own. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conventions,
  isLeaf,
  layers,
  numel,
  operationClasses,
  parseArchitecture,
  type ShapedCall,
  shapeNetwork,
} from '../../src/engine/index.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';

describe.each([...layers.keys()])('%s', (kind) => {
  const definition = layers.get(kind);
  if (!definition) throw new Error(kind);
  const networks = architectureArbitrary({ kinds: [kind], maxPicks: 1, plain: true });
  /** The drawn call itself: bridges may stand before it. */
  const shaped = networks.map((json) => {
    const network = shapeNetwork(parseArchitecture(structuredClone(json)));
    const kindOf = ({ definition, module }: ShapedCall): string | undefined => definition?.kind ?? module?.kind;
    return { json, network, call: network.calls.findLast((call) => kindOf(call) === kind) };
  });

  it('is generated, valid, in nearly every draw', () => {
    const drawn = fc.sample(shaped, { numRuns: 100, seed: 1 });
    expect(drawn.filter(({ call }) => call).length).toBeGreaterThanOrEqual(95);
  });

  if (!definition.body)
    it('has formulas that evaluate exactly, and parameters as its weights', () => {
      fc.assert(
        fc.property(shaped, ({ call }) => {
          fc.pre(call !== undefined && isLeaf(call));
          const elements = definition
            .weights(call.options)
            .reduce((sum, { shape, buffer }) => (buffer ? sum : sum + numel(shape)), 0);
          expect(definition.formulas.params?.evaluate(call.symbols) ?? 0n).toBe(BigInt(elements));
          const macs = definition.formulas.macs?.evaluate(call.symbols) ?? 0n;
          for (const operation of operationClasses) {
            expect(definition.formulas[operation]?.evaluate(call.symbols) ?? 0n, operation).toBeGreaterThanOrEqual(0n);
          }
          expect(definition.formulas.multiplications?.evaluate(call.symbols) ?? 0n).toBeGreaterThanOrEqual(macs);
        }),
        { numRuns: 200 },
      );
    });

  it('survives a round trip through JSON', () => {
    fc.assert(
      fc.property(networks, (json) => {
        const once = parseArchitecture(JSON.stringify(json));
        const twice = parseArchitecture(JSON.stringify(once.json));
        expect(twice.json).toEqual(once.json);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses an option that PyTorch does not have, naming it', () => {
    const result = definition.schema.safeParse({ no_such_option: 1 });
    expect(result.success).toBe(false);
  });

  it('names its source and draws typeset formulas', () => {
    expect(definition.source).toMatch(/^https:\/\/pytorch\.org\/docs\/stable\/generated\/torch\./);
    for (const made of Object.values(definition.formulas)) expect(made.latex).not.toBe('');
  });

  if (definition.body)
    it('costs what the calls of its body cost, each of a known kind', () => {
      fc.assert(
        fc.property(shaped, ({ call, network }) => {
          fc.pre(call !== undefined);
          const inside = network.calls.filter(({ id }) => id.startsWith(`${call.id}/`)).filter(isLeaf);
          expect(inside.length).toBeGreaterThan(0);
          expect(call.outputs).toEqual(definition.outputs(call.options, call.inputs, call.named));
        }),
        { numRuns: 50 },
      );
    });

  if (!definition.body)
    it('has a cell in every convention that claims to be complete', () => {
      for (const { name, cells, traversal } of conventions.values()) {
        const isStated = Object.hasOwn(cells, kind) || (definition.target === 'function' && !traversal.functions);
        if (name !== 'article') expect(isStated, `${name} says nothing of ${kind}`).toBe(true);
      }
    });
});
