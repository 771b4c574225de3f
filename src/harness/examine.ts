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

/** Judges each tool's answer by its convention; `known` stands in for the engine's conventions where a mistake is planted. */
export const examine = async (
  architecture: ArchitectureJson,
  ask: Ask,
  tools: readonly ToolName[],
  known: ReadonlyMap<string, Convention> = conventions,
): Promise<readonly Examined[]> => {
  const parsed = parseArchitecture(architecture);
  const network = shapeNetwork(parsed);
  const answers = await ask(architecture, tools);
  return tools.map((tool) => {
    const convention = known.get(conventionOf(tool)) as Convention;
    const prediction = convention.count(network);
    const answer = answers.get(tool) as Answer;
    return { tool, prediction, answer, verdict: judge(prediction, answer, convention, network) };
  });
};

/** The verdicts that make a case a failure: a count that is not countersigned. */
export const isFailure = ({ status }: Verdict): boolean =>
  status === 'disagrees' || status === 'crashed' || status === 'unsupported';
