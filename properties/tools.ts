/** The real tools, opened once for each file of properties, and the campaign that asks them. */

import { afterAll, beforeAll, expect } from 'vitest';
import { layers } from '../src/engine/index.ts';
import type { Answer } from '../src/harness/answers.ts';
import { campaign, type Outcome, type Plan } from '../src/harness/campaign.ts';
import type { ToolName } from '../src/harness/environments.ts';
import type { Ask } from '../src/harness/examine.ts';
import { askOf, openPool, type Pool } from '../src/harness/pool.ts';

/** `COUNTERSIGN_CASES=5000 npm test` runs longer campaigns than the slice that every run has. */
export const cases = (usual: number): number => Number(process.env.COUNTERSIGN_CASES ?? usual);

/** `COUNTERSIGN_SEED=7 npm test` draws other cases. */
export const seed = Number(process.env.COUNTERSIGN_SEED ?? 20260101);

/** Tools that print what they measured by the clock: torchstat a column of durations, DeepSpeed latencies. */
const timed: readonly ToolName[] = ['torchstat', 'deepspeed'];

/** An answer without what is measured by the clock, and without how deep the process was when a tool recursed for ever. */
export const steady = (tool: ToolName, answer: Answer): object => {
  const { seconds: _, text, ...rest } = { seconds: 0, text: undefined, ...answer };
  const isEndless = rest.status === 'raised' && rest.error.class === 'RecursionError';
  const told = isEndless ? { ...rest, error: { class: rest.error.class } } : rest;
  return timed.includes(tool) ? told : { ...told, text };
};

/** Opens the tools before a file's tests and closes them behind the last. */
export const withTools = (tools: readonly ToolName[]): { readonly ask: Ask; readonly pool: () => Pool } => {
  let pool: Pool | undefined;
  beforeAll(async () => {
    pool = await openPool({ tools });
  }, 120_000);
  afterAll(() => pool?.close());
  const opened = (): Pool => {
    if (!pool) throw new Error('The tools are not open yet.');
    return pool;
  };
  return { pool: opened, ask: (architecture, asked, why) => askOf(opened())(architecture, asked, why) };
};

/** Runs a campaign and shows each failure as a recipe. Every tool must have answered, and most of its cases with figures. */
export const expectAgreement = async (plan: Plan, ask: Ask): Promise<Outcome> => {
  const outcome = await campaign({ window: 8, ...plan }, ask);
  const recipes = outcome.failures.map(
    ({ tool, path, script, examined }) =>
      `${tool}, seed ${plan.seed}, path ${path}: ${JSON.stringify(examined.verdict)}\n${script}`,
  );
  expect(recipes.join('\n'), 'disagreements').toBe('');
  expect(outcome.cases).toBe(plan.cases);
  for (const tool of plan.tools) expect(outcome.verdicts[tool], tool).toEqual({ agrees: outcome.cases });
  return outcome;
};

/** Kinds that every run draws; COUNTERSIGN_KINDS=all draws from all, and takes many times as long, and names with commas between from those. */
const usualKinds: readonly string[] = [
  ...['AdaptiveAvgPool2d', 'AvgPool2d', 'BatchNorm1d', 'BatchNorm2d', 'Conv1d', 'Conv2d', 'Dropout', 'Flatten', 'LSTM'],
  ...['Linear', 'MaxPool2d', 'ReLU', 'add', 'cat', 'flatten', 'relu', 'view'],
];

const kindsAsked = (asked: string | undefined): readonly string[] => {
  if (!asked) return usualKinds;
  if (asked === 'all') return [...layers.keys()];
  const names = asked.split(',');
  const unknown = names.find((name) => !layers.has(name));
  if (unknown !== undefined)
    throw new Error(`COUNTERSIGN_KINDS names "${unknown}", which is no kind: use all, or names with commas between.`);
  return names;
};

export const drawnKinds: readonly string[] = kindsAsked(process.env.COUNTERSIGN_KINDS);
