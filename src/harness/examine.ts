/** One network before its witnesses: what each convention predicts, what each tool answers, and whether they agree. */

import {
  type ArchitectureJson,
  type Convention,
  conventions,
  type Prediction,
  parseArchitecture,
  shapeNetwork,
} from '../engine/index.ts';
import type { Answer } from './answers.ts';
import { judge, type Verdict } from './compare.ts';
import { conventionOf, type ToolName } from './environments.ts';

/** Asks tools about a network; each tool asked has an answer. */
export type Ask = (
  architecture: ArchitectureJson,
  tools: readonly ToolName[],
) => Promise<ReadonlyMap<ToolName, Answer>>;

export interface Examined {
  readonly tool: ToolName;
  readonly prediction: Prediction;
  readonly answer: Answer;
  readonly verdict: Verdict;
}

export interface Judges {
  /** Stands in for the engine's conventions where a mistake is planted. */
  readonly conventions?: ReadonlyMap<string, Convention> | undefined;
  /** Installed versions, so that a verdict names a tool that is not the one stated. */
  readonly versions?: ReadonlyMap<ToolName, string> | undefined;
}

/** Judges each tool's answer by its convention. */
export const examine = async (
  architecture: ArchitectureJson,
  ask: Ask,
  tools: readonly ToolName[],
  { conventions: known = conventions, versions }: Judges = {},
): Promise<readonly Examined[]> => {
  const parsed = parseArchitecture(architecture);
  const network = shapeNetwork(parsed);
  const answers = await ask(architecture, tools);
  return tools.map((tool) => {
    const convention = known.get(conventionOf(tool)) as Convention;
    const prediction = convention.count(network);
    const answer = answers.get(tool) as Answer;
    return { tool, prediction, answer, verdict: judge(prediction, answer, convention, network, versions?.get(tool)) };
  });
};

/** The verdicts that make a case a failure: a count that is not countersigned. */
export const isFailure = ({ status }: Verdict): boolean =>
  status === 'disagrees' || status === 'crashed' || status === 'unsupported';
