/**
 * Which tools leave a model as it was, so that several are given one, and which count on torch's meta device, without memory, as they do
 * with it. Both are stated and held both ways: what is said to change nothing never does, and of the rest a network shows it.
 */

import { expect, it, onTestFinished } from 'vitest';
import type { ArchitectureJson } from '../src/engine/index.ts';
import type { Answer } from '../src/harness/answers.ts';
import { casesOf } from '../src/harness/cases.ts';
import { environmentNames, environments, interpreterOf, type ToolName } from '../src/harness/environments.ts';
import { startProgram } from './pythonProcess.ts';
import { cases, seed, steady } from './tools.ts';

/** They leave hooks: on a module that has two parents (thop), or on all, which keeps PyTorch from its one kernel of an encoder (ptflops-aten). */
const leaveTraces: readonly ToolName[] = ['thop', 'ptflops-aten'];

/** They build a model that they watch, are alone in their environment, or are asked as thop is. */
const onTheirOwn: readonly ToolName[] = ['torch', 'torchstat', 'ultralytics-thop'];

/**
 * They make inputs of their own, which are no meta tensors (torchsummary, torchstat); count what Linear becomes there as well (ptflops,
 * DeepSpeed) or grid_sample (calflops); see the parts of an encoder that is one kernel on a CPU (ptflops-aten, FlopCounterMode); or trace, which convolutions do not take there (fvcore, torchprofile).
 */
const needMemory: readonly ToolName[] = [
  ...([
    'torchsummary',
    'torchstat',
    'ptflops',
    'ptflops-aten',
    'flop-counter',
    'calflops',
    'deepspeed',
    'fvcore',
    'torchprofile',
  ] as const),
];

/** A convolution, and a Linear with a bias that is called under two parents. */
const telling: ArchitectureJson = {
  name: 'Telling',
  inputs: [{ name: 'x', shape: [2, 3, 4, 4] }],
  modules: [
    { path: 'conv', kind: 'Conv2d', options: { in_channels: 3, out_channels: 4, kernel_size: 3 } },
    { path: 'block', kind: 'Module', class: 'Block' },
    { path: 'block.fc', kind: 'Linear', options: { in_features: 16, out_features: 16 } },
    { path: 'fc', same_as: 'block.fc' },
  ],
  calls: [
    { id: 'conv', module: 'conv', inputs: ['x'] },
    { id: 'flat', op: 'flatten', inputs: ['conv'], options: { start_dim: 1 } },
    {
      id: 'y',
      module: 'block',
      inputs: ['flat'],
      calls: [{ id: 'inner', module: 'block.fc', inputs: ['flat'] }],
      outputs: ['inner'],
    },
    { id: 'z', module: 'fc', inputs: ['y'] },
  ],
  outputs: ['z'],
};

const sampled: ArchitectureJson = {
  name: 'Sampled',
  inputs: [
    { name: 'x', shape: [1, 3, 4, 4] },
    { name: 'grid', shape: [1, 2, 2, 2] },
  ],
  calls: [{ id: 'y', op: 'grid_sample', inputs: ['x', 'grid'], options: { align_corners: false } }],
  outputs: ['y'],
};

/** A layer that PyTorch computes in one kernel where nothing in it is learnt and nobody listens. */
const fused: ArchitectureJson = {
  name: 'Fused',
  inputs: [{ name: 'x', shape: [1, 2, 4] }],
  modules: [
    {
      path: 'encoder',
      kind: 'TransformerEncoderLayer',
      options: { d_model: 4, nhead: 2, dim_feedforward: 4, batch_first: true },
      frozen: [
        ...[
          'self_attn.in_proj_weight',
          'self_attn.in_proj_bias',
          'self_attn.out_proj.weight',
          'self_attn.out_proj.bias',
        ],
        ...['linear1.weight', 'linear1.bias', 'linear2.weight', 'linear2.bias'],
        ...['norm1.weight', 'norm1.bias', 'norm2.weight', 'norm2.bias'],
      ],
    },
  ],
  calls: [{ id: 'encoder', module: 'encoder', inputs: ['x'] }],
  outputs: ['encoder'],
};

/** Networks in which every tool shows what is said of it, before those that are drawn. */
const certain = [telling, sampled, fused];

interface Reply {
  readonly own: Readonly<Record<string, Answer>>;
  readonly orders: readonly (readonly Answer[])[];
}

const program = (name: (typeof environmentNames)[number], device: string) => {
  const { ask, close } = startProgram(
    interpreterOf(name),
    ['-m', 'countersign.together', '--tools', environments[name].tools.join()],
    { COUNTERSIGN_DEVICE: device },
  );
  onTestFinished(close);
  return async (architecture: ArchitectureJson, orders: readonly (readonly ToolName[])[]) =>
    (await ask({ architecture, orders })) as Reply;
};

/**
 * What an answer counts: texts may name the device, FlopCounterMode's rows come in another order there, and PyTorch lays results of
 * batch norms out otherwise.
 */
const figuresOf = (answer: Answer | undefined): object | undefined => {
  if (answer?.status === 'answered')
    return {
      totals: answer.totals,
      layers: answer.layers?.map((row) => JSON.stringify({ ...row, output_strides: undefined })).sort(),
    };
  return answer?.status === 'raised' ? { error: answer.error.class } : answer;
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

it.each(environmentNames)('in the environment %s', { timeout: 3_600_000 }, async (name) => {
  const tools: readonly ToolName[] = environments[name].tools;
  const tracing = tools.filter((tool) => leaveTraces.includes(tool));
  const sharing = tools.filter((tool) => !tracing.includes(tool) && !onTheirOwn.includes(tool));
  const clean = sharing.length > 0 ? [sharing, sharing.toReversed()] : [];
  // Where a tool raises, the next one is given another model: so each comes right behind the one that leaves something.
  const orders = [...clean, ...tracing.flatMap((tool) => sharing.map((other) => [tool, other]))];
  const [onCpu, withoutMemory] = [program(name, 'cpu'), program(name, 'meta')];
  const [traced, other] = [new Set<ToolName>(), new Set<ToolName>()];
  const draw = casesOf(seed);
  for (let index = 0; index < cases(10); index++) {
    const architecture = certain[index] ?? draw().architecture;
    const { own, orders: told } = await onCpu(architecture, orders);
    const { own: onMeta } = await withoutMemory(architecture, []);
    for (const [place, order] of orders.entries()) {
      const together = order.map((tool, turn) => [tool, steady(tool, told[place]?.[turn] as Answer)]);
      const alone = order.map((tool) => [tool, steady(tool, own[tool] as Answer)]);
      if (place < clean.length) expect(together, `${index}: ${JSON.stringify(architecture)}`).toEqual(alone);
      else if (!isSame(together, alone)) traced.add(order[0] as ToolName);
    }
    // Some functions, as eye, PyTorch itself has not there; no tool can say anything of a network with one.
    if (index >= certain.length && Object.values(onMeta).every(({ status }) => status === 'raised')) continue;
    for (const tool of tools) {
      const [with_, without] = [own, onMeta].map((answers) => figuresOf(answers[tool]));
      if (!needMemory.includes(tool)) expect([tool, without], JSON.stringify(architecture)).toEqual([tool, with_]);
      else if (!isSame(with_, without)) other.add(tool);
    }
  }
  expect([...traced]).toEqual(tracing);
  expect(tools.filter((tool) => other.has(tool))).toEqual(tools.filter((tool) => needMemory.includes(tool)));
});
