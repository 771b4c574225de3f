/** What the real tools say of a network beside what was predicted. */

import type { ShapedNetwork } from '../engine/index.ts';
import { confirm } from './confirm.ts';
import { type Examined, judgeAll } from './examine.ts';
import type { Pool, Question } from './pool.ts';

/** Asks, judges, and asks fresh processes again about each failure. */
export const judged = async (pool: Pool, question: Question, network: ShapedNetwork): Promise<readonly Examined[]> => {
  const judges = { versions: pool.versions.tools };
  const examined = judgeAll(network, await pool.ask(question), judges);
  return confirm(network, examined, (tools) => pool.ask({ ...question, tools, isFresh: true }), judges);
};
