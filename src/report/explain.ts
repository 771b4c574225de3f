/** Why each number is what it is, and where conventions differ from the definition, layer by layer. */

import type { Convention, Count, Formula, LeafCall, Prediction, Row, ShapedNetwork, Symbols } from '../engine/index.ts';
import { isLeaf } from '../engine/index.ts';
import { repr } from '../engine/pythonFormat.ts';
import { counterparts, unitOf } from './figures.ts';
import type { ExplainJson } from './schemas.ts';

type Layer = ExplainJson['layers'][number];
type Explained = Layer['calls'][number]['formulas'][number];
type Figures = Layer['conventions'][number]['figures'];
type Total = ExplainJson['totals'][number]['figures'][number];

/** A convention with what it says of the network. */
export interface Counted {
  readonly convention: Convention;
  readonly prediction: Prediction;
}

/** A layer as people see it: a module with all its calls, or one call of a function. */
export interface Group {
  readonly key: string;
  readonly kind: string;
  readonly calls: readonly LeafCall[];
}

const keyOf = ({ path, id }: Pick<Row, 'path' | 'id'>): string => path || id;

/** The network's layers, in the order in which they are first called. */
export const groupsOf = (network: ShapedNetwork): readonly Group[] => {
  const groups = Map.groupBy(network.calls.filter(isLeaf), ({ id, module }) =>
    keyOf({ id, path: module?.paths[0] ?? '' }),
  );
  return [...groups].map(([key, calls]) => ({ key, calls, kind: calls[0]?.definition.kind ?? '' }));
};

const explained = (
  figure: string,
  value: bigint | string,
  { text, names, substitute }: Formula,
  symbols: Symbols,
  parts: Readonly<Record<string, Formula>>,
): Explained => {
  const used = names.filter((name) => Object.hasOwn(parts, name));
  return {
    figure,
    value: String(value),
    text,
    numbers: substitute(symbols),
    ...(used.length > 0
      ? {
          parts: used.map((name) => {
            const part = parts[name] as Formula;
            return { name, value: String(symbols[name]), text: part.text, numbers: part.substitute(symbols) };
          }),
        }
      : {}),
  };
};

/** A formula's value, as Python prints it where a name stands for a fraction. */
const ownValue = (formula: Formula, symbols: Row['symbols']): bigint | string => {
  const isExact = formula.names.every((name) => typeof symbols[name] === 'bigint' || Number.isInteger(symbols[name]));
  return isExact ? formula.evaluate(symbols) : repr(formula.evaluateFloat(symbols));
};

const formulasOf = (row: Row, call: LeafCall | undefined): Explained[] =>
  Object.entries(row.formulas).map(([figure, formula]) => {
    // A cell's piece that no figure has the name of, or a figure that the tool changes afterwards, has the formula's own value.
    const value = row.figures[figure] ?? ownValue(formula, row.symbols);
    return explained(figure, value, formula, row.symbols, call?.definition.parts ?? {});
  });

const sum = (rows: readonly Row[], figure: string): bigint =>
  rows.reduce((total, { figures }) => {
    const value = figures[figure];
    return typeof value === 'bigint' ? total + value : total;
  }, 0n);

const sumAll = (rows: readonly Row[], names: readonly string[]): bigint =>
  names.reduce((total, name) => total + sum(rows, name), 0n);

/** One convention beside the definition for one layer. */
const beside = (
  { convention, prediction }: Counted,
  group: Group,
  own: readonly Row[],
  known: ReadonlySet<string>,
): Layer['conventions'][number] | undefined => {
  if (prediction.status === 'raises') return undefined;
  const rows = prediction.layers.filter((row) => keyOf(row) === group.key);
  const figures: Figures = convention.figures.map((figure) => {
    const value = sum(rows, figure);
    const names = counterparts(convention.name, figure, known);
    if (names.length === 0) return { figure, value: String(value) };
    const definition = sumAll(own, names);
    return { figure, value: String(value), definition: String(definition), difference: String(value - definition) };
  });
  const isStated = !prediction.uncounted.includes(group.kind);
  const isSeen = rows.length > 0;
  const differs = figures.some(({ difference }) => difference !== undefined && difference !== '0');
  const reason = rows.find((row) => row.reason)?.reason;
  const status = !isStated ? 'not stated' : !isSeen ? 'not seen' : differs ? 'differs' : 'agrees';
  return {
    convention: convention.name,
    status,
    figures,
    formulas: rows.flatMap((row) => formulasOf(row, group.calls[0])),
    ...(reason ? { because: reason.because, source: reason.source } : {}),
  };
};

const totalsOf = (
  { convention, prediction }: Counted,
  groups: readonly Group[],
  definition: Count,
  known: ReadonlySet<string>,
): ExplainJson['totals'][number] => {
  if (prediction.status === 'raises') {
    const { error, because, source } = prediction;
    return { convention: convention.name, raises: { error, because, source }, figures: [] };
  }
  const isDefinition = prediction === definition;
  const rowsOf = Map.groupBy(prediction.layers, keyOf);
  const ownOf = Map.groupBy(definition.layers, keyOf);
  // Modules that never run have no call, but may have a row.
  const kinds = new Map([...definition.layers, ...prediction.layers].map((row) => [keyOf(row), row.kind]));
  for (const { key, kind } of groups) kinds.set(key, kind);
  const figures = Object.entries(prediction.totals).map(([figure, value]): Total => {
    const line = { figure, unit: unitOf(convention.units, figure), value: String(value) };
    const names = isDefinition ? [] : counterparts(convention.name, figure, known);
    if (names.length === 0 || typeof value !== 'bigint') return line;
    const truth = names.reduce((total, name) => total + (definition.totals[name] as bigint), 0n);
    const layers = [...kinds].map(([layer, kind]) => {
      const parts = convention.figures.includes(figure) ? [figure] : partsOf(convention, names, known);
      return {
        layer,
        kind,
        difference: sumAll(rowsOf.get(layer) ?? [], parts) - sumAll(ownOf.get(layer) ?? [], names),
      };
    });
    const difference = value - truth;
    const remainder = difference - layers.reduce((total, layer) => total + layer.difference, 0n);
    return {
      ...line,
      definition: String(truth),
      difference: String(difference),
      layers: layers
        .filter((layer) => layer.difference !== 0n)
        .map((layer) => ({ ...layer, difference: String(layer.difference) })),
      remainder: String(remainder),
    };
  });
  return { convention: convention.name, figures };
};

/** The figures of layers that make up a total which no layer has: those that stand for the same of the definition. */
const partsOf = (convention: Convention, names: readonly string[], known: ReadonlySet<string>): string[] =>
  convention.figures.filter((figure) => {
    const own = counterparts(convention.name, figure, known);
    return own.length > 0 && own.every((name) => names.includes(name));
  });

/** What `explain --json` prints: the chosen layers, and the totals of the whole network. */
export const explainJson = (
  network: ShapedNetwork,
  definition: Count,
  counted: readonly Counted[],
  chosen: readonly Group[] = groupsOf(network),
): ExplainJson => {
  const known = new Set(Object.keys(definition.totals));
  const ownOf = Map.groupBy(definition.layers, keyOf);
  const rowOf = new Map(definition.layers.map((row) => [row.id, row]));
  const others = counted.filter(({ prediction }) => prediction !== definition);
  return {
    schema: 'countersign/explain@1',
    name: network.architecture.name,
    conventions: counted.map(({ convention: { name, tool, about } }) => ({
      name,
      tool_version: tool?.version ?? null,
      about,
    })),
    layers: chosen.map((group) => ({
      layer: group.key,
      kind: group.kind,
      source: group.calls[0]?.definition.source ?? '',
      calls: group.calls.map((call) => ({
        id: call.id,
        input_shapes: call.inputs.map(({ shape }) => [...shape]),
        output_shapes: call.outputs.map(({ shape }) => [...shape]),
        formulas: formulasOf(rowOf.get(call.id) as Row, call),
      })),
      conventions: others.flatMap((each) => beside(each, group, ownOf.get(group.key) ?? [], known) ?? []),
    })),
    totals: counted.map((each) => totalsOf(each, groupsOf(network), definition, known)),
  };
};

/** Layers of that call id or module path; of a container all that lie in it; none where nothing has that name. */
export const findGroups = (groups: readonly Group[], name: string): readonly Group[] => {
  const exact = groups.filter(
    ({ key, calls }) => key === name || calls.some(({ id, module }) => id === name || module?.paths.includes(name)),
  );
  return exact.length > 0
    ? exact
    : groups.filter(({ key }) => key.startsWith(`${name}.`) || key.startsWith(`${name}/`));
};

/** Every name under which a layer can be found. */
export const groupNames = (groups: readonly Group[]): string[] => [
  ...new Set(groups.flatMap(({ key, calls }) => [key, ...calls.map(({ id }) => id)])),
];
