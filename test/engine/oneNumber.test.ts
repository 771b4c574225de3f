import { describe, expect, it } from 'vitest';
import {
  type Convention,
  conventions,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../../src/engine/index.ts';

const schema = 'countersign/architecture@1';
const inputs = [{ name: 'x0', shape: [4, 3, 8, 9], dtype: 'float32' }];

const pool = (options: object): ShapedNetwork =>
  shapeNetwork(
    parseArchitecture({
      schema,
      name: 'Pool',
      inputs,
      modules: [
        { path: '', kind: 'Module' },
        { path: 'pool', kind: 'AvgPool2d', options },
      ],
      calls: [{ id: 'pool', module: 'pool', inputs: ['x0'] }],
      outputs: ['pool'],
    }),
  );

const said = (name: string, network: ShapedNetwork) => (conventions.get(name) as Convention).count(network);

describe('a tuple of one number', () => {
  it('is told from one number and from a number for each dimension, in whatever order they are read', () => {
    const plain = { kernel_size: [2, 2], stride: [2, 2] };
    for (const options of [{ kernel_size: [2] }, plain, { kernel_size: [2], stride: null }, { kernel_size: 2 }]) {
      const short = String(options.kernel_size) === '2' && typeof options.kernel_size === 'object';
      expect(said('torchstat', pool(options)).status, JSON.stringify(options)).toBe(short ? 'raises' : 'counted');
    }
  });

  it('costs the same by the definition', () => {
    const [one, two] = [{ kernel_size: [2] }, { kernel_size: 2 }].map((options) => said('definition', pool(options)));
    expect(one).toMatchObject({ totals: (two as { totals: object }).totals });
  });
});

describe('a result that has no elements at the batch of a tool', () => {
  it('is not stated, since torch goes on with it', () => {
    const network = shapeNetwork(
      parseArchitecture({
        schema,
        name: 'Rest',
        inputs,
        modules: [
          { path: '', kind: 'Module' },
          { path: 'conv', kind: 'Conv2d', options: { in_channels: 3, out_channels: 2, kernel_size: 1 } },
        ],
        calls: [
          { id: 'rest', op: 'getitem', inputs: ['x0'], options: { index: [{ start: 2, stop: null, step: null }] } },
          { id: 'conv', module: 'conv', inputs: ['rest'] },
        ],
        outputs: ['conv'],
      }),
    );
    for (const name of ['torchsummary', 'torchstat'])
      expect(said(name, network)).toMatchObject({
        status: 'counted',
        uncounted: ['getitem with a result that has no elements'],
      });
  });
});
