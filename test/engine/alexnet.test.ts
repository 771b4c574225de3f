import { describe, expect, it } from 'vitest';
import { type Count, count } from '../../src/engine/index.ts';
import { alexnet } from '../networks.ts';

const counted = (convention: string, batch = 1): Count => {
  const prediction = count(alexnet(batch), convention);
  if (prediction.status !== 'counted') throw new Error(prediction.because);
  return prediction;
};

describe("the article's AlexNet", () => {
  it('has the parameters and MACs of its definition', () => {
    const { totals, layers } = counted('definition');
    expect(totals).toMatchObject({
      params: 61_264_904n,
      trainable: 61_264_904n,
      buffers: 0n,
      macs: 861_301_280n,
      multiplications: 861_301_280n,
    });
    expect(totals['memory.parameters']).toBe(4n * 61_264_904n);
    expect(layers).toHaveLength(21);
  });

  it.each([
    ['thop', { macs: 861_301_280n, params: 61_264_904n }],
    ['ptflops', { macs: 863_437_704n, params: 61_264_904n, macs_string: '863.44 MMac', params_string: '61.26 M' }],
    [
      'calflops',
      {
        flops: 1_723_666_176n,
        macs: 861_301_280n,
        params: 61_264_904n,
        flops_string: '1.72 GFLOPS',
        macs_string: '861.3 MMACs',
        params_string: '61.26 M',
      },
    ],
    ['deepspeed', { flops: 1_723_666_176n, macs: 861_301_280n, params: 61_264_904n, flops_string: '1.72 G' }],
    ['torchprofile', { macs: 861_301_280n }],
    [
      'fvcore',
      {
        macs: 861_301_280n,
        'by_operator.conv': 802_679_328n,
        'by_operator.linear': 58_621_952n,
        'unsupported_ops.aten::max_pool2d': 3n,
      },
    ],
    [
      'ptflops-aten',
      {
        macs: 861_310_472n,
        params: 61_264_904n,
        'by_operator.convolution': 802_679_328n,
        'by_operator.addmm': 58_631_144n,
      },
    ],
    [
      'torchsummary',
      {
        params: 61_264_904n,
        trainable: 61_264_904n,
        input_mb: '0.57',
        forward_backward_mb: '9.96',
        params_mb: '233.71',
        total_mb: '244.24',
      },
    ],
    [
      'torchstat',
      {
        params: 61_264_904n,
        memory_string: '4.98MB',
        madd_string: '1.72GMAdd',
        flops_string: '862.36MFlops',
        mem_read_write_string: '244.14MB',
      },
    ],
  ])('is counted as %s counts it', (convention, totals) => {
    expect(counted(convention).totals).toMatchObject(totals);
  });

  it('has 20 rows in the table of torchsummary', () => {
    const { text, layers } = counted('torchsummary');
    expect(layers).toHaveLength(20);
    expect(text?.split('\n').slice(0, 5)).toEqual([
      '----------------------------------------------------------------',
      '        Layer (type)               Output Shape         Param #',
      '================================================================',
      '            Conv2d-1           [-1, 96, 55, 55]          34,848',
      '              ReLU-2           [-1, 96, 55, 55]               0',
    ]);
  });

  it('is counted by the textbook formulas for one sample and always with a bias', () => {
    const one = counted('article');
    expect(one.totals.params).toBe(61_264_904n + 96n + 192n + 384n + 256n + 256n);
    expect(one.totals.macs).toBe(861_301_280n);
    expect(one.uncounted).toEqual(['Dropout', 'MaxPool2d', 'ReLU', 'view']);
    expect(counted('article', 7).totals).toEqual(one.totals);
  });
});
