/** Starts the real tools for a command: sets them up if need be. */

import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { environmentNames, HarnessError, type ToolName, toolNames } from '../harness/environments.ts';
import { openPool, type Pool, type PoolOptions } from '../harness/pool.ts';
import { parseWhole } from './inputs.ts';
import { knownNames } from './network.ts';
import { note } from './output.ts';

type Setup = typeof import('../../scripts/setup.cjs');

/** Sets the Python environments up, with progress on stderr; milliseconds where that is done. */
const setUp = async (): Promise<void> => {
  const { ensure } = createRequire(import.meta.url)('../../scripts/setup.cjs') as Setup;
  await ensure(['python']);
};

/** As many workers in each environment as there are cores, for what has many cases to ask about. */
export const usualWorkers = (): number => availableParallelism();

/** Bytes that each of so many workers may take: together four fifths of the machine's memory, or of what it gives us. */
export const usualMemory = (workers: number): number => {
  const granted = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return Math.floor((Math.min(totalmem(), granted) * 0.8) / (workers * environmentNames.length));
};

/** Milliseconds out of `--timeout SECONDS`; five minutes for one network, which may be large, and whose program may import much. */
export const timeLimitFrom = (seconds = '300'): number => 1000 * parseWhole('--timeout', seconds, 1, 1_000_000);

/** The tools in `a,b`, or all. */
export const toolsFrom = (list: string | undefined): readonly ToolName[] =>
  list === undefined ? toolNames : knownNames(list, 'tools', 'tool', toolNames);

export interface Tools {
  readonly pool: Pool;
  /** Those that can be asked; `pool.versions.missing` has the others, with the reason. */
  readonly present: readonly ToolName[];
}

/** Opens workers for the tools; throws HarnessError or SetupError where they cannot be had. */
export const openTools = async (
  tools: readonly ToolName[],
  options: Omit<PoolOptions, 'tools'> = {},
): Promise<Tools> => {
  await setUp();
  const memoryLimit = usualMemory(options.workersPerEnvironment ?? 1);
  const pool = await openPool({ memoryLimit, ...options, tools });
  return { pool, present: tools.filter((tool) => !pool.versions.missing.has(tool)) };
};

/** Tells of tools that cannot be asked; throws HarnessError, unless a run may go on without them. */
export const noteMissing = ({ pool: { versions } }: Tools, isAllowed: boolean): void => {
  for (const [tool, reason] of versions.missing) note(`Without ${tool}: ${reason}`);
  if (versions.missing.size === 0 || isAllowed) return;
  throw new HarnessError(
    `${[...versions.missing.keys()].join(', ')} cannot be asked. Install what is missing ("countersign doctor" tells what), name the other tools with --tools, or add --allow-missing.`,
  );
};
