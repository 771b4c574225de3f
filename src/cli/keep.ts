/** Where a campaign keeps its answers, and how it goes on with those of an earlier one. */

import type { Plan } from '../harness/campaign.ts';
import { beginRun, type Run, type RunHead, readHead, resumeRun } from '../harness/run.ts';
import { UsageError } from './exit.ts';
import { note } from './output.ts';
import { packageVersion } from './version.ts';

/** From here on a campaign is long, and is kept unless the user says otherwise. */
const longBudget = 10 * 60_000;
const longCases = 10_000;

const isLong = ({ budget, cases }: Plan): boolean =>
  (cases ?? 0) >= longCases || (cases === undefined && (budget ?? 0) >= longBudget);

/** A folder for a run that nobody named. */
const usualFolder = (seed: number): string =>
  `.countersign/runs/${new Date().toISOString().replace(/[:.]/g, '-').slice(0, 19)}-seed-${seed}`;

const headOf = (plan: Plan, versions: ReadonlyMap<string, string>): RunHead => {
  const { conventions: _, versions: __, window: ___, tools, ...rest } = plan;
  return {
    schema: 'countersign/run@1',
    version: packageVersion(),
    started: new Date().toISOString(),
    plan: { ...rest, tools: [...tools] },
    versions: Object.fromEntries(versions),
  };
};

/** What `--resume` goes on with; throws UsageError where another version of the program drew its cases. */
export const resumedHead = async (folder: string): Promise<RunHead> => {
  const head = await readHead(folder);
  const version = packageVersion();
  if (head.version === version) return head;
  throw new UsageError(
    `${folder} was begun by countersign ${head.version}, and this is ${version}, which may draw other networks. "countersign recheck ${folder}" judges what it holds.`,
  );
};

/** Goes on with a run; throws UsageError where a tool is not the one that gave its answers. */
export const resume = async (folder: string, head: RunHead, versions: ReadonlyMap<string, string>): Promise<Run> => {
  for (const tool of head.plan.tools) {
    const [then, now] = [head.versions[tool], versions.get(tool)];
    if (then !== now)
      throw new UsageError(
        `${folder} has answers of ${tool} ${then}, and ${now ?? 'none'} is installed. Begin another run.`,
      );
  }
  return resumeRun(folder);
};

/** Where the answers of a campaign are kept: where the user says, in a folder of its own where it is long, or nowhere. */
export const keepRun = async (
  folder: string | boolean | undefined,
  plan: Plan,
  versions: ReadonlyMap<string, string>,
): Promise<Run | undefined> => {
  if (folder === false || (folder === undefined && !isLong(plan))) return undefined;
  const place = typeof folder === 'string' ? folder : usualFolder(plan.seed);
  const run = await beginRun(place, headOf(plan, versions));
  note(`Every answer is kept in ${place}.`);
  return run;
};
