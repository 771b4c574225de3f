/** What the real tools say of a network beside what was predicted. */

import type { ShapedNetwork } from '../engine/index.ts';
import type { Verdict } from './compare.ts';
import { confirm } from './confirm.ts';
import type { ToolName } from './environments.ts';
import { type Examined, isFailure, judgeAll } from './examine.ts';
import type { Pool, Question } from './pool.ts';

/** Asks, judges, and asks fresh processes again about each failure. */
export const judged = async (pool: Pool, question: Question, network: ShapedNetwork): Promise<readonly Examined[]> => {
  const judges = { versions: pool.versions.tools };
  const examined = judgeAll(network, await pool.ask(question), judges);
  return confirm(network, examined, (tools) => pool.ask({ ...question, tools, isFresh: true }), judges);
};

/**
 * What tools that fail on a program come to on the network as it was recorded from it: where they agree, they see something
 * that the program does between its calls, as tools that trace it see arithmetic with sizes.
 */
export const judgedAsRecorded = async (
  pool: Pool,
  examined: readonly Examined[],
  network: ShapedNetwork,
): Promise<ReadonlyMap<ToolName, Verdict['status']>> => {
  const tools = examined.filter(({ verdict }) => isFailure(verdict)).map(({ tool }) => tool);
  if (tools.length === 0) return new Map();
  const again = await judged(pool, { architecture: network.architecture.json, tools }, network);
  return new Map(again.map(({ tool, verdict }) => [tool, verdict.status]));
};
