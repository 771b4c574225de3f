import { describe, expect, it } from 'vitest';
import { type Convention, type Count, conventions, type ShapedNetwork } from '../../src/engine/index.ts';
import { explainJson, findGroups, groupsOf } from '../../src/report/explain.ts';
import { explainText } from '../../src/report/explainText.ts';
import { explainSchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { recurrent, shaped, shared, small } from './networks.ts';

const explain = (network: ShapedNetwork, layer?: string, names: readonly string[] = [...conventions.keys()]) => {
  const truth = conventions.get('definition')?.count(network) as Count;
  const counted = names.map((name) => {
    const convention = conventions.get(name) as Convention;
    return { convention, prediction: name === 'definition' ? truth : convention.count(network) };
  });
  const groups = groupsOf(network);
  return explainJson(network, truth, counted, layer === undefined ? groups : findGroups(groups, layer));
};

describe('explain --json', () => {
  it('holds to its schema', () => {
    for (const architecture of [small, shared, recurrent]) {
      const json = explain(shaped(architecture));
      expect(explainSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    }
  });

  it('sets a layer beside each convention, with the reason where it departs', () => {
    const [layer] = explain(shaped(small), 'head', ['thop', 'ptflops']).layers;
    expect(layer).toMatchObject({
      layer: 'head',
      kind: 'Linear',
      calls: [{ id: 'head', input_shapes: [[2, 144]], output_shapes: [[2, 5]] }],
      conventions: [
        { convention: 'thop', status: 'agrees' },
        {
          convention: 'ptflops',
          status: 'differs',
          figures: [
            {
              figure: 'params',
              difference: '-5',
            },
            {
              figure: 'macs',
              difference: '-715',
              lines: [
                { cause: 'formula', difference: '10', because: expect.stringContaining('bias') },
                { cause: 'batch', difference: '-725' },
              ],
            },
          ],
        },
      ],
    });
  });

  it('shows the pieces of a formula', () => {
    const [layer] = explain(shaped(recurrent), 'rnn', []).layers;
    expect(layer?.calls[0]?.formulas.find(({ figure }) => figure === 'macs')).toMatchObject({
      text: 'T * N * D * (first + (L - 1) * later)',
      numbers: '5 * 2 * 1 * (112 + (2 - 1) * 128)',
      value: '2400',
      parts: [
        { name: 'first', text: '4 * H * (I + R) + P * H', numbers: '4 * 4 * (3 + 4) + 0 * 4', value: '112' },
        { name: 'later', value: '128' },
      ],
    });
  });
});

describe('findGroups', () => {
  const groups = groupsOf(shaped(shared));
  const keys = (name: string) => findGroups(groups, name).map(({ key }) => key);

  it('finds by path, by call, by another path of a shared module, and all of a container', () => {
    expect(keys('block.fc')).toEqual(['block.fc']);
    expect(keys('block/fc')).toEqual(['block.fc']);
    expect(keys('again')).toEqual(['block.fc']);
    expect(keys('block')).toEqual(['block.fc']);
    expect(keys('sum')).toEqual(['sum']);
    expect(keys('none')).toEqual([]);
  });
});

describe('explain', () => {
  it('prints formula, numbers, value, conventions and reasons', () => {
    expect(explainText(explain(shaped(small), 'head', ['thop', 'ptflops-aten']), false, plain)).toMatchInlineSnapshot(`
      "head  Linear  https://pytorch.org/docs/stable/generated/torch.nn.Linear.html
        2×144 -> 2×5
        params = Cin * Cout + Cout * bias
          = 144 * 5 + 5 * 1
          = 725
        macs = F * Cin * Cout
          = 2 * 144 * 5
          = 1,440
        multiplications = F * Cin * Cout
          = 2 * 144 * 5
          = 1,440
        additions = F * Cout * (Cin - 1 + bias)
          = 2 * 5 * (144 - 1 + 1)
          = 1,440

        convention    figure  counts  against definition
        thop          params     725              agrees
                      macs     1,440              agrees
        ptflops-aten  params     720                  -5  [1]
                      macs     1,450                 +10  [2]

      [1] Frozen parameters are left out.
      [2] It adds one for each output to the MACs where there is a bias and torch dispatches to addmm; for
      inputs that are not contiguous torch adds the bias separately, which is not counted; products of
      nested tensors are not dispatched to what it counts. (ptflops 0.7.5, ptflops/aten_ops.py)
      "
    `);
  });

  it('prints totals with the layers that make the difference', () => {
    const text = explainText(
      { ...explain(shaped(small), undefined, ['definition', 'ptflops']), layers: [] },
      true,
      plain,
    );
    expect(text).toMatchInlineSnapshot(`
      "Small in total
        convention  total                             against definition
        definition  params                       837
                    trainable                    832
                    buffers                        0
                    macs                       9,216
                    flops                     18,432
                    multiplications            9,216
                    additions                  9,216
                    comparisons                  288
                    memory.parameters          3,348
                    memory.buffers                 0
                    memory.input               1,536
                    memory.activations         2,344
                    memory.reads               7,188
                    memory.writes              2,344
                    memory.peak                2,304
        ptflops     params                       832                  -5
                      head (Linear)                                   -5  [1]
                    macs                       5,189              -4,027
                      features.0 (Conv2d)                         -4,032  [2]
                      head (Linear)                                 -725  [2]
                      features.1 (ReLU)                             +576  [3]
                      features.0 (Conv2d)                           +288  [4]
                      features.1 (ReLU)                             -144  [2]
                      head (Linear)                                  +10  [5]
                    params_string                832                  -5
                      head (Linear)                                   -5  [1]
                    macs_string            5.19 KMac              -4,026
                      all layers                                  -4,027  [2][3][4][5]
                      rounding                                        +1  [6]

      [1] Frozen parameters are left out.
      [2] It divides what it counts in modules by the batch.
      [3] It counts each element of the output once as a MAC, and again inside the functional that the
      layer calls, which is patched too; nothing is multiplied. (ptflops 0.7.5, ptflops/pytorch_ops.py)
      [4] It adds one for each output to the MACs where there is a bias; without a batch it takes the
      channels for one and the next dimension for channels. (ptflops 0.7.5, ptflops/pytorch_ops.py)
      [5] It adds one for each output to the MACs where there is a bias. (ptflops 0.7.5,
      ptflops/pytorch_ops.py)
      [6] The text is rounded.
      "
    `);
  });
});
