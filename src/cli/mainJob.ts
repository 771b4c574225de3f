/** The main job: the project's examples counted and countersigned, then random networks. */

import { join } from 'node:path';
import { findConvention, type ShapedNetwork } from '../engine/index.ts';
import { packageRoot, toolNames } from '../harness/environments.ts';
import { judged } from '../harness/judged.ts';
import { fuzzText } from '../report/campaign.ts';
import { countJson, countText } from '../report/count.ts';
import type { CountJson, OutcomeJson, VerifyJson } from '../report/schemas.ts';
import { closingText, heading, printsText, shortText } from '../report/start.ts';
import { verifyJson, verifyText, worst } from '../report/verify.ts';
import { hunt, usualFolder } from './hunt.ts';
import { note, print, stdoutStyle } from './output.ts';
import { record } from './subject.ts';
import { noteMissing, openTools, type Tools, usualWorkers } from './tools.ts';

interface Example {
  readonly file: string;
  readonly name: string;
  readonly shape: readonly number[];
}

const definition = findConvention('definition');

const first: Example = { file: 'alexnet.py', name: 'AlexNet', shape: [1, 3, 224, 224] };
const others: readonly Example[] = [
  { file: 'depthwise_separable.py', name: 'DepthwiseSeparableConv', shape: [1, 32, 56, 56] },
  { file: 'lstm_classifier.py', name: 'LSTMClassifier', shape: [4, 16, 8] },
];

const subjectOf = ({ file, name, shape }: Example) => ({
  source: { file: join(packageRoot, 'python', 'examples', file), name },
  inputs: [{ shape, dtype: 'float32' }],
});

const counted = (network: ShapedNetwork): CountJson => countJson(definition.count(network), definition, network);

/** Asks the tools about the example's own file, not about its recording. */
const verified = async (example: Example, network: ShapedNetwork, { pool }: Tools): Promise<VerifyJson> =>
  verifyJson(network.architecture.name, await judged(pool, subjectOf(example), network));

const recorded = (example: Example, { pool }: Tools): Promise<ShapedNetwork> => {
  const { source, inputs } = subjectOf(example);
  return record(pool, source, inputs);
};

/** Runs the main job and prints its transcript; a signal ends it after what is being done. */
export const mainJob = async (budget: number, seed: number, signal: AbortSignal): Promise<OutcomeJson> => {
  const style = stdoutStyle();
  note('Starting PyTorch and the tools ...');
  const tools = await openTools(toolNames, { workersPerEnvironment: usualWorkers() });
  const outcomes: OutcomeJson[] = [];
  try {
    signal.throwIfAborted();
    const network = await recorded(first, tools);
    await print(heading(`1. ${first.name}, recorded from python/examples/${first.file}, and counted`, style));
    await print(`\n${countText(counted(network), definition, style)}\n`);
    await print(heading('2. Countersigned by the real tools', style));
    const verdicts = await verified(first, network, tools);
    outcomes.push(verdicts.outcome);
    await print(`\n${printsText(verdicts, style)}\n${verifyText(verdicts, style)}\n`);
    await print(heading('3. Two more networks', style));
    for (const example of others) {
      signal.throwIfAborted();
      const another = await recorded(example, tools);
      const more = await verified(example, another, tools);
      outcomes.push(more.outcome);
      await print(`\n${shortText(more, counted(another), style)}`);
    }
    await print(`\n${heading('4. Random networks', style)}\n`);
    signal.throwIfAborted();
    noteMissing(tools, true);
    note(`Random networks for ${Math.round(budget / 1000)} s, seed ${seed}; Ctrl-C ends it.`);
    const { result, settle } = await hunt({ seed, budget, tools: tools.present }, tools, usualFolder, signal);
    outcomes.push(result.outcome);
    await print(`${fuzzText(result, style, false)}\n`);
    settle();
    const outcome = worst(outcomes);
    await print(closingText(outcome, style));
    return outcome;
  } finally {
    await tools.pool.close();
  }
};
