/** One mistake is one name, however many networks show it, and one file. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { savingIn } from '../../src/cli/save.ts';
import { campaign, type Failure } from '../../src/harness/campaign.ts';
import { clusterName, fileNameOf } from '../../src/harness/cluster.ts';
import { readCase } from '../../src/harness/corpus.ts';
import { faithful, groupsIgnored } from './faithful.ts';

const plan = { cases: 60, tools: ['thop'], kinds: ['Conv2d'], ranks: [4], conventions: groupsIgnored } as const;

const failureOf = async (seed: number): Promise<Failure> => {
  const { failures } = await campaign({ ...plan, seed }, faithful);
  expect(failures).toHaveLength(1);
  return failures[0] as Failure;
};

it('is the same for the same mistake, whatever the seed', async () => {
  const names = new Set<string>();
  for (const seed of [1, 2, 3, 4]) names.add(clusterName(await failureOf(seed)));
  expect([...names]).toEqual(['thop, Conv2d: macs 1:2']);
  expect(fileNameOf('thop, Conv2d: macs 1:2')).toBe('thop-Conv2d-macs-1-2');
});

it('is one file, which holds the network as it was found as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const saving = savingIn(folder, new Map([['thop', '1.0']]));
  for (const seed of [1, 2]) {
    const failure = await failureOf(seed);
    await saving.found(failure);
    expect(await saving.shrunk(failure)).toBe(join(folder, 'thop-Conv2d-macs-1-2.json'));
  }
  expect(readdirSync(folder)).toHaveLength(3);
  await saving.tidy();
  expect(readdirSync(folder)).toEqual(['thop-Conv2d-macs-1-2.json']);
  const kept = await readCase(join(folder, 'thop-Conv2d-macs-1-2.json'));
  expect(kept).toMatchObject({ reason: 'thop, Conv2d: macs 1:2', found: { seed: 1, tool: 'thop' } });
  expect(kept.found?.original?.calls.length).toBeGreaterThanOrEqual(kept.architecture.calls.length);
  expect(kept.witnesses.thop).toMatchObject({ status: 'answered', version: '1.0' });
});
