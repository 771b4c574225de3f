/** Runs a campaign for a command: progress, failures saved as cases, and the outcome. */

import { architectureSchema } from '../engine/index.ts';
import { campaign, type Plan } from '../harness/campaign.ts';
import { nameOf, witnessOf, writeCase } from '../harness/corpus.ts';
import { HarnessError } from '../harness/environments.ts';
import type { Examined } from '../harness/examine.ts';
import { askOf, workSince } from '../harness/pool.ts';
import type { Run } from '../harness/run.ts';
import { fuzzJson, progressLine, workJson } from '../report/campaign.ts';
import type { FuzzJson } from '../report/schemas.ts';
import { note } from './output.ts';
import { progressOn } from './progress.ts';
import type { Tools } from './tools.ts';

/** Where failures are saved unless the user says where. */
export const usualFolder = '.countersign/failures';

type Found = { readonly tool: string; readonly seed: number; readonly path: string; readonly examined: Examined };

const today = (): string => new Date().toISOString().slice(0, 10);

/** Saves a failing network as a case, for `countersign replay`; gives its file. */
const save = async (
  folder: string,
  architecture: object,
  found: Found,
  versions: ReadonlyMap<string, string>,
  what: string,
) => {
  const parsed = architectureSchema.parse(architecture);
  const witness = witnessOf(found.examined.answer, versions.get(found.tool));
  const kept = {
    schema: 'countersign/case@1',
    name: nameOf(parsed),
    date: today(),
    reason: `${found.tool} ${found.examined.verdict.status}, ${what}`,
    found: { seed: found.seed, path: found.path, tool: found.tool },
    architecture: parsed,
    witnesses: witness ? { [found.tool]: witness } : {},
  } as const;
  return writeCase(folder, kept).catch((error: Error) => {
    throw new HarnessError(`${folder}/${kept.name}.json cannot be written: ${error.message}.`, { cause: error });
  });
};

const totalOf = ({ budget, cases }: Plan): string =>
  budget === undefined ? `${cases} cases` : `${Math.round(budget / 1000)} s`;

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
): Promise<Hunted> => {
  if (plan.tools.length === 0)
    throw new HarnessError('None of these tools can be asked here. See "countersign doctor".');
  const progress = progressOn(process.stderr);
  const versions = tools.pool.versions.tools;
  const spent = run?.spent ?? 0;
  const remaining = plan.budget === undefined ? plan : { ...plan, budget: Math.max(0, plan.budget - spent) };
  const before = tools.pool.work();
  const outcome = await campaign(
    { window: tools.pool.capacity, ...remaining },
    run ? run.around(askOf(tools.pool)) : askOf(tools.pool),
    {
      signal,
      onProgress: (tally) => progress.show(progressLine(tally, totalOf(plan))),
      onFound: async (found) => {
        const file = await save(folder, found.original, found, versions, 'as it was found');
        progress.done();
        note(`${found.tool} ${found.examined.verdict.status} on a network, saved as ${file}; it is shrunk at the end.`);
      },
    },
  );
  progress.done();
  const work = workJson(workSince(before, tools.pool.work()), outcome.milliseconds, tools.pool.workers);
  const files: (string | undefined)[] = [];
  let trouble = outcome.trouble;
  for (const failure of outcome.failures) {
    const file = save(folder, failure.architecture, failure, versions, 'shrunk');
    files.push(
      await file.catch((error) => {
        trouble ??= { error };
        return undefined;
      }),
    );
  }
  await run?.close();
  if (run && (outcome.interrupted || trouble))
    note(`What was answered is kept. Go on with: countersign fuzz --resume ${run.folder}`);
  return {
    result: fuzzJson(outcome, plan.seed, files, work),
    settle: () => {
      if (trouble) throw trouble.error;
    },
  };
};
