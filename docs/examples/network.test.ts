import { readFileSync } from 'node:fs';
import { useTools } from 'countersign/vitest';
import { expect, test } from 'vitest';

useTools('torch', 'thop');

const network = JSON.parse(readFileSync('docs/examples/depthwise-separable.json', 'utf8'));

test('the block stays as cheap as it is', () => {
  expect(network).toCost({ params: 2_336, macs: 7_325_696 });
  expect(network).toCost({ macs: 7_325_696 }, 'thop');
});

test('thop and PyTorch count what countersign says that they count', async () => {
  await expect(network).toAgreeWith('torch', 'thop');
});
