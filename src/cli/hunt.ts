/** Runs a campaign for a command: progress, failures saved as cases, and the outcome. */

import { architectureSchema } from '../engine/index.ts';
import { campaign, type Plan } from '../harness/campaign.ts';
import { nameOf, witnessOf, writeCase } from '../harness/corpus.ts';
import { HarnessError } from '../harness/environments.ts';
import type { Examined } from '../harness/examine.ts';
import { askOf, workSince } from '../harness/pool.ts';
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
  return writeCase(folder, {
    schema: 'countersign/case@1',
    name: nameOf(parsed),
    date: today(),
    reason: `${found.tool} ${found.examined.verdict.status}, ${what}`,
    found: { seed: found.seed, path: found.path, tool: found.tool },
    architecture: parsed,
    witnesses: witness ? { [found.tool]: witness } : {},
  });
};

const totalOf = ({ budget, cases }: Plan): string =>
  budget === undefined ? `${cases} cases` : `${Math.round(budget / 1000)} s`;

/** Runs the campaign; an aborted signal ends it with what was found until then. */
export const hunt = async (plan: Plan, tools: Tools, folder: string, signal: AbortSignal): Promise<FuzzJson> => {
  if (plan.tools.length === 0)
    throw new HarnessError('None of these tools can be asked here. See "countersign doctor".');
  const progress = progressOn(process.stderr);
  const versions = tools.pool.versions.tools;
  const before = tools.pool.work();
  const outcome = await campaign({ window: tools.pool.capacity, ...plan }, askOf(tools.pool), {
    signal,
    onProgress: (tally) => progress.show(progressLine(tally, totalOf(plan))),
    onFound: async (found) => {
      const file = await save(folder, found.original, found, versions, 'as it was found');
      progress.done();
      note(`${found.tool} ${found.examined.verdict.status} on a network, saved as ${file}; it is shrunk at the end.`);
    },
  });
  progress.done();
  const work = workJson(workSince(before, tools.pool.work()), outcome.milliseconds, tools.pool.workers);
  const files: string[] = [];
  for (const failure of outcome.failures)
    files.push(await save(folder, failure.architecture, failure, versions, 'shrunk'));
  return fuzzJson(outcome, plan.seed, files, work);
};
