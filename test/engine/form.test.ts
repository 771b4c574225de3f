/** What is taken without the schema is what the schema takes, and comes out as it does from there. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutated, mutation } from '../../properties/mutated/mutate.ts';
import { architectureSchema, callSchema, moduleSchema } from '../../src/engine/architectureJson.ts';
import { checkForm, plainCall, plainModule } from '../../src/engine/form.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';
import { alexnet } from '../networks.ts';

const refused = 'refused';

/** As text, since the order of keys counts as well. */
const textOf = (make: () => unknown): string => {
  try {
    return JSON.stringify(make());
  } catch {
    return refused;
  }
};

const mutatedNetwork = fc
  .tuple(architectureArbitrary(), fc.array(mutation, { maxLength: 2 }))
  .map(([architecture, mutations]) => mutations.reduce(mutated, JSON.stringify(architecture)));

it('an architecture, mutated or not, is taken or refused as the schema does', () => {
  fc.assert(
    fc.property(mutatedNetwork, (text) => {
      fc.pre(textOf(() => JSON.parse(text)) !== refused);
      const value = JSON.parse(text);
      expect(textOf(() => checkForm(value))).toBe(textOf(() => architectureSchema.parse(value)));
    }),
    { numRuns: 200 },
  );
});

it('plain modules and calls are most of a network', () => {
  const { modules = [], calls } = alexnet();
  expect(modules.filter((module) => plainModule(module) === undefined)).toEqual([]);
  expect(calls.filter((call) => plainCall(call) === undefined)).toEqual([]);
});

const module = { path: 'fc', kind: 'Linear' };
const call = { id: 'fc', module: 'fc', inputs: ['x'] };

describe('what is not plain', () => {
  it.each([
    null,
    'fc',
    [module],
    Object.assign(Object.create(null), module),
    Object.assign(new Map(), module),
    { ...module, path: '' },
    { ...module, path: 'a..b' },
    { ...module, path: 'a.' },
    { ...module, path: 'é' },
    { ...module, path: 'a'.repeat(201) },
    { ...module, kind: 1 },
    { ...module, extra: 1 },
    { ...module, class: 'Mine' },
    { ...module, options: [] },
    { ...module, options: { a: {} } },
    { ...module, options: { a: [[]] } },
    { ...module, options: JSON.parse('{"__proto__": 1}') },
    { ...module, options: {}, extra: 1 },
    { ...module, options: undefined },
  ])('module %j is left to the schema', (value) => {
    expect(plainModule(value)).toBeUndefined();
  });

  it.each([
    null,
    { ...call, inputs: 'x' },
    { ...call, inputs: ['@fc.weight'] },
    { ...call, inputs: ['x:1'] },
    { ...call, inputs: [1] },
    { ...call, inputs: [undefined] },
    { ...call, inputs: [''] },
    { ...call, module: '' },
    { ...call, op: 'relu' },
    { ...call, op: 'relu', options: {} },
    { ...call, module: undefined },
    { ...call, named: {} },
    { ...call, options: { a: {} } },
    { ...call, calls: [] },
  ])('call %j is left to the schema', (value) => {
    expect(plainCall(value)).toBeUndefined();
  });
});

describe('what is plain comes out as from the schema', () => {
  it.each([module, { options: { b: 1, a: [1, null, 'x'] }, kind: 'Linear', path: 'a.b-c' }])('module %j', (value) => {
    expect(textOf(() => plainModule(value))).toBe(textOf(() => moduleSchema.parse(value)));
    expect(plainModule(value)).not.toBe(value);
  });

  it.each([
    call,
    { inputs: [], op: 'zeros', id: 'a/b' },
    { options: { dim: 1 }, inputs: ['x', 'y'], op: 'cat', id: 'cat' },
    { options: {}, inputs: ['x'], module: 'a.0', id: 'a' },
  ])('call %j', (value) => {
    expect(textOf(() => plainCall(value))).toBe(textOf(() => callSchema.parse(value)));
    expect(plainCall(value)).not.toBe(value);
  });
});

describe('an architecture without its modules and calls', () => {
  const input = { name: 'x', shape: [2, 4] };
  const head = { inputs: [input], calls: [{ id: 'relu', op: 'relu', inputs: ['x'] }], outputs: ['relu'] };
  const withInput = (changes: object) => ({ ...head, inputs: [{ ...input, ...changes }] });
  it.each([
    head,
    { outputs: ['relu'], calls: head.calls, inputs: [{ dtype: 'int64', shape: [], name: 'x' }], modules: [] },
    { ...head, schema: 'countersign/architecture@1', name: 'Net_2' },
    { ...head, schema: 'countersign/architecture@2' },
    { ...head, name: '2Net' },
    { ...head, name: 'N'.repeat(201) },
    { ...head, name: 1 },
    { ...head, extra: undefined },
    { ...head, returns: { a: 0 } },
    { ...head, inputs: [] },
    { ...head, inputs: {} },
    { ...head, inputs: [input, null] },
    { ...head, outputs: [] },
    { ...head, outputs: ['relu:0'] },
    { ...head, outputs: ['relu', 1] },
    withInput({ name: 'x.y' }),
    withInput({ shape: [0] }),
    withInput({ shape: [1.5] }),
    withInput({ shape: [2 ** 53] }),
    withInput({ shape: '24' }),
    withInput({ shape: new Array(32).fill(1) }),
    withInput({ shape: new Array(33).fill(1) }),
    withInput({ dtype: undefined }),
    withInput({ dtype: 'toString' }),
    withInput({ extra: 1 }),
  ])('%j is taken or refused as by the schema', (value) => {
    expect(textOf(() => checkForm(value))).toBe(textOf(() => architectureSchema.parse(value)));
  });

  it('is a copy', () => {
    const given = structuredClone(head);
    const { inputs, outputs } = checkForm(given);
    given.inputs[0]?.shape.push(5);
    given.outputs.push('x');
    expect([inputs, outputs]).toEqual([[{ ...input, dtype: 'float32' }], ['relu']]);
  });
});
