/** The matchers for vitest: what passes, and what a failure tells. The real tools are asked in docs/examples/network.test.ts. */

import { expect, it } from 'vitest';
import { parseArchitecture } from '../../src/engine/index.ts';
import '../../src/vitest/index.ts';
import { record } from '../../src/vitest/index.ts';
import { readPage } from '../docs/blocks.ts';
import { small } from '../report/networks.ts';

const text = readPage('docs/examples/depthwise-separable.json');
const lstm = readPage('docs/examples/lstm-classifier.json');

const messageOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It did not fail.');
};

it('takes an architecture as text, as a value, and checked', () => {
  for (const network of [text, JSON.parse(text), parseArchitecture(text)])
    expect(network).toCost({ params: 2_336, macs: 7_325_696n, flops: '14350336' });
});

it('counts by the convention that is named', () => {
  expect(text).toCost({ macs: 7_325_696 }, 'thop');
  expect(text).not.toCost({ macs: 1 });
});

it('tells every figure that differs, and the layers that it comes from', () => {
  expect(messageOf(() => expect(text).toCost({ params: 2_336, macs: 900_000, flops: 14_350_337 }))).toBe(
    `DepthwiseSeparableConv by definition does not cost what was expected:

  figure    expected     counted  difference
  macs       900,000   7,325,696  +6,425,696
  flops   14,350,337  14,350,336          -1

  layer      kind         macs
  pointwise  Conv2d  6,422,528
  depthwise  Conv2d    903,168`,
  );
});

it('tells what docs/campaigns.md shows', () => {
  const message = messageOf(() => expect(text).toCost({ macs: 900_000 }));
  expect(readPage('docs/campaigns.md')).toContain(message);
});

it('tells what it was expected not to cost', () => {
  expect(messageOf(() => expect(text).not.toCost({ macs: 7_325_696 }))).toBe(
    'DepthwiseSeparableConv by definition costs macs 7,325,696, which it was expected not to.',
  );
});

it('tells that a tool raises', () => {
  expect(messageOf(() => expect(lstm).toCost({ params: 1 }, 'torchsummary'))).toMatch(
    /^LSTMClassifier by torchsummary costs nothing that can be told: it raises AttributeError\. It /,
  );
});

it.each([
  [
    'an unknown figure',
    () => expect(text).toCost({ mac: 1 }),
    'No figure of definition is called "mac". Did you mean macs?',
  ],
  [
    'an unknown convention',
    () => expect(text).toCost({ macs: 1 }, 'thopp'),
    'No convention is called "thopp". Did you mean thop?',
  ],
  ['no figure', () => expect(text).toCost({}), 'toCost needs a figure, such as { macs: 123n }.'],
  ['a figure that is not exact', () => expect(text).toCost({ macs: 0.5 }), 'macs: 0.5 is not an exact whole number.'],
  ['a number too large', () => expect(text).toCost({ macs: 2 ** 60 }), 'Beyond 2^53 write it as a bigint'],
  [
    'no architecture',
    () => expect(undefined).not.toCost({ macs: 1 }),
    'This is not an architecture that can be counted.',
  ],
  [
    'a layer that does not fit',
    () => expect({ ...small, inputs: [{ name: 'x', shape: [1, 5, 8, 8] }] }).not.toCost({ macs: 1 }),
    'it needs 3 channels in dimension 1, got 5.',
  ],
])('refuses %s, also where the opposite is asserted', (_, work, message) => {
  expect(messageOf(work)).toContain(message);
});

it('refuses a tool that it does not know before it starts one', async () => {
  await expect(expect(text).toAgreeWith('thopp' as 'thop')).rejects.toThrow(
    'No tool is called "thopp". Did you mean thop?',
  );
});

it('refuses to record what is no module of a Python file', async () => {
  await expect(record('net.py')).rejects.toThrow('Write it as FILE.py:NAME');
  await expect(record('net.py:Net')).rejects.toThrow('needs the shape of each input');
});
