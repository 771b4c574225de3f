/** Runs a campaign for a command: progress, failures saved as cases, and the outcome. */

import { campaign, type Plan } from '../harness/campaign.ts';
import { HarnessError } from '../harness/environments.ts';
import { askOf } from '../harness/pool.ts';
import type { Run } from '../harness/run.ts';
import { workSince } from '../harness/work.ts';
import { fuzzJson, workJson } from '../report/campaign.ts';
import { aimOf, progressLine } from '../report/progress.ts';
import type { FuzzJson } from '../report/schemas.ts';
import { note } from './output.ts';
import { progressOn } from './progress.ts';
import { savingIn } from './save.ts';
import type { Tools } from './tools.ts';

/** Where failures are saved unless the user says where. */
export const usualFolder = '.countersign/failures';

export interface Hunted {
  readonly result: FuzzJson;
  /** Throws what kept the campaign from going on, once the result is told. */
  readonly settle: () => void;
}

/** Runs the campaign; an aborted signal or a full disk ends it with what was found until then. */
export const hunt = async (
  plan: Plan,
  tools: Tools,
  folder: string,
  signal: AbortSignal,
  run?: Run,
  corpus?: FuzzJson['corpus'],
): Promise<Hunted> => {
  if (plan.tools.length === 0)
    throw new HarnessError('None of these tools can be asked here. See "countersign doctor".');
  const progress = progressOn(process.stderr);
  const saving = savingIn(folder, tools.pool.versions.tools);
  const spent = run?.spent ?? 0;
  const remaining = plan.budget === undefined ? plan : { ...plan, budget: Math.max(0, plan.budget - spent) };
  const aim = aimOf(plan, spent);
  const before = tools.pool.work();
  const outcome = await campaign(
    { window: tools.pool.capacity, ...remaining },
    run ? run.around(askOf(tools.pool)) : askOf(tools.pool),
    {
      signal,
      onProgress: (tally) => progress.show(progressLine(tally, aim)),
      onFound: async (found) => {
        const file = await saving.found(found);
        progress.done();
        note(`${found.tool} ${found.examined.verdict.status} on a network, saved as ${file}; it is shrunk at the end.`);
      },
    },
  );
  progress.done();
  const work = workJson(workSince(before, tools.pool.work()), outcome, tools.pool.workers);
  const files: (string | undefined)[] = [];
  let trouble = outcome.trouble;
  for (const failure of outcome.failures) {
    const file = saving.shrunk(failure);
    files.push(
      await file.catch((error) => {
        trouble ??= { error };
        return undefined;
      }),
    );
  }
  if (!trouble && !outcome.interrupted && outcome.isComplete) await saving.tidy();
  await run?.close();
  if (run && (outcome.interrupted || trouble))
    note(`What was answered is kept. Go on with: countersign fuzz --resume ${run.folder}`);
  return {
    result: fuzzJson(outcome, plan, files, work, corpus),
    settle: () => {
      if (trouble) throw trouble.error;
    },
  };
};
