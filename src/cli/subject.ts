/** What is to be countersigned: an architecture in a file, or a module in a Python file. */

import { resolve } from 'node:path';
import { parseArchitecture, Refusal, type ShapedNetwork, shapeNetwork } from '../engine/index.ts';
import type { Pool, Question } from '../harness/pool.ts';
import type { Source, SourceInput } from '../harness/protocol.ts';
import { UsageError } from './exit.ts';
import { parseInputs, parseSource } from './inputs.ts';
import { isPython, naming, readNetwork } from './network.ts';

/** What to ask the tools, and how to come to the network that the engine counts. */
export interface Subject {
  readonly question: Question;
  readonly network: (pool: Pool) => Promise<ShapedNetwork>;
}

/** Records a module of a Python file; gives the architecture's JSON, which the engine has checked. */
export const record = async (pool: Pool, source: Source, inputs: readonly SourceInput[]): Promise<ShapedNetwork> => {
  const place = `${source.file}:${source.name}`;
  const recorded = await pool.record({ ...source, file: resolve(source.file) }, inputs).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    const [{ path, message }] = error.issues;
    throw new UsageError(`${place}: ${path ? `${path}: ` : ''}${message}`, { cause: error });
  });
  return naming(place, () => shapeNetwork(parseArchitecture(recorded)));
};

/** Reads what the user names; throws UsageError or Refusal before any tool is started. */
export const subjectFrom = async (target: string, inputTexts: readonly string[] | undefined): Promise<Subject> => {
  if (!isPython(target)) {
    if (inputTexts)
      throw new UsageError(`${target} holds its inputs itself: leave --input out, which is for FILE.py:NAME.`);
    const network = await readNetwork(target);
    return { question: { architecture: network.architecture.json }, network: async () => network };
  }
  const source = await parseSource(target);
  const inputs = parseInputs(inputTexts);
  return {
    question: { source: { ...source, file: resolve(source.file) }, inputs },
    network: (pool) => record(pool, source, inputs),
  };
};
