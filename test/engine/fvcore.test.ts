/** What fvcore prints beside its table of FLOPs: figures in its tree of modules, and its table of parameters. */

import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Count, count } from '../../src/engine/index.ts';

const counted = (given: ArchitectureJson): Count => {
  const prediction = count(given, 'fvcore');
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

const relu = { path: 'relu', kind: 'ReLU' };
const linear = { in_features: 16, out_features: 16 };

const network = (modules: ArchitectureJson['modules']): ArchitectureJson => ({
  inputs: [{ name: 'x', shape: [5, 16] }],
  modules: [relu, ...(modules ?? [])],
  calls: [{ id: 'y', module: 'relu', inputs: ['x'] }],
  outputs: ['y'],
});

const calling = (modules: ArchitectureJson['modules']): ArchitectureJson => ({
  ...network(modules),
  calls: [
    { id: 'y', module: 'relu', inputs: ['x'] },
    { id: 'z', module: 'a', inputs: ['y'] },
  ],
  outputs: ['z'],
});

const printed = (given: ArchitectureJson) =>
  Object.fromEntries((counted(given).statistics ?? []).map((line) => [line.path, line.printed]));

const parameters = (given: ArchitectureJson) => counted(given).text?.split('\n\n')[1]?.split('\n');

describe('its tree of modules', () => {
  it('says nothing of what counts nothing, but for the root', () => {
    expect(printed(network([]))).toEqual({ '': '#params: 0, #flops: 0', relu: undefined });
    expect(printed(calling([{ path: 'a', kind: 'Linear', options: linear }]))).toEqual({
      '': '#params: 0.27K, #flops: 1.28K',
      relu: undefined,
      a: '#params: 0.27K, #flops: 1.28K',
    });
  });

  it('names what is not called, and then not the root', () => {
    expect(printed(network([{ path: 'a', kind: 'Tanh' }]))).toEqual({
      '': undefined,
      relu: undefined,
      a: '#params: 0, #flops: N/A',
    });
  });
});

describe('its table of parameters', () => {
  it('goes three levels deep, with one digit behind the point', () => {
    const modules = [
      { path: 'a', kind: 'Sequential' },
      { path: 'a.b', kind: 'Linear', options: linear },
      { path: 'a.c', kind: 'Sequential' },
      { path: 'a.c.d', kind: 'Linear', options: { ...linear, out_features: 2 } },
    ];
    expect(parameters(calling(modules))).toEqual([
      '| name       | #elements or shape   |',
      '|:-----------|:---------------------|',
      '| model      | 0.3K                 |',
      '| a          | 0.3K                 |',
      '| a.b        | 0.3K                 |',
      '| a.b.weight | (16, 16)             |',
      '| a.b.bias   | (16,)                |',
      '| a.c        | 34                   |',
      '| a.c.d      | 34                   |',
    ]);
  });

  it('is an error where there are no parameters', () => {
    expect(parameters(network([]))).toEqual(["KeyError('')"]);
  });
});
