import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listCases, readCase } from '../src/harness/corpus.ts';
import { toolNames } from '../src/harness/environments.ts';
import { examine } from '../src/harness/examine.ts';
import { replayedJson } from '../src/report/replay.ts';
import { withTools } from './tools.ts';

const { ask, pool } = withTools(toolNames);
const files = await listCases(join(import.meta.dirname, '../corpus'));

it.each(files)('%s: every tool says what it said, and its convention says so too', async (file) => {
  const kept = await readCase(file);
  expect(Object.keys(kept.witnesses)).toEqual([...toolNames]);
  const { tools: versions } = pool().versions;
  const examined = await examine(kept.architecture, ask, toolNames, { versions });
  expect(replayedJson(file, kept, examined)).toMatchObject({ outcome: 'agreement', changed: [] });
  for (const { tool, verdict } of examined) expect(verdict, tool).not.toHaveProperty('versionDiffers');
});
