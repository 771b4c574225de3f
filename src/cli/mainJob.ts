/** The main job: the project's examples counted and countersigned, then random networks. */

import { join } from 'node:path';
import { findConvention } from '../engine/index.ts';
import { packageRoot, toolNames } from '../harness/environments.ts';
import { judgeAll } from '../harness/examine.ts';
import { fuzzText } from '../report/campaign.ts';
import { countJson, countText } from '../report/count.ts';
import type { CountJson, OutcomeJson, VerifyJson } from '../report/schemas.ts';
import { closingText, heading, printsText, shortText } from '../report/start.ts';
import { verifyJson, verifyText, worst } from '../report/verify.ts';
import { hunt, usualFolder } from './hunt.ts';
import { note, print, stdoutStyle } from './output.ts';
import { record } from './subject.ts';
import { openTools, type Tools } from './tools.ts';

interface Example {
  readonly file: string;
  readonly name: string;
  readonly shape: readonly number[];
}

const first: Example = { file: 'alexnet.py', name: 'AlexNet', shape: [1, 3, 224, 224] };
const others: readonly Example[] = [
  { file: 'depthwise_separable.py', name: 'DepthwiseSeparableConv', shape: [1, 32, 56, 56] },
  { file: 'lstm_classifier.py', name: 'LSTMClassifier', shape: [4, 16, 8] },
];

const examine = async (
  { file, name, shape }: Example,
  tools: Tools,
): Promise<{ count: CountJson; verified: VerifyJson }> => {
  const source = { file: join(packageRoot, 'python', 'examples', file), name };
  const inputs = [{ shape, dtype: 'float32' }];
  const network = await record(tools.pool, source, inputs);
  const definition = findConvention('definition');
  const answers = await tools.pool.ask({ source, inputs });
  return {
    count: countJson(definition.count(network), definition, network),
    verified: verifyJson(
      network.architecture.name,
      judgeAll(network, answers, { versions: tools.pool.versions.tools }),
    ),
  };
};

/** Runs the main job and prints its transcript; a signal ends it after what is being done. */
export const mainJob = async (budget: number, seed: number, signal: AbortSignal): Promise<OutcomeJson> => {
  const style = stdoutStyle();
  note('Starting PyTorch and the tools ...');
  const tools = await openTools(toolNames);
  const outcomes: OutcomeJson[] = [];
  try {
    signal.throwIfAborted();
    const { count, verified } = await examine(first, tools);
    outcomes.push(verified.outcome);
    await print(heading(`1. ${first.name}, recorded from python/examples/${first.file}, and counted`, style));
    await print(`\n${countText(count, findConvention('definition'), style)}\n`);
    await print(heading('2. Countersigned by the real tools', style));
    await print(`\n${printsText(verified, style)}\n${verifyText(verified, style)}\n`);
    await print(heading('3. Two more networks', style));
    for (const example of others) {
      signal.throwIfAborted();
      const more = await examine(example, tools);
      outcomes.push(more.verified.outcome);
      await print(`\n${shortText(more.verified, more.count, style)}`);
    }
    await print(`\n${heading('4. Random networks', style)}\n`);
    signal.throwIfAborted();
    for (const [tool, reason] of tools.pool.versions.missing) note(`Without ${tool}: ${reason}`);
    note(`Random networks for ${Math.round(budget / 1000)} s, seed ${seed}; Ctrl-C ends it.`);
    const result = await hunt({ seed, budget, tools: tools.present }, tools, usualFolder, signal);
    outcomes.push(result.outcome);
    await print(`${fuzzText(result, style)}\n`);
    const outcome = worst(outcomes);
    await print(closingText(outcome, style));
    return outcome;
  } finally {
    await tools.pool.close();
  }
};
