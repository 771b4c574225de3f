/** Real models: recorded from torchvision, counted, and held to the real tools and to what torchvision publishes. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { conventions, count, parseArchitecture, type ShapedNetwork, shapeNetwork } from '../src/engine/index.ts';
import { packageRoot, type ToolName, toolNames } from '../src/harness/environments.ts';
import { isFailure } from '../src/harness/examine.ts';
import { judged } from '../src/harness/judged.ts';
import type { Question } from '../src/harness/pool.ts';
import { departuresOf, readModels } from '../src/report/docsModels.ts';
import { withTools } from './tools.ts';

interface Published {
  readonly params: number;
  /** Thousands of millions of MACs for one image, to three digits; torchvision's pages call them GFLOPS. */
  readonly gmacs: number;
  /** Of the image. */
  readonly size: number;
}

const folder = new URL('../python/models/', import.meta.url);
const published = JSON.parse(readFileSync(new URL('torchvision.json', folder), 'utf8')) as Readonly<
  Record<string, Published>
>;

/** What is known of models for general use; `COUNTERSIGN_MODELS=all` takes every one, `COUNTERSIGN_MODELS=a,b` some. */
const usual = ['squeezenet1_1', 'densenet121', 'googlenet', 'mobilenet_v3_small', 'regnet_y_400mf', 'mnasnet0_5'];
const wanted = process.env.COUNTERSIGN_MODELS ?? usual.join();
const names = wanted === 'all' ? Object.keys(published) : wanted.split(',');

const { pool } = withTools(toolNames);
const file = fileURLToPath(new URL('torchvision_models.py', folder));
const image = (size: number) => [{ shape: [1, 3, size, size], dtype: 'float32' }];

type Made = Extract<Question, { readonly source: object }>;

const expectAgreed = (verdicts: Awaited<ReturnType<typeof judged>>, tools: readonly ToolName[]): void => {
  expect(verdicts.filter(({ verdict }) => isFailure(verdict))).toEqual([]);
  expect(verdicts).toHaveLength(tools.length);
};

/** Has tools count what is built from a recording. */
const asRecorded = async (network: ShapedNetwork, tools: readonly ToolName[]): ReturnType<typeof judged> =>
  await judged(pool(), { architecture: network.architecture.json, tools }, network);

/** Has every tool count a model; the environment of torchstat has no torchvision, so it gets what is built from the recording. */
const expectAgreement = async (made: Made, network: ShapedNetwork, tools: readonly ToolName[]): Promise<void> => {
  const verdicts = [
    ...(await judged(pool(), { ...made, tools: tools.filter((tool) => tool !== 'torchstat') }, network)),
    ...(await asRecorded(
      network,
      tools.filter((tool) => tool === 'torchstat'),
    )),
  ];
  expectAgreed(verdicts, tools);
};

/** Models that take an image of one size alone, or none below it. */
const takesOneSize = (name: string): boolean => /^(vit|swin|maxvit|inception)/.test(name);

it.each(names)(
  '%s: every tool agrees',
  async (name) => {
    const { size } = published[name] as Published;
    const inputs = image(takesOneSize(name) ? size : 64);
    const source = { file, name };
    const network = shapeNetwork(parseArchitecture(await pool().record(source, inputs)));
    await expectAgreement({ source, inputs }, network, toolNames);
  },
  600_000,
);

it.each(names)(
  '%s: the counts are those that torchvision publishes',
  async (name) => {
    const { params, gmacs, size } = published[name] as Published;
    const counted = count(await pool().record({ file, name }, image(size)));
    if (counted.status !== 'counted') throw new Error(counted.because);
    expect(counted.totals.params).toBe(BigInt(params));
    expect((Number(counted.totals.macs) / 1e9).toFixed(3)).toBe(gmacs.toFixed(3));
  },
  600_000,
);

/** The tools that docs/models.md shows with a number, or as raising. Others may trace what a program does with sizes, too. */
const toolsShown = (name: string, network: ShapedNetwork): readonly ToolName[] => {
  const off = new Set(departuresOf(new Map([[name, network]])).map(({ tool }) => tool));
  return toolNames.filter((tool) => off.has(tool) || conventions.get(tool)?.count(network).status === 'raises');
};

const documented = await readModels(packageRoot);

it.each([...documented])(
  '%s: docs/models.md shows what is recorded today, and what the tools in it say of the program, and all tools of the recording',
  async (name, network) => {
    const source = { file, name };
    const recorded = parseArchitecture(await pool().record(source, image(224)));
    expect(recorded.json).toEqual(network.architecture.json);
    await expectAgreement({ source, inputs: image(224) }, network, toolsShown(name, network));
    expectAgreed(await asRecorded(network, toolNames), toolNames);
  },
  600_000,
);
