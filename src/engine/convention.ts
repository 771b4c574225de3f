/** A convention: how one tool, article or definition counts, as data. One file each in `conventions/`. */

import { deferred, type Formula, type Symbols } from './formula.ts';
import type { Refusal } from './issues.ts';
import type { LayerDefinition } from './layer.ts';
import type { Module } from './modules.ts';
import type { FormulaName } from './operations.ts';
import { elementsOf, type OwnTensor } from './ownTensors.ts';
import { isLeaf, type LeafCall, type ShapedNetwork, type ShapedRun } from './shapes.ts';

/** Where a statement about a tool comes from, and why it differs from the definition. */
export interface Reason {
  /** What the tool does and why its figure is not the definition's. */
  readonly because: string;
  /** A file of the tool at the stated version, a page, or an issue. */
  readonly source: string;
}

/** Calls of a kind at which the tool raises, and where it does not, the cell's other statements hold. */
export interface RaisesAt extends Reason {
  /** The exception's class in Python. */
  readonly error: string;
  /** Another class where the call is one at which it is another. */
  readonly errorAt?: (call: LeafCall) => string | undefined;
  readonly when: (call: LeafCall) => boolean;
}

/** What a convention says of one kind. A kind without a cell is unstated: the convention's source does not speak of it. */
export type Cell = { readonly raises?: RaisesAt | undefined } & (
  | {
      readonly type: 'formulas';
      /** Texts by figure; `undefined` texts are the layer's own. */
      readonly figures: Readonly<Record<string, Formula>>;
      /** Numbers that only this convention needs. */
      readonly symbols?: ((call: LeafCall) => Readonly<Record<string, number>>) | undefined;
      /** The tool computes in floats and cuts off the fraction. */
      readonly float?: boolean | undefined;
      readonly reason?: Reason | undefined;
    }
  | { readonly type: 'same'; readonly figures: readonly FormulaName[] }
  | { readonly type: 'zero'; readonly reason?: Reason | undefined }
);

/** What a convention says, kind by kind. */
export type Cells = Readonly<Record<string, Cell>>;

/** The layer's own formulas, unchanged. */
export const same = (...figures: readonly FormulaName[]): Cell => ({ type: 'same', figures });

/** Formulas that differ from the layer's own, with the reason. */
export const departs = (
  figures: Readonly<Record<string, string>>,
  reason: Reason,
  extra: { readonly symbols?: (call: LeafCall) => Readonly<Record<string, number>>; readonly float?: boolean } = {},
): Cell => ({
  type: 'formulas',
  figures: Object.fromEntries(Object.entries(figures).map(([name, text]) => [name, deferred(text)])),
  reason,
  ...extra,
});

/** Formulas of figures that the definition does not have, so that there is nothing to depart from. */
export const states = (figures: Readonly<Record<string, string>>): Cell => ({
  type: 'formulas',
  figures: Object.fromEntries(Object.entries(figures).map(([name, text]) => [name, deferred(text)])),
});

/** Counted as nothing, where the definition agrees (no reason needed) or does not. */
export const zero = (reason?: Reason): Cell => ({ type: 'zero', reason });

/** A cell with the calls at which the tool raises. */
export const raising = (cell: Cell, raises: RaisesAt): Cell => ({ ...cell, raises });

/** How a tool walks through a network. */
export interface Traversal {
  /** The batch that the tool runs with, whatever the input's; undefined where it takes the input as given. */
  readonly batch?: number;
  /** Whether a module's calls are added up, or the last one alone is kept. */
  readonly calls: 'every' | 'last';
  /** How often a module under several parents enters the total: once, or once for each path from the root. */
  readonly shared: 'once' | 'each path';
  /** How often its hook fires at one call: once, or once for each path along which it was registered. */
  readonly hooks: 'once' | 'each path';
  /** Whether calls of functions are seen. */
  readonly functions: boolean;
  /** Whether what functions count is the module's in whose forward they run, and enters the total as often as that. */
  readonly functionsOf?: 'module';
  /** Whether what it counts in modules is divided by the batch. */
  readonly divides?: true;
  /** Whether functions are seen because the tool replaces them, so that one which a module has kept from before is not. */
  readonly replaces?: true;
  /** Where torch takes one kernel for a composite that learns nothing, of which the tool counts nothing: the tool listens to nothing inside. */
  readonly fuses?: (composite: Module, root: Module) => boolean;
  /** What is said of a class derived from a layer's, given what is said of the layer; the same where nothing is stated. */
  readonly subclass?: (cell: Cell) => Cell;
}

/** A line of a count: one call, or one module, as the convention sees it. */
export interface Row {
  /** The call's id; for a tool that reports by module, the module's path. */
  readonly id: string;
  readonly path: string;
  readonly kind: string;
  readonly output_shapes: readonly (readonly number[])[];
  /** Counts as bigint, sizes that are printed rounded as text; names with a point are nested in JSON. */
  readonly figures: Readonly<Record<string, bigint | string>>;
  /** The formula's text with numbers, by figure. */
  readonly formulas: Readonly<Record<string, Formula>>;
  readonly symbols: Symbols;
  readonly reason?: Reason | undefined;
  /** What the count is where the cost depends on data: an upper bound, or counted by a stated rule. */
  readonly depends?: string | undefined;
}

/** What a convention says of a whole network. */
export interface Count {
  readonly status: 'counted';
  readonly totals: Readonly<Record<string, bigint | string>>;
  readonly layers: readonly Row[];
  /** Kinds in the network that the convention does not state: the totals are lower bounds. */
  readonly uncounted: readonly string[];
  /** What the tool prints, where it is predicted to the character. */
  readonly text?: string;
  /** What the tool returns or prints for each module, as text. */
  readonly statistics?: readonly Readonly<Record<string, string>>[];
}

/** The tool is predicted to raise. */
export interface Raises extends Reason {
  readonly status: 'raises';
  /** The exception's class in Python. */
  readonly error: string;
}

export type Prediction = Count | Raises;

/** The class of the exception that torch raises for what the engine refuses. */
export const errorOf = (refusal: Refusal | undefined): string => refusal?.issues[0].error ?? 'RuntimeError';

/** What a tool that runs another batch says of a network in which a result then has no elements: PyTorch goes on with it, the engine does not. */
export const unstatedWhereEmpty = ({ refusal, begun }: ShapedRun): Count | undefined => {
  const [issue] = refusal?.issues ?? [];
  return issue?.code === 'empty' && issue.error === undefined
    ? {
        status: 'counted',
        totals: {},
        layers: [],
        uncounted: [`${begun.at(-1)?.kind} with a result that has no elements`],
      }
    : undefined;
};

/** What a rounded text tells. */
export interface Printed {
  /** The total that is rounded. */
  readonly of: string;
  /** How often it is taken; once where undefined. */
  readonly times?: bigint;
  /** 1024 where its units are powers of that; 1000 where undefined. */
  readonly base?: 1024;
}

/** `params_string` and the like, the texts of the totals so named. */
export const textsOf = (...totals: readonly string[]): Readonly<Record<string, Printed>> =>
  Object.fromEntries(totals.map((of) => [`${of}_string`, { of }]));

export interface Convention {
  readonly name: string;
  /** One sentence: what is counted and how. */
  readonly about: string;
  /** The tool whose behaviour it states: its package and version; undefined where no tool prints it. */
  readonly tool: { readonly package: string; readonly version: string } | undefined;
  /** Names of the figures in totals, each with its unit in words. */
  readonly units: Readonly<Record<string, string>>;
  /** Totals that are those of the definition under another name, whatever is called. */
  readonly whole?: Readonly<Record<string, 'params' | 'trainable'>>;
  /** Totals that are rounded texts, each with what it is the text of. */
  readonly printed?: Readonly<Record<string, Printed>>;
  /** What the tool returns or prints that is not predicted, and why. */
  readonly leftOut?: string;
  /** The figures that every layer has. */
  readonly figures: readonly string[];
  readonly traversal: Traversal;
  readonly cells: Cells;
  /** Counts with the convention's own cells, or with others where a mistake is planted on purpose. */
  readonly count: (network: ShapedNetwork, cells?: Cells) => Prediction;
}

/** A figure's formula in a cell: undefined where the figure is 0 or not stated. */
const cellFormula = (
  cell: Cell | undefined,
  figure: string,
  call: Pick<LeafCall, 'definition'>,
): Formula | undefined => {
  if (cell?.type === 'formulas') return cell.figures[figure];
  if (cell?.type === 'same' && (cell.figures as readonly string[]).includes(figure))
    return call.definition.formulas[figure as FormulaName];
  return undefined;
};

/** A cell's formula for one figure. */
export interface FigureFormula {
  readonly figure: string;
  readonly formula: Formula;
}

const found = new WeakMap<Cell, { readonly kind: LayerDefinition; readonly formulas: readonly FigureFormula[] }>();

/** The formulas that a cell has for a call, found once for each cell and kind. `figures` are those of its convention. */
export const formulasOfCell = (cell: Cell, figures: readonly string[], call: LeafCall): readonly FigureFormula[] => {
  const known = found.get(cell);
  if (known?.kind === call.definition) return known.formulas;
  const formulas = figures.flatMap((figure): FigureFormula[] => {
    const formula = cellFormula(cell, figure, call);
    return formula ? [{ figure, formula }] : [];
  });
  found.set(cell, { kind: call.definition, formulas });
  return formulas;
};

/** The numbers for the names in a cell's formulas. */
export const symbolsOfCell = (cell: Cell, call: LeafCall): Symbols => {
  const own = cell.type === 'formulas' ? cell.symbols : undefined;
  return own ? { ...call.symbols, ...own(call) } : call.symbols;
};

export interface Evaluated {
  readonly figures: Record<string, bigint>;
  /** Figures that the tool computes in floats, before the fraction is cut off. */
  readonly floats: Readonly<Record<string, number>>;
  readonly formulas: Record<string, Formula>;
  readonly symbols: Symbols;
}

/** Evaluates a convention's cell for one call: all of `figures`, 0 where the cell has no formula. */
export const evaluateCell = (cell: Cell | undefined, figures: readonly string[], call: LeafCall): Evaluated => {
  const values: Record<string, bigint> = {};
  for (const figure of figures) values[figure] = 0n;
  const floats: Record<string, number> = {};
  if (!cell) return { figures: values, floats, formulas: {}, symbols: call.symbols };
  const symbols = symbolsOfCell(cell, call);
  const isFloat = cell.type === 'formulas' && cell.float === true;
  const formulas: Record<string, Formula> = {};
  for (const { figure, formula } of formulasOfCell(cell, figures, call)) {
    formulas[figure] = formula;
    if (isFloat) floats[figure] = formula.evaluateFloat(symbols);
    values[figure] = isFloat ? BigInt(Math.trunc(floats[figure] as number)) : formula.evaluate(symbols);
  }
  return { figures: values, floats, formulas, symbols };
};

/** Kinds of the network's calls for which a convention has no cell. */
export const unstated = (cells: Readonly<Record<string, Cell>>, network: ShapedNetwork, functions = true): string[] => {
  const kinds = new Set<string>();
  for (const call of network.calls) {
    if (isLeaf(call) && !Object.hasOwn(cells, call.definition.kind) && (functions || call.module))
      kinds.add(call.definition.kind);
  }
  return [...kinds].sort();
};

/**
 * In how many ways each module is reached from the root, by distinct parents: `Module.apply` and `children()` visit a module
 * once under one parent but again under every other.
 */
export const pathCounts = (network: ShapedNetwork): ReadonlyMap<Module, bigint> => {
  const { modules, root } = network.architecture;
  const parents = new Map<Module, Set<Module>>();
  for (const parent of modules) {
    for (const child of parent.children.values()) {
      const known = parents.get(child) ?? new Set();
      parents.set(child, known.add(parent));
    }
  }
  const counts = new Map<Module, bigint>([[root, 1n]]);
  const countOf = (module: Module): bigint => {
    const known = counts.get(module);
    if (known !== undefined) return known;
    let sum = 0n;
    for (const parent of parents.get(module) ?? []) sum += countOf(parent);
    counts.set(module, sum);
    return sum;
  };
  for (const module of modules) countOf(module);
  return counts;
};

/** Elements of the parameters that are a module's own, or of those of them that pass `keep`. */
export const parameters = (module: Module, keep: (tensor: OwnTensor) => boolean = () => true): bigint =>
  elementsOf(module.tensors.values(), (tensor) => !tensor.buffer && keep(tensor));

/** Elements of a module's own parameters that are learnt. */
export const trainableParameters = (module: Module): bigint => parameters(module, ({ frozen }) => !frozen);

/** The path under which `named_modules()` finds a module. */
export const pathOf = (module: Module): string => module.path;

/** Sums each figure over rows, `weight` times each. */
export const sumFigures = (
  rows: readonly { readonly figures: Readonly<Record<string, bigint | string>> }[],
  names: readonly string[],
): Record<string, bigint> => {
  const totals: Record<string, bigint> = {};
  for (const name of names) {
    let sum = 0n;
    for (const { figures } of rows) {
      const value = figures[name];
      if (typeof value === 'bigint') sum += value;
    }
    totals[name] = sum;
  }
  return totals;
};

/** Cells of several files as one; throws where a kind is stated twice, since one would hide the other. */
export const joined = (...files: readonly Cells[]): Cells => {
  const cells: Record<string, Cell> = {};
  for (const file of files) {
    for (const [kind, cell] of Object.entries(file)) {
      if (Object.hasOwn(cells, kind)) throw new Error(`Kind "${kind}" has two cells.`);
      cells[kind] = cell;
    }
  }
  return cells;
};

/** The same cell for several kinds. */
export const each = (cell: Cell, ...kinds: readonly string[]): Cells =>
  Object.fromEntries(kinds.map((kind) => [kind, cell]));
