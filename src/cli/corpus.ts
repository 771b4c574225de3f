/** The cases of a corpus before a campaign: what was found once must not come again. */

import { existsSync } from 'node:fs';
import { parseArchitecture, shapeNetwork } from '../engine/index.ts';
import { listCases, readCase } from '../harness/corpus.ts';
import { isToolName } from '../harness/environments.ts';
import { judged } from '../harness/judged.ts';
import { replayedJson } from '../report/replay.ts';
import type { FuzzJson } from '../report/schemas.ts';
import { UsageError } from './exit.ts';
import { naming } from './network.ts';
import { progressOn } from './progress.ts';
import type { Tools } from './tools.ts';

/** The corpus of a folder called so is replayed unless the user says otherwise. */
const usualFolder = 'corpus';

export interface Corpus {
  readonly folder: string;
  /** Whether the user named it, so that everything in it must be a case. */
  readonly isNamed: boolean;
}

/** The folder to replay: the one named, the usual one where it is there, or none. */
export const corpusFrom = (option: string | boolean | undefined): Corpus | undefined => {
  if (option === false) return undefined;
  if (typeof option !== 'string') return existsSync(usualFolder) ? { folder: usualFolder, isNamed: false } : undefined;
  if (!existsSync(option)) throw new UsageError(`There is no folder ${option}, which --corpus names.`);
  return { folder: option, isNamed: true };
};

/** Asks the tools again about a case; undefined for what is no case, or names none of them. */
const replayed = async (file: string, isNamed: boolean, { pool, present }: Tools) => {
  // A folder that is only called so may hold other things.
  const kept = isNamed ? await readCase(file) : await readCase(file).catch(() => undefined);
  if (!kept) return undefined;
  const tools = Object.keys(kept.witnesses)
    .filter(isToolName)
    .filter((tool) => present.includes(tool));
  if (tools.length === 0) return undefined;
  const network = naming(file, () => shapeNetwork(parseArchitecture(kept.architecture)));
  const examined = await judged(pool, { architecture: kept.architecture, tools }, network);
  const { outcome, reason } = replayedJson(file, kept, examined);
  return { file, outcome, reason };
};

/** Asks the tools again about every case of a folder that names one of them. */
export const replayCorpus = async (
  { folder, isNamed }: Corpus,
  tools: Tools,
  signal: AbortSignal,
): Promise<FuzzJson['corpus']> => {
  const cases = [];
  const progress = progressOn(process.stderr);
  const files = await listCases(folder);
  try {
    for (const [index, file] of files.entries()) {
      if (signal.aborted) break;
      progress.show(`Replaying ${folder}: ${index} of ${files.length} cases`);
      const one = await replayed(file, isNamed, tools);
      if (one) cases.push(one);
    }
  } finally {
    progress.done();
  }
  return cases.length > 0 || isNamed ? { folder, cases } : undefined;
};
