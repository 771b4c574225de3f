/** Why a convention's figure of a layer is not the definition's: lines of one cause each, which sum exactly to the difference. */

import { type Convention, type Count, conventions, isLeaf, type Row, type ShapedNetwork } from '../engine/index.ts';
import { pathCounts } from '../engine/paths.ts';
import { isFused, type LeafCall, tryShapes } from '../engine/shapes.ts';

/** What makes a difference: a formula, or how the tool walks. */
export const causes = [
  ...(['formula', 'batch', 'calls', 'shared', 'frozen', 'unseen', 'uncalled', 'unstated', 'walk'] as const),
  'rounding',
] as const;

export type Cause = (typeof causes)[number];

export interface Line {
  readonly cause: Cause;
  readonly difference: bigint;
  readonly because: string;
}

/** One convention's count of a network, beside the definition's. */
export interface Compared {
  readonly network: ShapedNetwork;
  readonly convention: Convention;
  readonly told: Count;
  readonly truth: Count;
}

/** A layer's key: a module's path, or a function's call. */
export const keyOf = ({ path, id }: Pick<Row, 'path' | 'id'>): string => path || id;

/** A row's figure as a whole number: ptflops has fractions, which are cut off. */
const wholeOf = ({ figures }: Row, figure: string): bigint => {
  const value = figures[figure] ?? 0n;
  return typeof value === 'bigint' ? value : BigInt(Math.trunc(Number(value)));
};

/** The sum of figures over rows. */
export const sumOf = (rows: readonly Row[], names: readonly string[]): bigint =>
  rows.reduce((sum, row) => names.reduce((inner, name) => inner + wholeOf(row, name), sum), 0n);

/** What a row's formulas of those names say, once and undivided; undefined where it has none. */
const formulaValue = (
  { kind, formulas, symbols }: Row,
  names: readonly string[],
  cells: Convention['cells'],
): bigint | undefined => {
  const cell = Object.hasOwn(cells, kind) ? cells[kind] : undefined;
  const isFloat = cell?.type === 'formulas' && cell.float === true;
  const own = names.flatMap((name) => formulas[name] ?? []);
  if (own.length === 0) return undefined;
  return own.reduce((sum, text) => {
    const isWhole = !isFloat && text.names.every((name) => Number.isInteger(Number(symbols[name])));
    return sum + (isWhole ? text.evaluate(symbols) : BigInt(Math.trunc(text.evaluateFloat(symbols))));
  }, 0n);
};

/** Figures of weights, which a layer has once however often it is called. */
const ofWeights: ReadonlySet<string> = new Set(['params', 'trainable', 'memory.parameters', 'memory.buffers']);

/** Why a layer has no row. */
const whyUnseen = (
  { network, convention: { traversal, cells, about } }: Compared,
  call: LeafCall | undefined,
): Pick<Line, 'cause' | 'because'> => {
  if (!call) return { cause: 'uncalled', because: 'The module is not called.' };
  if (!call.module && !traversal.functions)
    return { cause: 'unseen', because: 'It sees modules alone, and this is a function.' };
  if (!Object.hasOwn(cells, call.definition.kind))
    return { cause: 'unstated', because: 'The convention does not state this kind.' };
  if (traversal.replaces && call.isHeld)
    return { cause: 'unseen', because: 'The module has kept the function from before the tool replaced it.' };
  if (isFused(call) && traversal.fuses?.(call.fusion.composite, network.architecture.root))
    return { cause: 'unseen', because: 'torch computes all around it in one kernel, in which the tool sees nothing.' };
  return { cause: 'walk', because: about };
};

/** The value after one cause more than before. */
type Step = Pick<Line, 'cause' | 'because'> & { readonly value: bigint };

const linesOf = (start: bigint, steps: readonly Step[]): readonly Line[] => {
  let before = start;
  const lines: Line[] = [];
  for (const { cause, because, value } of steps) {
    if (value !== before) lines.push({ cause, because, difference: value - before });
    before = value;
  }
  return lines;
};

/** A function that gives the lines of a layer, by its key, for a figure. */
export type Lines = (
  key: string,
  figure: string,
  /** The figures of its rows that make up the figure, and those of the definition that it is compared with. */
  parts: readonly string[],
  names: readonly string[],
) => readonly Line[];

/** The lines of every layer of a count. */
export const linesBy = (compared: Compared): Lines => {
  const { network, convention, told, truth } = compared;
  const { traversal, cells, about } = convention;
  const rowsOf = Map.groupBy(told.layers, keyOf);
  const ownOf = Map.groupBy(truth.layers, keyOf);
  const callsOf = Map.groupBy(network.calls.filter(isLeaf), ({ id, module }) =>
    keyOf({ id, path: module?.paths[0] ?? '' }),
  );
  const paths = pathCounts(network);
  const batch = network.inputs[0].shape[0] ?? 1;
  const shaped =
    traversal.batch === undefined ? undefined : tryShapes(network.architecture, traversal.batch, 'float32').network;
  const atBatch = shaped && (conventions.get('definition') as Convention).count(shaped);
  /** The definition's rows for the batch that the tool runs with. */
  const asRunOf = atBatch?.status === 'counted' ? Map.groupBy(atBatch.layers, keyOf) : ownOf;

  return (key, figure, parts, names) => {
    const [rows, own, calls] = [rowsOf.get(key) ?? [], ownOf.get(key) ?? [], callsOf.get(key) ?? []];
    const start = sumOf(own, names);
    const whole = convention.whole?.[figure];
    if (whole)
      return linesOf(start, [
        { cause: 'frozen', because: 'Frozen parameters are left out.', value: sumOf(own, [whole]) },
      ]);
    const end = sumOf(rows, parts);
    if (rows.length === 0) return linesOf(start, [{ ...whyUnseen(compared, calls[0]), value: end }]);
    const [first] = rows as [Row];
    const isOfWeights = names.some((name) => ofWeights.has(name));
    const module = calls[0]?.module;
    const ways = module && traversal.shared === 'each path' ? (paths.get(module) ?? 1n) : 1n;
    const times = ways * (traversal.hooks === 'each path' ? ways : 1n);
    const asRun = asRunOf.get(key) ?? [];
    const steps: Step[] = [
      {
        cause: 'batch',
        because: `It runs a batch of ${traversal.batch}, whatever that of the input.`,
        value: sumOf(asRun, names),
      },
    ];
    if (traversal.calls === 'last' && !isOfWeights)
      steps.push({
        cause: 'calls',
        because: 'Only the last call of a module counts.',
        value: sumOf(asRun.slice(-1), names),
      });
    // Weights enter at the first of the rows, there once for each path, or in a row of its own for each.
    const once = isOfWeights
      ? sumOf([first], parts) / (rows.length === calls.length ? ways : 1n)
      : rows.reduce(
          (sum, row) => sum + (formulaValue(row, [...parts, 'module', 'functional'], cells) ?? sumOf([row], parts)),
          0n,
        );
    steps.push({
      cause: first.reason ? 'formula' : 'walk',
      because: first.reason ? `${first.reason.because} (${first.reason.source})` : about,
      value: once,
    });
    const isDivided = traversal.divides === true && batch !== 1 && !isOfWeights;
    if (isDivided) {
      const ofModule = rows.reduce((sum, row) => sum + (formulaValue(row, ['module'], cells) ?? 0n), 0n);
      steps.push({
        cause: 'shared',
        because: 'The module lies under several parents, and counts once for each path to it.',
        value: once + ofModule * (times - 1n),
      });
      steps.push({ cause: 'batch', because: 'It divides what it counts in modules by the batch.', value: end });
    } else if (ways > 1n)
      steps.push({
        cause: 'shared',
        because: 'The module lies under several parents, and counts once for each path to it.',
        value: end,
      });
    else if (calls.length > 1)
      steps.push({ cause: 'calls', because: 'Each call of a module counts its weights again.', value: end });
    else steps.push({ cause: 'walk', because: about, value: end });
    return linesOf(start, steps);
  };
};
