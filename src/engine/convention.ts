/** A convention: how one tool, article or definition counts, as data. One file each in `conventions/`. */

import type { Running } from './dispatch.ts';
import { deferredAll, type Formula, type Symbols } from './formula.ts';
import type { Module } from './modules.ts';
import type { FormulaName } from './operations.ts';
import type { LeafCall, ShapedNetwork } from './shapes.ts';

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
  figures: deferredAll(figures),
  reason,
  ...extra,
});

/** Formulas from which the definition does not depart: it has no such figure, or always the same number. */
export const states = (figures: Readonly<Record<string, string>>): Cell => ({
  type: 'formulas',
  figures: deferredAll(figures),
});

/** Counted as nothing, where the definition agrees (no reason needed) or does not. */
export const zero = (reason?: Reason): Cell => ({ type: 'zero', reason });

/** A cell with the calls at which the tool raises. */
export const raising = (cell: Cell, raises: RaisesAt): Cell => ({ ...cell, raises });

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

/** How a tool walks through a network. */
export interface Traversal {
  /** The batch that the tool runs with, whatever the input's; undefined where it takes the input as given. */
  readonly batch?: number;
  /** How it runs the network; without gradients and modes where undefined. */
  readonly running?: Running;
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
  /** Whether it sees the graph that torch.jit traces, from which it is cut what no result needs. */
  readonly traces?: true;
  /** What the row of a module that holds others says of parameters: those of its own that are called weight and bias, or all in it that no other row has. */
  readonly containers?: 'weight and bias' | 'what is left';
  /** Whether a row is learnt as a whole where its weight is. */
  readonly learnt?: 'by weight';
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

/** A figure that follows from another one of the same layer, whatever else the layer does. */
export interface Derived {
  readonly of: FormulaName;
  readonly times: bigint;
  readonly because: string;
}

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
  /** Figures that follow from others. */
  readonly derived?: Readonly<Record<string, Derived>>;
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
