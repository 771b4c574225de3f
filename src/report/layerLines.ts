/** Why a convention's figure of a layer is not the definition's: lines of one cause each, which sum exactly to the difference. */

import { graphOf } from '../engine/conventions/trace/live.ts';
import { type Convention, findConvention, isLeaf, type Row } from '../engine/index.ts';
import type { Module } from '../engine/modules.ts';
import { pathCounts } from '../engine/paths.ts';
import { isFused, type LeafCall } from '../engine/shapes.ts';
import { runOnOwnInputs } from '../engine/wholes.ts';
import { type Compared, keyOf, type Line, linesOf, rules, type Step, sumOf, type Why, withSource } from './causes.ts';
import { ownStepsBy } from './owned.ts';

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

/** Why a row is what it is by its kind, or why there is none: the row's own reason, or its cell's. */
const reasonOf = (row: Row | undefined, { cells, about }: Convention, call: LeafCall | undefined): Why => {
  const cell = call && cells[call.definition.kind];
  const found = row?.reason ?? (cell?.type === 'same' ? undefined : cell?.reason);
  return found ? { cause: 'formula', because: withSource(found) } : { cause: 'walk', because: about };
};

/** Why a layer has no row. */
const whyUnseen = (
  { network, convention }: Compared,
  call: LeafCall | undefined,
  module: Module | undefined,
  isCut: (id: string) => boolean,
): Why => {
  const { traversal, cells } = convention;
  if (!call) return module?.definition ? rules.uncalled : rules.noRow;
  if (!call.module && !traversal.functions) return rules.function;
  if (!Object.hasOwn(cells, call.definition.kind)) return rules.unstated;
  if (traversal.replaces && call.isHeld) return rules.held;
  if (isFused(call) && traversal.fuses?.(call.fusion.composite, network.architecture.root)) return rules.fused;
  return isCut(call.id) ? rules.cut : reasonOf(undefined, convention, call);
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
  const byPath = new Map(network.architecture.modules.map((module) => [module.paths[0] as string, module]));
  const paths = pathCounts(network);
  const batch = network.inputs[0].shape[0] ?? 1;
  const shaped = traversal.batch === undefined ? undefined : runOnOwnInputs(network.architecture, traversal).network;
  const atBatch = shaped && findConvention('definition').count(shaped);
  /** The definition's rows for the batch that the tool runs with. */
  const asRunOf = atBatch?.status === 'counted' ? Map.groupBy(atBatch.layers, keyOf) : ownOf;
  const left = traversal.traces && new Set(graphOf(network).calls.map(({ call }) => call.id));
  const isCut = (id: string): boolean => left !== undefined && !left.has(id);
  const ownSteps = ownStepsBy(compared, ownOf, rowsOf);
  const inWords: Why = {
    cause: 'batch',
    because: `It runs a batch of ${traversal.batch}, whatever that of the input.`,
  };

  return (key, figure, parts, names) => {
    const [rows, own, calls] = [rowsOf.get(key) ?? [], ownOf.get(key) ?? [], callsOf.get(key) ?? []];
    const start = sumOf(own, names);
    const whole = convention.whole?.[figure];
    if (whole) return linesOf(start, [{ ...rules.frozen, value: sumOf(own, [whole]) }]);
    const end = sumOf(rows, parts);
    const [call] = calls;
    const module = call ? call.module : byPath.get(key);
    const [first] = rows;
    if (!first) return linesOf(start, [{ ...whyUnseen(compared, call, module, isCut), value: end }]);
    if (call && !Object.hasOwn(cells, call.definition.kind)) return linesOf(start, [{ ...rules.unstated, value: end }]);
    const isOfWeights = names.some((name) => ofWeights.has(name));
    const holder = module ?? (traversal.functionsOf === 'module' ? call?.within : undefined);
    const ways = holder && traversal.shared === 'each path' ? (paths.get(holder) ?? 1n) : 1n;
    const times = ways * (traversal.hooks === 'each path' ? ways : 1n);
    const asRun = asRunOf.get(key) ?? [];
    const seen = asRun.filter(({ id }) => !isCut(id));
    const derived = convention.derived?.[figure];
    const steps: Step[] = [{ ...inWords, value: sumOf(asRun, names) }];
    if (traversal.calls === 'last' && !isOfWeights)
      steps.push({ ...rules.lastCall, value: sumOf(asRun.slice(-1), names) });
    if (seen.length < asRun.length) steps.push({ ...rules.cut, value: sumOf(seen, names) });
    if (derived)
      steps.push({ cause: 'formula', because: derived.because, value: derived.times * sumOf(seen, [derived.of]) });
    if (isOfWeights && module) steps.push(...ownSteps(module, key, names));
    if (traversal.containers === 'what is left' && module && !module.definition)
      return linesOf(start, [...steps, { ...(isOfWeights ? rules.lastPlace : rules.multiplied), value: end }]);
    // Weights enter at the first of the rows, there once for each path, or in a row of its own for each.
    const once = isOfWeights
      ? sumOf([first], parts) / (call && rows.length === calls.length ? ways : 1n)
      : rows.reduce(
          (sum, row) => sum + (formulaValue(row, [...parts, 'module', 'functional'], cells) ?? sumOf([row], parts)),
          0n,
        );
    const isUncalled = !call && module?.definition !== undefined;
    steps.push({ ...(isUncalled ? rules.uncalled : reasonOf(first, convention, call)), value: once });
    if (traversal.divides === true && batch !== 1 && !isOfWeights) {
      const ofModule = rows.reduce((sum, row) => sum + (formulaValue(row, ['module'], cells) ?? 0n), 0n);
      steps.push({ ...rules.eachPath, value: once + ofModule * (times - 1n) });
      steps.push({ ...rules.divided, value: end });
    } else if (ways > 1n) steps.push({ ...rules.eachPath, value: end });
    else if (rows.length > 1) steps.push({ ...rules.eachCall, value: end });
    else steps.push({ cause: 'walk', because: about, value: end });
    return linesOf(start, steps);
  };
};
