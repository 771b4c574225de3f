/** What can be given to be counted, and by which name a convention is found. */

import { expect, it } from 'vitest';
import { conventions, count, parseArchitecture } from '../../src/engine/index.ts';
import { refusalOf } from '../refusal.ts';

const json = {
  inputs: [{ name: 'x', shape: [2, 3] }],
  modules: [{ path: 'linear', kind: 'Linear', options: { in_features: 3, out_features: 5 } }],
  calls: [{ id: 'y', module: 'linear', inputs: ['x'] }],
  outputs: ['y'],
};

const macs = (...given: Parameters<typeof count>): unknown => {
  const prediction = count(...given);
  return prediction.status === 'counted' ? prediction.totals.macs : prediction.error;
};

it('takes an architecture as text, as a value and as it was read', () => {
  expect(macs(JSON.stringify(json))).toBe(30n);
  expect(macs(json)).toBe(30n);
  expect(macs(parseArchitecture(json))).toBe(30n);
});

it('takes a convention by its name and as it is', () => {
  expect(macs(json, 'thop')).toBe(30n);
  expect(macs(json, conventions.get('torchprofile') as NonNullable<ReturnType<typeof conventions.get>>)).toBe(30n);
});

it('refuses what is no architecture, whatever it looks like', () => {
  for (const given of [null, [], 'x', {}, { root: 1 }, { json }, 7])
    expect(typeof refusalOf(given)?.issues[0].code).toBe('string');
});

it('names the nearest convention where there is none of that name', () => {
  expect(refusalOf(json, 'thopp')?.issues[0]).toMatchObject({ code: 'unknown_convention', path: 'convention' });
  expect(() => count(json, 'thopp')).toThrow(/thopp.*thop\b/);
});
