/** Holds the engine to what witnesses said. Bundled with the engine that has mistakes planted in it. */

import { isDeepStrictEqual } from 'node:util';
import { madeOf, shapedOrRefused } from '../../properties/contract/ours.ts';
import { figures, formulaFigure } from '../../properties/executed/counts.ts';
import {
  conventions,
  isLeaf,
  type LayerDefinition,
  layers,
  Refusal,
  type ShapedNetwork,
} from '../../src/engine/index.ts';
import type { AnyOptions } from '../../src/engine/layer.ts';
import { errorOf } from '../../src/engine/wholes.ts';
import { kindsJson } from '../../src/harness/kinds.ts';
import type { Witnessed, WitnessedKind } from './witnessed.ts';

/** Figures as text, those of 0 left out. */
export const shown = (given: Readonly<Record<string, bigint | string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      typeof value === 'bigint' && value !== 0n ? [[name, String(value)]] : [],
    ),
  );

/** The figures of each call by the formulas of its layer. */
export const figuresOf = (network: ShapedNetwork): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    network.calls
      .filter(isLeaf)
      .map((call) => [call.id, shown(Object.fromEntries(figures.map((name) => [name, formulaFigure(name, call)])))]),
  );

/** A convention's totals of a network, or the error that it predicts. */
export const totalsOf = (network: ShapedNetwork, convention: string): Readonly<Record<string, string>> => {
  const prediction = conventions.get(convention)?.count(network);
  if (!prediction) throw new Error(`There is no convention "${convention}".`);
  return prediction.status === 'raises' ? { raises: prediction.error } : shown(prediction.totals);
};

/** Figures that are of the whole network alone, and no sum over rows. */
const ofTheWhole: ReadonlySet<string> = new Set(['memory.input', 'memory.peak']);

/** The sums over the rows of the definition. */
const sumsOfRows = (network: ShapedNetwork): Readonly<Record<string, string>> => {
  const prediction = conventions.get('definition')?.count(network);
  if (prediction?.status !== 'counted') throw new Error('The definition counts everything.');
  const sums: Record<string, bigint> = {};
  for (const row of prediction.layers)
    for (const [name, value] of Object.entries(row.figures))
      if (typeof value === 'bigint' && !ofTheWhole.has(name)) sums[name] = (sums[name] ?? 0n) + value;
  return shown(sums);
};

const withoutTheWhole = (totals: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(totals).filter(([name]) => !ofTheWhole.has(name)));

const expectSame = (ours: unknown, theirs: unknown, what: string, { architecture }: Witnessed): void => {
  if (isDeepStrictEqual(ours, theirs)) return;
  const said = [ours, theirs].map((one) => JSON.stringify(one).slice(0, 300));
  throw new Error(`${what}: ${said[0]} instead of ${said[1]} of ${JSON.stringify(architecture).slice(0, 600)}`);
};

/** The options with which a network uses a kind, each set once. */
const optionsOf = (kind: string, { architecture: { modules = [], calls } }: Witnessed): readonly AnyOptions[] => [
  ...modules.flatMap((module) => ('kind' in module && module.kind === kind ? [module.options ?? {}] : [])),
  ...calls.flatMap(({ op, options = {} }) => (op === kind ? [options] : [])),
];

/** The defaults of PyTorch that a layer does not have: to leave an option out is not the same as to give it PyTorch's default. */
export const otherDefaults = (kind: string, { networks, defaults }: WitnessedKind): readonly string[] => {
  const { schema, optionNames } = layers.get(kind) as LayerDefinition;
  const known = networks.filter(({ executed, made }) => executed ?? (made && made !== 'refused'));
  return optionNames.filter((name) =>
    known.some((one) =>
      optionsOf(kind, one).some(({ [name]: _, ...others }) => {
        const left = schema.safeParse(others);
        if (!Object.hasOwn(defaults, name)) return false;
        // None is what is left out: a number that may be a tensor instead has no word for it.
        if (defaults[name] === null) return !left.success || (left.data[name] ?? null) !== null;
        const given = schema.safeParse({ ...others, [name]: defaults[name] });
        return !isDeepStrictEqual([left.success, left.data], [given.success, given.data]);
      }),
    ),
  );
};

/** Throws where an option's default is not PyTorch's. */
export const checkDefaults = (kind: string, witnessed: WitnessedKind): void => {
  const others = otherDefaults(kind, witnessed);
  if (others.length > 0) throw new Error(`The defaults of ${others.join()} are not PyTorch's.`);
};

/** Throws where PyTorch would be called otherwise than it was. */
export const checkCalling = (text: string): void => {
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(kindsJson())), JSON.parse(text)))
    throw new Error('PyTorch would be called otherwise.');
};

/** Throws where the engine says something else of a network than a witness did. */
export const check = (witnessed: Witnessed): void => {
  const { made, error, executed, totals = {} } = witnessed;
  const network = shapedOrRefused(witnessed.architecture, witnessed.running);
  if (network instanceof Refusal) {
    expectSame('refused', made, 'PyTorch', witnessed);
    if (error) expectSame(errorOf(network), error, 'the exception', witnessed);
    return;
  }
  if (made) expectSame(madeOf(network), made, 'PyTorch', witnessed);
  if (executed) expectSame(figuresOf(network), executed, 'executed', witnessed);
  if (totals.definition)
    expectSame(sumsOfRows(network), withoutTheWhole(totals.definition), 'rows of the definition', witnessed);
  for (const [convention, theirs] of Object.entries(totals))
    expectSame(totalsOf(network, convention), theirs, convention, witnessed);
};
