/** From a network that fails to the recipe of a failure: the calls and numbers without which it would not fail. */

import type { ArchitectureJson } from '../engine/index.ts';
import type { ToolName } from './environments.ts';
import { type Ask, type Examined, examine, isFailure, type Judges, type Why } from './examine.ts';
import { script } from './recipe.ts';
import { reduce } from './reduce.ts';

/** What a failing network was made into. */
export interface Shrunk {
  readonly tool: ToolName;
  readonly original: ArchitectureJson;
  readonly architecture: ArchitectureJson;
  readonly examined: Examined;
  readonly script: string;
  /** How often the tool was asked. */
  readonly executions: number;
}

/** How often a tool is asked while one failure is shrunk. */
const mostExecutions = 200;

const isCount = (text: string | undefined): boolean => /^-?[0-9]+$/.test(text ?? '');

/** The figures that differ, or the exception that came. Rounded texts tell of a count, and may hide that it differs. */
const signs = ({ verdict }: Examined): readonly string[] => {
  if (verdict.status === 'disagrees') {
    const counts = verdict.differences.filter(({ predicted, measured }) => isCount(predicted) && isCount(measured));
    const telling = counts.length > 0 ? counts : verdict.differences;
    return [...new Set(telling.map(({ figure }) => figure))].sort();
  }
  return verdict.status === 'crashed' ? [verdict.error.class] : [];
};

/** What makes two failures one before either is shrunk: the tool, its verdict, and which figures differ or which exception came. */
export const clusterOf = (examined: Examined): string =>
  `${examined.tool} ${examined.verdict.status} ${signs(examined).join(',')}`;

/** Whether a smaller network fails as the one that it comes from: in the same way, and in no other figure. */
const isAlike = (smaller: Examined, found: Examined): boolean =>
  smaller.verdict.status === found.verdict.status && signs(smaller).every((sign) => signs(found).includes(sign));

/** A failure as it was found. */
export const unshrunk = (original: ArchitectureJson, examined: Examined): Shrunk => ({
  tool: examined.tool,
  original,
  architecture: original,
  examined,
  script: script(original, examined.tool),
  executions: 0,
});

/** Shrinks a failing network. What it ends in is asked once more, of a tool that has served nothing before. */
export const shrink = async (
  original: ArchitectureJson,
  found: Examined,
  ask: Ask,
  judges: Judges,
  signal?: AbortSignal,
): Promise<Shrunk> => {
  if (signal?.aborted) return unshrunk(original, found);
  let latest = found;
  const stillFails = async (smaller: ArchitectureJson, why: Why = { why: 'shrinking' }): Promise<boolean> => {
    if (signal?.aborted) return false;
    const [examined] = await examine(smaller, ask, [found.tool], judges, why);
    if (!examined || !isFailure(examined.verdict) || !isAlike(examined, found)) return false;
    latest = examined;
    return true;
  };
  const reduced = await reduce(original, stillFails, mostExecutions - 1);
  const isConfirmed = await stillFails(reduced.architecture, { why: 'confirming' });
  const { architecture, examined } = isConfirmed
    ? { architecture: reduced.architecture, examined: latest }
    : { architecture: original, examined: found };
  const { tool } = found;
  return {
    tool,
    original,
    architecture,
    examined,
    script: script(architecture, tool),
    executions: reduced.executions + 1,
  };
};
