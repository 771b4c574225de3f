/** Starts the real tools for a command: sets them up if need be, and goes on without those that a machine cannot have. */

import { createRequire } from 'node:module';
import { type Convention, findConvention, type ShapedNetwork } from '../engine/index.ts';
import type { Answer } from '../harness/answers.ts';
import { judge } from '../harness/compare.ts';
import {
  conventionOf,
  environmentOf,
  HarnessError,
  interpreterOf,
  type ToolName,
  toolNames,
} from '../harness/environments.ts';
import { openPool, type Pool, type PoolOptions, type Question } from '../harness/pool.ts';
import type { Witnessed } from '../report/verify.ts';
import { knownNames } from './network.ts';

type Setup = typeof import('../../scripts/setup.cjs');

/** Sets the Python environments up, with progress on stderr; milliseconds where that is done. */
const setUp = async (): Promise<void> => {
  const { ensure } = createRequire(import.meta.url)('../../scripts/setup.cjs') as Setup;
  await ensure(['python']);
};

/** The tools in `a,b`, or all. */
export const toolsFrom = (list: string | undefined): readonly ToolName[] =>
  list === undefined ? toolNames : knownNames(list, 'tools', 'tool', toolNames);

export interface Tools {
  readonly pool: Pool;
  /** Those that can be asked. */
  readonly present: readonly ToolName[];
  /** Those that cannot, with the reason. */
  readonly absent: ReadonlyMap<ToolName, string>;
  /** Asks every tool, present or not. */
  readonly ask: (question: Question) => Promise<ReadonlyMap<ToolName, Answer>>;
  readonly close: () => Promise<void>;
}

/** Why a tool's environment is not there; undefined where it is. */
const absenceOf = (tool: ToolName): string | undefined => {
  try {
    interpreterOf(environmentOf(tool));
    return undefined;
  } catch (error) {
    if (error instanceof HarnessError) return error.message;
    throw error;
  }
};

/** Opens workers for the tools; throws HarnessError or SetupError where none can be had. */
export const openTools = async (
  tools: readonly ToolName[],
  options: Omit<PoolOptions, 'tools'> = {},
): Promise<Tools> => {
  await setUp();
  const absent = new Map<ToolName, string>();
  for (const tool of tools) {
    const absence = absenceOf(tool);
    if (absence !== undefined) absent.set(tool, absence);
  }
  const present = tools.filter((tool) => !absent.has(tool));
  if (present.length === 0) throw new HarnessError([...new Set(absent.values())].join('\n'));
  const pool = await openPool({ ...options, tools: present });
  return {
    pool,
    present,
    absent,
    ask: async (question) => {
      const asked = question.tools ?? tools;
      const answers = await pool.ask({ ...question, tools: asked.filter((tool) => !absent.has(tool)) });
      const missing = (tool: ToolName): Answer => ({ status: 'missing', message: absent.get(tool) ?? '' });
      return new Map(asked.map((tool) => [tool, answers.get(tool) ?? missing(tool)]));
    },
    close: pool.close,
  };
};

/** Sets each tool's answer beside the prediction of its convention. */
export const witness = (
  network: ShapedNetwork,
  answers: ReadonlyMap<ToolName, Answer>,
  versions: ReadonlyMap<ToolName, string>,
): Witnessed[] =>
  [...answers].map(([tool, answer]) => {
    const convention: Convention = findConvention(conventionOf(tool));
    const prediction = convention.count(network);
    const version = versions.get(tool);
    return {
      tool,
      version,
      convention,
      prediction,
      answer,
      verdict: judge(prediction, answer, convention, network, version),
    };
  });
