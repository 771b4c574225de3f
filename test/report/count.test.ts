import { describe, expect, it } from 'vitest';
import { type Convention, conventions } from '../../src/engine/index.ts';
import { countJson, countText } from '../../src/report/count.ts';
import { countSchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { recurrent, shaped, shared, small } from './networks.ts';

const jsonOf = (architecture: Parameters<typeof shaped>[0], name: string) => {
  const convention = conventions.get(name) as Convention;
  const network = shaped(architecture);
  return { convention, json: countJson(convention.count(network), convention, network) };
};

describe('count --json', () => {
  it.each([...conventions.keys()])('holds to its schema under %s', (name) => {
    for (const architecture of [small, shared, recurrent]) {
      const { json } = jsonOf(architecture, name);
      expect(countSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    }
  });

  it('states every count as a decimal string, and nests figures whose name has a point', () => {
    const { json } = jsonOf(small, 'definition');
    expect(json).toMatchObject({
      schema: 'countersign/count@1',
      name: 'Small',
      convention: 'definition',
      tool_version: null,
      totals: { params: '837', trainable: '832', macs: '9216', memory: { input: '1536', parameters: '3348' } },
      uncounted: [],
      lower_bound: false,
    });
    expect('layers' in json && json.layers[0]).toMatchObject({
      id: 'features/0',
      path: 'features.0',
      kind: 'Conv2d',
      output_shapes: [[2, 4, 6, 6]],
      macs: '7776',
      formulas: {
        macs: {
          text: 'N * Hout * Wout * Cout * (Cin / g) * K0 * K1',
          numbers: '2 * 6 * 6 * 4 * (3 / 1) * 3 * 3',
        },
      },
    });
  });

  it('tells what is predicted to raise, and what is a lower bound', () => {
    expect(jsonOf(recurrent, 'torchsummary').json).toMatchObject({
      convention: 'torchsummary',
      tool_version: '1.5.1',
      raises: { error: 'AttributeError' },
    });
    expect(jsonOf(small, 'article').json).toMatchObject({ lower_bound: true, uncounted: ['ReLU', 'flatten'] });
  });
});

describe('count', () => {
  it('prints layers, totals with their units, and parameters in short', () => {
    const { json, convention } = jsonOf(small, 'definition');
    const text = countText(json, convention, plain);
    expect(text.split('\n').filter((line) => /^(Layer|features|flat|head|macs|memory.par|[0-9])/.test(line))).toEqual([
      'Layer       Kind     Output   Params   MACs   FLOPs',
      'features.0  Conv2d   2×4×6×6     112  7,776  15,552',
      'features.1  ReLU     2×4×6×6       0      0       0',
      'flat        flatten  2×144         0      0       0',
      'head        Linear   2×5         725  1,440   2,880',
      'macs                 9,216  multiply-accumulates',
      'memory.parameters    3,348  bytes of parameters',
      '837/832 parameters/trainable',
    ]);
  });

  it.each([...conventions.keys()])('fits 100 columns under %s', (name) => {
    const { json, convention } = jsonOf(small, name);
    const longest = Math.max(
      ...countText(json, convention, plain)
        .split('\n')
        .map((line) => line.length),
    );
    expect(longest).toBeLessThanOrEqual(100);
  });

  it('ends with what the tool prints, where that is predicted', () => {
    const { json, convention } = jsonOf(small, 'torchsummary');
    const text = countText(json, convention, plain);
    expect('text' in json && json.text && text.endsWith(`What torchsummary prints:\n${json.text}`)).toBe(true);
  });

  it('says why a tool raises, and what is left out of a lower bound', () => {
    const raised = jsonOf(recurrent, 'torchsummary');
    expect(countText(raised.json, raised.convention, plain)).toContain(
      'The tool raises AttributeError on this network.',
    );
    const bound = jsonOf(small, 'article');
    expect(countText(bound.json, bound.convention, plain)).toContain(
      'Lower bound: article does not state ReLU, flatten, which are left out.',
    );
  });
});
