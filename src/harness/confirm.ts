/** A failure counts only where tools that have served nothing before repeat it. */

import type { ShapedNetwork } from '../engine/index.ts';
import type { Answer } from './answers.ts';
import type { Verdict } from './compare.ts';
import type { ToolName } from './environments.ts';
import { type Examined, isFailure, type Judges, judgeAll } from './examine.ts';

/** What a verdict claims of a tool; messages may hold addresses, so they are no part of it. */
const claimOf = (verdict: Verdict): string => {
  switch (verdict.status) {
    case 'disagrees':
      return JSON.stringify(verdict.differences);
    case 'crashed':
      return verdict.error.class;
    case 'unsupported':
      return verdict.kinds.join();
    default:
      return '';
  }
};

const isSame = (one: Verdict, other: Verdict): boolean =>
  one.status === other.status && claimOf(one) === claimOf(other);

/**
 * Asks `again` about each tool whose verdict is a failure. A verdict that does not come again in the same words becomes
 * `flaky`, with both.
 */
export const confirm = async (
  network: ShapedNetwork,
  examined: readonly Examined[],
  again: (tools: readonly ToolName[]) => Promise<ReadonlyMap<ToolName, Answer>>,
  judges: Judges = {},
): Promise<readonly Examined[]> => {
  const failing = examined.filter(({ verdict }) => isFailure(verdict)).map(({ tool }) => tool);
  if (failing.length === 0) return examined;
  const second = new Map(judgeAll(network, await again(failing), judges).map((one) => [one.tool, one.verdict]));
  return examined.map((one) => {
    const other = second.get(one.tool);
    if (!other || isSame(one.verdict, other)) return one;
    return { ...one, verdict: { status: 'flaky', first: one.verdict, second: other } };
  });
};
