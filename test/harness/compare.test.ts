import { describe, expect, it } from 'vitest';
import {
  type ArchitectureJson,
  conventions,
  findConvention,
  type Prediction,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { Answer, Answered } from '../../src/harness/answers.ts';
import { judge, type Verdict } from '../../src/harness/compare.ts';
import { conventionOf, HarnessError, toolNames } from '../../src/harness/environments.ts';
import { answerOf } from './faithful.ts';

const json: ArchitectureJson = {
  name: 'Net',
  inputs: [{ name: 'x', shape: [2, 3, 4, 4] }],
  modules: [
    { path: 'conv', kind: 'Conv2d', options: { in_channels: 3, out_channels: 2, kernel_size: 3 } },
    { path: 'fc', kind: 'Linear', options: { in_features: 8, out_features: 5 } },
  ],
  calls: [
    { id: 'conv', module: 'conv', inputs: ['x'] },
    { id: 'flat', op: 'flatten', inputs: ['conv'], options: { start_dim: 1 } },
    { id: 'fc', module: 'fc', inputs: ['flat'] },
  ],
  outputs: ['fc'],
};
const network = shapeNetwork(parseArchitecture(json));
const predict = (name: string): Prediction => findConvention(name).count(network);

const seconds = 0.01;
type Row = Answered['layers'][number];
/** What each tool says of the network above, worked out by hand. */
const answers = {
  torch: {
    status: 'answered',
    totals: { params: '101', trainable: '101', buffers: '0' },
    layers: [
      { id: 'conv', output_shapes: [[2, 2, 2, 2]], output_strides: [[8, 4, 2, 1]] },
      { id: 'flat', output_shapes: [[2, 8]], output_strides: [[8, 1]] },
      { id: 'fc', output_shapes: [[2, 5]], output_strides: [[5, 1]] },
    ],
    seconds,
  },
  thop: {
    status: 'answered',
    totals: {
      params: '101',
      macs: '512',
      params_string: '101.00B',
      macs_string: '512.00B',
      origin_params: '101',
      origin_macs: '512',
    },
    layers: [
      { path: 'conv', params: '56', macs: '432' },
      { path: 'fc', params: '45', macs: '80' },
    ],
    seconds,
  },
  'ptflops-aten': {
    status: 'answered',
    totals: {
      params: '101',
      macs: '538',
      params_string: '101',
      macs_string: '538 Mac',
      'by_operator.convolution': '448',
      'by_operator.addmm': '90',
    },
    layers: [
      { path: 'conv', 'by_operator.convolution': '448' },
      { path: 'fc', 'by_operator.addmm': '90' },
    ],
    text: [
      'Total:538 Mac',
      ...['Module:  Global', 'aten.convolution: 448 Mac', 'aten.addmm: 90 Mac', ''],
      ...['Module:  conv', 'aten.convolution: 448 Mac', ''],
      ...['Module:  fc', 'aten.addmm: 90 Mac', '', ''],
    ].join('\n'),
    seconds,
  },
} satisfies Partial<Record<string, Answered>>;

const judgeTool = (tool: keyof typeof answers, answer: Answer = answers[tool], installed?: string): Verdict =>
  judge(predict(conventionOf(tool)), answer, findConvention(conventionOf(tool)), network, installed);

describe('answers made by hand', () => {
  it.each(Object.keys(answers) as (keyof typeof answers)[])('of %s agree', (tool) => {
    expect(judgeTool(tool)).toEqual({ status: 'agrees' });
  });

  it('disagree with the figure, the place and both sides', () => {
    const answer = { ...answers.thop, totals: { ...answers.thop.totals, macs: '513' } };
    expect(judgeTool('thop', answer)).toEqual({
      status: 'disagrees',
      differences: [{ figure: 'macs', where: 'total', predicted: '512', measured: '513' }],
    });
  });

  it('disagree where only one side states a figure', () => {
    const { macs: _, ...others } = answers.thop.totals;
    expect(judgeTool('thop', { ...answers.thop, totals: others })).toMatchObject({
      differences: [{ figure: 'macs', predicted: '512', measured: undefined }],
    });
    expect(judgeTool('thop', { ...answers.thop, totals: { ...answers.thop.totals, time: '3' } })).toMatchObject({
      differences: [{ figure: 'time', where: 'total', predicted: undefined, measured: '3' }],
    });
  });

  it('disagree on a layer: its shape, its place in memory, its presence', () => {
    const [conv, flat, fc] = answers.torch.layers as unknown as [Row, Row, Row];
    const withLayers = (...layers: Answered['layers']) => judgeTool('torch', { ...answers.torch, layers });
    expect(withLayers(conv, { ...flat, output_shapes: [[2, 9]] }, fc)).toMatchObject({
      differences: [{ figure: 'output_shapes', where: 'flat', predicted: '[2, 8]', measured: '[2, 9]' }],
    });
    expect(withLayers({ ...conv, output_strides: [[8, 1, 4, 2]] }, flat, fc)).toMatchObject({
      differences: [{ figure: 'output_strides', where: 'conv', predicted: '[8, 4, 2, 1]', measured: '[8, 1, 4, 2]' }],
    });
    expect(withLayers(conv, fc)).toMatchObject({
      differences: [{ figure: 'layer', where: 'flat', predicted: 'flat', measured: undefined }],
    });
    expect(withLayers(conv, flat, fc, { ...fc, id: 'more' })).toMatchObject({ differences: [{ where: 'more' }] });
    expect(withLayers(conv, flat, fc, fc)).toMatchObject({ differences: [{ figure: 'layer', where: 'fc' }] });
  });

  it('disagree on a figure of a layer that only the tool states', () => {
    const [conv, fc] = answers.thop.layers as unknown as [Row, Row];
    expect(judgeTool('thop', { ...answers.thop, layers: [conv, { ...fc, time: '3' }] })).toMatchObject({
      differences: [{ figure: 'time', where: 'fc', predicted: undefined, measured: '3' }],
    });
  });

  it('match rows by order where they have no ids', () => {
    const rows = answers.torch.layers.map(({ id: _, ...row }) => ({ ...row, path: 'somewhere' }));
    expect(judgeTool('torch', { ...answers.torch, layers: rows })).toEqual({ status: 'agrees' });
    expect(judgeTool('torch', { ...answers.torch, layers: rows.slice(1) }).status).toBe('disagrees');
  });

  it('ignore strides along dimensions of size 1', () => {
    const single = shapeNetwork(parseArchitecture({ ...json, inputs: [{ name: 'x', shape: [1, 3, 4, 4] }] }));
    const layers = [
      { id: 'conv', output_shapes: [[1, 2, 2, 2]], output_strides: [[999, 4, 2, 1]] },
      { id: 'flat', output_shapes: [[1, 8]], output_strides: [[999, 1]] },
      { id: 'fc', output_shapes: [[1, 5]], output_strides: [[5, 1]] },
    ];
    const answer: Answered = { ...answers.torch, layers };
    const definition = findConvention('definition');
    expect(judge(definition.count(single), answer, definition, single)).toEqual({ status: 'agrees' });
  });
});

describe('each verdict', () => {
  const raised = (name: string): Answer => ({ status: 'raised', error: { class: name, message: 'm' }, seconds });
  const convention = findConvention('torchstat');
  const raises: Prediction = { status: 'raises', error: 'AssertionError', because: '', source: '' };

  it('agrees where the tool raised as predicted', () => {
    expect(judge(raises, raised('AssertionError'), convention)).toEqual({ status: 'agrees', raised: 'AssertionError' });
  });
  it('disagrees where it raised otherwise or counted', () => {
    expect(judge(raises, raised('ValueError'), convention)).toMatchObject({
      differences: [{ figure: 'error', predicted: 'AssertionError', measured: 'ValueError' }],
    });
    expect(judge(raises, answers.thop, convention)).toMatchObject({
      differences: [
        { figure: 'error', predicted: 'AssertionError', measured: expect.stringMatching(/^params 101, macs 512, /) },
      ],
    });
  });
  it('crashed where it raised and a count was predicted', () => {
    expect(judgeTool('thop', raised('KeyError'))).toEqual({
      status: 'crashed',
      error: { class: 'KeyError', message: 'm' },
    });
  });
  it('unsupported where the convention does not state a kind', () => {
    const prediction: Prediction = { status: 'counted', totals: {}, layers: [], uncounted: ['GRU'] };
    for (const answer of [answers.thop, raised('KeyError')])
      expect(judge(prediction, answer, convention)).toEqual({ status: 'unsupported', kinds: ['GRU'] });
  });
  it('timedOut, died and missing, whatever was predicted', () => {
    for (const prediction of [raises, predict('thop')]) {
      expect(judge(prediction, { status: 'timedOut', limit: 5, stderr: [] }, convention)).toEqual({
        status: 'timedOut',
        limit: 5,
      });
      for (const status of ['died', 'missing'] as const) {
        const answer = { status, message: 'm', stderr: [] };
        expect(judge(prediction, answer, convention)).toEqual({ status, message: 'm' });
      }
    }
  });
  it('names a version other than the stated one', () => {
    const stated = findConvention('thop').tool?.version as string;
    expect(judgeTool('thop', answers.thop, stated)).toEqual({ status: 'agrees' });
    expect(judgeTool('thop', answers.thop, '9.9')).toEqual({
      status: 'agrees',
      versionDiffers: { stated, installed: '9.9' },
    });
    expect(judgeTool('torch', answers.torch, '9.9')).toEqual({ status: 'agrees' });
  });
  it('needs a witness', () => {
    const prediction: Prediction = { status: 'counted', totals: {}, layers: [], uncounted: [] };
    expect(() => judge(prediction, answers.thop, findConvention('article'))).toThrow(HarnessError);
  });
});

const mirror = (name: string): Answered => {
  const prediction = predict(name);
  if (prediction.status !== 'counted') throw new Error(`${name} predicts no count.`);
  return answerOf(name, prediction, network);
};

/** Every answer that differs from the given one in a single digit. */
function* oneDigitOff(answer: Answered): Generator<Answered> {
  const { seconds: _, ...rest } = answer;
  const json = JSON.stringify(rest);
  for (const { index, 0: digit } of json.matchAll(/\d/g)) {
    const changed = json.slice(0, index) + ((Number(digit) + 1) % 10) + json.slice(index + 1);
    try {
      yield { ...JSON.parse(changed), seconds };
    } catch {
      // A number such as [02], which no worker can send.
    }
  }
}

describe('a single digit changed', () => {
  it.each(toolNames.map(conventionOf))('anywhere in what bears witness to %s is found', (name) => {
    const convention = conventions.get(name);
    if (!convention) throw new Error(name);
    expect(judge(predict(name), mirror(name), convention, network)).toEqual({ status: 'agrees' });
    let changes = 0;
    for (const answer of oneDigitOff(mirror(name))) {
      const verdict = judge(predict(name), answer, convention, network);
      expect([verdict.status, JSON.stringify(answer)]).toEqual(['disagrees', JSON.stringify(answer)]);
      changes++;
    }
    expect(changes).toBeGreaterThan(2);
  });

  it('is found in the printed text, at its line', () => {
    const answer = mirror('torchsummary');
    const text = answer.text?.replace('Total params: 101', 'Total params: 102');
    expect(judge(predict('torchsummary'), { ...answer, text }, findConvention('torchsummary'))).toMatchObject({
      differences: [{ figure: 'text', where: 'line 7', predicted: 'Total params: 101', measured: 'Total params: 102' }],
    });
    const { text: _, ...silent } = answer;
    expect(judge(predict('torchsummary'), silent, findConvention('torchsummary')).status).toBe('disagrees');
  });
});
