/** Why each number is what it is, and where conventions differ from the definition, layer by layer. */

import type { Convention, Count, Formula, LeafCall, Prediction, Row, ShapedNetwork, Symbols } from '../engine/index.ts';
import { isLeaf } from '../engine/index.ts';
import { repr } from '../engine/pythonFormat.ts';
import { keyOf, sumOf } from './causes.ts';
import { counterparts } from './figures.ts';
import { linesBy } from './layerLines.ts';
import type { ExplainJson } from './schemas.ts';
import { totalFigures } from './totals.ts';

type Layer = ExplainJson['layers'][number];
type Explained = Layer['calls'][number]['formulas'][number];
type Figures = Layer['conventions'][number]['figures'];

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

/** A function that sets a convention beside the definition for a layer. */
const besideBy = (network: ShapedNetwork, { convention, prediction }: Counted, truth: Count) => {
  if (prediction.status === 'raises') return () => undefined;
  const known = new Set(Object.keys(truth.totals));
  const linesOf = linesBy({ network, convention, told: prediction, truth });
  const ownOf = Map.groupBy(truth.layers, keyOf);
  const rowsOf = Map.groupBy(prediction.layers, keyOf);
  return ({ key, kind, calls }: Group): Layer['conventions'][number] => {
    const rows = rowsOf.get(key) ?? [];
    const figures: Figures = convention.figures.map((figure) => {
      const value = sumOf(rows, [figure]);
      const names = counterparts(convention.name, figure, known);
      if (names.length === 0) return { figure, value: String(value) };
      const definition = sumOf(ownOf.get(key) ?? [], names);
      return {
        figure,
        value: String(value),
        definition: String(definition),
        difference: String(value - definition),
        lines: linesOf(key, figure, [figure], names).map((line) => ({ ...line, difference: String(line.difference) })),
      };
    });
    const isStated = !prediction.uncounted.includes(kind);
    const differs = figures.some(({ difference }) => difference !== undefined && difference !== '0');
    return {
      convention: convention.name,
      status: !isStated ? 'not stated' : rows.length === 0 ? 'not seen' : differs ? 'differs' : 'agrees',
      figures,
      formulas: rows.flatMap((row) => formulasOf(row, calls[0])),
    };
  };
};

const totalsOf = (
  network: ShapedNetwork,
  { convention, prediction }: Counted,
  truth: Count,
): ExplainJson['totals'][number] => {
  if (prediction.status === 'raises') {
    const { error, because, source } = prediction;
    return { convention: convention.name, raises: { error, because, source }, figures: [] };
  }
  return { convention: convention.name, figures: totalFigures({ network, convention, told: prediction, truth }) };
};

/** What `explain --json` prints: the chosen layers, and the totals of the whole network. */
export const explainJson = (
  network: ShapedNetwork,
  definition: Count,
  counted: readonly Counted[],
  chosen: readonly Group[] = groupsOf(network),
): ExplainJson => {
  const rowOf = new Map(definition.layers.map((row) => [row.id, row]));
  const others = counted
    .filter(({ prediction }) => prediction !== definition)
    .map((each) => besideBy(network, each, definition));
  return {
    schema: 'countersign/explain@2',
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
      conventions: others.flatMap((beside) => beside(group) ?? []),
    })),
    totals: counted.map((each) => totalsOf(network, each, definition)),
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
