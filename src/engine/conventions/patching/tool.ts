/** What calflops and DeepSpeed's profiler have in common: both put wrappers in the place of functions of torch, which count from the arguments. */

import { type Cell, type Cells, departs, zero } from '../../convention.ts';
import { layers } from '../../layers/index.ts';
import type { LeafCall } from '../../shapes.ts';

/** A tool of this kind: what it replaces, and where it is alone in how it counts. */
export interface PatchingTool {
  /** The file of the formulas, at the version whose behaviour is stated. */
  readonly source: string;
  /** The functions that it replaces, as they are written in Python. */
  readonly patched: ReadonlySet<string>;
  /** How it takes two tensors to broadcast: elements of the result, and the same in words. */
  readonly broadcast: { readonly extent: (call: LeafCall) => number; readonly because: string };
  /** What it makes of a factor of an upsampling. */
  readonly enlarged: (call: LeafCall) => number;
}

const functional = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `torch.nn.functional.${name}`);

/** A function's name and that of the method. */
export const both = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`torch.${name}`, `torch.Tensor.${name}`]);

const perDimension = (...stems: readonly string[]): readonly string[] =>
  functional(...stems.flatMap((stem) => [`${stem}1d`, `${stem}2d`, `${stem}3d`]));

/** The functions that both tools replace. */
export const patchedByBoth: readonly string[] = [
  ...functional('linear', 'embedding', 'interpolate', 'upsample', 'softmax'),
  ...functional('elu', 'gelu', 'leaky_relu', 'prelu', 'relu', 'relu6', 'silu'),
  ...functional('batch_norm', 'group_norm', 'instance_norm', 'layer_norm'),
  ...perDimension('conv', 'conv_transpose', 'avg_pool', 'max_pool', 'adaptive_avg_pool', 'adaptive_max_pool'),
  ...both('add', 'addmm', 'matmul', 'mul'),
  'torch.baddbmm',
  'torch.einsum',
];

/** Formulas of what these tools count; without `macs` there are none. */
export interface Counted {
  readonly flops: string;
  readonly macs?: string;
}

type Numbers = (call: LeafCall) => Readonly<Record<string, number>>;

/** For modules whose forward calls functions that are replaced. */
export const module = ({ source }: PatchingTool, counted: Counted, because: string, symbols?: Numbers): Cell =>
  departs({ ...counted }, { because: `${because}.`, source }, symbols ? { symbols } : {});

/** Whether a call is written in a way that the tool replaces. */
export const isSeen = ({ patched }: PatchingTool, { spelling }: LeafCall): boolean => patched.has(spelling ?? '');

const spellingsOf = (kind: string): readonly string[] => layers.get(kind)?.torch.spellings ?? [];

const isCosting = (kind: string): boolean => {
  const { macs, multiplications, additions } = layers.get(kind)?.formulas ?? {};
  return (macs ?? multiplications ?? additions) !== undefined;
};

/** What runs nothing that is replaced: 0, with the reason where the definition counts something. */
export const unseen = ({ source }: PatchingTool, ...kinds: readonly string[]): Cells => {
  const missed = zero({ because: 'It counts in the functions that it replaces, and none of them runs here.', source });
  return Object.fromEntries(kinds.map((kind) => [kind, isCosting(kind) ? missed : zero()]));
};

const shown = (spelling: string): string =>
  spelling === 'operator.matmul'
    ? 'x @ y'
    : spelling.replace('torch.nn.functional.', 'F.').replace('torch.Tensor.', 'x.');

/** For functions that are replaced under some of their names, or under all; 0 where they are under none. */
export const calls = (
  tool: PatchingTool,
  kinds: readonly string[],
  counted: Counted,
  because: string,
  symbols: Numbers = () => ({}),
): Cells =>
  Object.assign(
    {},
    ...kinds.map((kind): Cells => {
      const spellings = spellingsOf(kind);
      const seen = spellings.filter((spelling) => tool.patched.has(spelling));
      if (seen.length === 0) return unseen(tool, kind);
      if (seen.length === spellings.length) return { [kind]: module(tool, counted, because, symbols) };
      const figures = Object.entries(counted).map(([figure, text]) => [figure, `seen * (${text})`]);
      const reason = `${because}; it does so only where it is written ${seen.map(shown).join(' or ')}`;
      const numbers: Numbers = (call) => ({ ...symbols(call), seen: isSeen(tool, call) ? 1 : 0 });
      return { [kind]: module(tool, Object.fromEntries(figures), reason, numbers) };
    }),
  );
