import { expect, it } from 'vitest';
import { toolNames } from '../src/harness/environments.ts';
import { cases, drawnKinds, expectAgreement, seed, withTools } from './tools.ts';

const { ask } = withTools(toolNames);

it('every tool says of random networks exactly what its convention says', async () => {
  const outcome = await expectAgreement({ seed, cases: cases(400), tools: toolNames, kinds: drawnKinds }, ask);
  for (const kind of drawnKinds) expect(outcome.kinds[kind] ?? 0, `${kind} was drawn`).toBeGreaterThan(0);
}, 3_600_000);

it.each([...drawnKinds])(
  '%s alone is counted as the tools count it',
  async (kind) => {
    await expectAgreement({ seed, cases: cases(12), tools: toolNames, kinds: [kind], maxPicks: 1, plain: true }, ask);
  },
  3_600_000,
);
