/** One network before its witnesses: what each convention predicts, what each tool answers, and whether they agree. */

import {
  type ArchitectureJson,
  type Convention,
  conventions,
  type Prediction,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import type { Answer } from './answers.ts';
import { judge, type Verdict } from './compare.ts';
import { conventionOf, type ToolName } from './environments.ts';

/** Why tools are asked: about the case of that number, again about one that failed, or while it is made smaller. */
export type Why =
  | { readonly why: 'case'; readonly index: number }
  | { readonly why: 'confirming' }
  | { readonly why: 'shrinking' };

/** Asks tools about a network; each tool asked has an answer. To confirm, those asked have served nothing before. */
export type Ask = (
  architecture: ArchitectureJson,
  tools: readonly ToolName[],
  why?: Why,
) => Promise<ReadonlyMap<ToolName, Answer>>;

/** A tool's answer beside its convention's prediction. */
export interface Examined {
  readonly tool: ToolName;
  /** The installed version, where it is known. */
  readonly version: string | undefined;
  readonly convention: Convention;
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

const conventionFor = (tool: ToolName, { conventions: known = conventions }: Judges): Convention =>
  known.get(conventionOf(tool)) as Convention;

/** What the convention of each tool says of a network. */
export const predictAll = (
  network: ShapedNetwork,
  tools: readonly ToolName[],
  judges: Judges = {},
): ReadonlyMap<ToolName, Prediction> =>
  new Map(tools.map((tool) => [tool, conventionFor(tool, judges).count(network)]));

/**
 * Sets each tool's answer beside the prediction of its convention, in the order of the answers. Predictions may have been
 * made while the tools were at work.
 */
export const judgeAll = (
  network: ShapedNetwork,
  answers: ReadonlyMap<ToolName, Answer>,
  judges: Judges = {},
  predictions: ReadonlyMap<ToolName, Prediction> = predictAll(network, [...answers.keys()], judges),
): Examined[] =>
  [...answers].map(([tool, answer]) => {
    const convention = conventionFor(tool, judges);
    const prediction = predictions.get(tool) as Prediction;
    const version = judges.versions?.get(tool);
    const verdict = judge(prediction, answer, convention, network, version);
    return { tool, version, convention, prediction, answer, verdict };
  });

/** Asks tools about an architecture and judges what they say. */
export const examine = async (
  architecture: ArchitectureJson,
  ask: Ask,
  tools: readonly ToolName[],
  judges: Judges = {},
  why?: Why,
): Promise<readonly Examined[]> => {
  const network = shapeNetwork(parseArchitecture(architecture));
  return judgeAll(network, await ask(architecture, tools, why), judges);
};

/** The verdicts that make a case a failure: a count that is not countersigned. */
export const isFailure = ({ status }: Verdict): boolean =>
  status === 'disagrees' || status === 'crashed' || status === 'unsupported';
