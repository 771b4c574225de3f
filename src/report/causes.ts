/** What makes a convention's figure of a layer differ from the definition's, each in words. */

import { isContainer } from '../engine/containers.ts';
import type { Reason } from '../engine/convention.ts';
import type { Convention, Count, Row, ShapedNetwork } from '../engine/index.ts';

/** A formula, a rule by which the tool walks, or, where no rule says it, the walk itself. */
export const causes = [
  ...(['formula', 'batch', 'calls', 'shared', 'frozen', 'own', 'unseen', 'uncalled', 'unstated', 'walk'] as const),
  'rounding',
] as const;

export type Cause = (typeof causes)[number];

/** A cause with its reason. */
export interface Why {
  readonly cause: Cause;
  readonly because: string;
}

/** A reason with its source, in the words in which lines have it. */
export const withSource = ({ because, source }: Reason): string => `${because} (${source})`;

export interface Line extends Why {
  readonly difference: bigint;
}

/** The value after one cause more than before. */
export interface Step extends Why {
  readonly value: bigint;
}

/** Rules that many conventions have. */
export const rules = {
  frozen: { cause: 'frozen', because: 'Frozen parameters are left out.' },
  asWeight: {
    cause: 'frozen',
    because: 'A row is learnt as a whole where its weight is, and not at all where it has none.',
  },
  lastCall: { cause: 'calls', because: 'Only the last call of a module counts.' },
  eachCall: { cause: 'calls', because: 'Each call of a module counts its weights again.' },
  divided: { cause: 'batch', because: 'It divides what it counts in modules by the batch.' },
  eachPath: { cause: 'shared', because: 'The module lies under several parents, and counts once for each path to it.' },
  tied: { cause: 'shared', because: 'A tensor that several modules have counts in each of them.' },
  lastPlace: {
    cause: 'shared',
    because:
      'A module under several parents has its row in the last of them, and counts in each other as what is left.',
  },
  beside: {
    cause: 'own',
    because: 'Of what a module has beside its kind and what it holds, only a weight and a bias count.',
  },
  left: { cause: 'own', because: 'A module that holds others is given what is in it and in no other row.' },
  multiplied: {
    cause: 'own',
    because:
      'A weight and a bias of a module without others are multiplied by sizes of its output as those of a layer.',
  },
  noRow: { cause: 'own', because: 'Parameters of a module that holds others, beside theirs, are in no row.' },
  uncalled: { cause: 'uncalled', because: 'The module is not called.' },
  unstated: { cause: 'unstated', because: 'The convention does not state this kind.' },
  function: { cause: 'unseen', because: 'It sees modules alone, and this is a function.' },
  held: { cause: 'unseen', because: 'The module has kept the function from before the tool replaced it.' },
  fused: { cause: 'unseen', because: 'torch computes all around it in one kernel, in which the tool sees nothing.' },
  cut: {
    cause: 'unseen',
    because: 'Nothing that the network returns needs it, so that it is not in the graph that the tool reads.',
  },
} as const satisfies Readonly<Record<string, Why>>;

/** One convention's count of a network, beside the definition's. */
export interface Compared {
  readonly network: ShapedNetwork;
  readonly convention: Convention;
  readonly told: Count;
  readonly truth: Count;
}

/** A layer's key: a module's path, which the root has none of, or a function's call. */
export const keyOf = ({ path, id, kind }: Pick<Row, 'path' | 'id'> & Partial<Pick<Row, 'kind'>>): string =>
  path || (kind !== undefined && isContainer(kind) ? '' : id);

/** A row's figure as a whole number: ptflops has fractions, which are cut off. */
const wholeOf = ({ figures }: Row, figure: string): bigint => {
  const value = figures[figure] ?? 0n;
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
};

/** The sum of figures over rows. */
export const sumOf = (rows: readonly Row[], names: readonly string[]): bigint =>
  rows.reduce((sum, row) => names.reduce((inner, name) => inner + wholeOf(row, name), sum), 0n);

/** The steps that change something, as lines. */
export const linesOf = (start: bigint, steps: readonly Step[]): readonly Line[] => {
  let before = start;
  const lines: Line[] = [];
  for (const { cause, because, value } of steps) {
    if (value !== before) lines.push({ cause, because, difference: value - before });
    before = value;
  }
  return lines;
};
