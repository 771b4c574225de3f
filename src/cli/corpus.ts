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

/** Asks the tools again about every case of a folder that names one of them. */
export const replayCorpus = async (
  { folder, isNamed }: Corpus,
  tools: Tools,
  signal: AbortSignal,
): Promise<FuzzJson['corpus']> => {
  const cases = [];
  for (const file of await listCases(folder)) {
    if (signal.aborted) break;
    // A folder that is only called so may hold other things.
    const kept = isNamed ? await readCase(file) : await readCase(file).catch(() => undefined);
    if (!kept) continue;
    const asked = Object.keys(kept.witnesses)
      .filter(isToolName)
      .filter((tool) => tools.present.includes(tool));
    if (asked.length === 0) continue;
    const network = naming(file, () => shapeNetwork(parseArchitecture(kept.architecture)));
    const examined = await judged(tools.pool, { architecture: kept.architecture, tools: asked }, network);
    const { outcome, reason } = replayedJson(file, kept, examined);
    cases.push({ file, outcome, reason });
  }
  return cases.length > 0 || isNamed ? { folder, cases } : undefined;
};
