/** Failures as files: as they were found, before they are shrunk, and then one for each mistake. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchitectureJson, architectureSchema } from '../engine/index.ts';
import type { Failure } from '../harness/campaign.ts';
import { clusterName, fileNameOf } from '../harness/cluster.ts';
import { type Case, nameOf, readCase, witnessOf, writeCase } from '../harness/corpus.ts';
import { HarnessError } from '../harness/environments.ts';

type Found = Pick<Failure, 'seed' | 'path' | 'tool' | 'original' | 'examined'>;

const today = (): string => new Date().toISOString().slice(0, 10);

const caseOf = (
  { seed, path, tool, examined }: Omit<Found, 'original'>,
  architecture: ArchitectureJson,
  name: string,
  reason: string,
  version: string | undefined,
): Case => {
  const witness = witnessOf(examined.answer, version);
  return {
    schema: 'countersign/case@1',
    name,
    date: today(),
    reason,
    found: { seed, path, tool },
    architecture: architectureSchema.parse(architecture),
    witnesses: witness ? { [tool]: witness } : {},
  };
};

const write = (folder: string, made: Case): Promise<string> =>
  writeCase(folder, made).catch((error: Error) => {
    throw new HarnessError(`${folder}/${made.name}.json cannot be written: ${error.message}.`, { cause: error });
  });

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

export interface Saving {
  /** Saves a failing network, for `countersign replay`; gives its file. */
  readonly found: (found: Found) => Promise<string>;
  /** Saves what a failure was shrunk to, under the name of its mistake; a smaller one of the same that is there stays. */
  readonly shrunk: (failure: Failure) => Promise<string>;
  /** Once all failures are shrunk and saved: removes them as they were found, which the shrunk ones hold as well. */
  readonly tidy: () => Promise<void>;
}

/** Saves failures in a folder; `versions` are those of the installed tools. */
export const savingIn = (folder: string, versions: ReadonlyMap<string, string>): Saving => {
  const asFound = new Set<string>();
  return {
    found: async (found) => {
      const { tool, examined, original } = found;
      const { status } = examined.verdict;
      const name = nameOf(architectureSchema.parse(original));
      const made = caseOf(found, original, name, `${tool} ${status}, as it was found`, versions.get(tool));
      const file = await write(folder, made);
      // A flaky failure is not shrunk, so this is all there will be of it.
      if (status !== 'flaky') asFound.add(file);
      return file;
    },
    shrunk: async (failure) => {
      const { tool, architecture, original } = failure;
      const cluster = clusterName(failure);
      const made = caseOf(failure, architecture, fileNameOf(cluster), cluster, versions.get(tool));
      const file = join(folder, `${made.name}.json`);
      const known = await readCase(file).catch(() => undefined);
      if (known && sizeOf(known.architecture) <= sizeOf(made.architecture)) return file;
      const found = { seed: failure.seed, path: failure.path, tool, original: architectureSchema.parse(original) };
      return write(folder, { ...made, found });
    },
    tidy: async () => {
      for (const file of asFound) await rm(file, { force: true });
    },
  };
};
