import jsep from 'jsep';
import { fast } from './fast.ts';
import { FormulaError } from './formulaError.ts';
import { type Compiled, compileNode, isFunction } from './formulaTree.ts';

/** Numbers for the names in a formula: sizes are safe integers, parts of other formulas are bigint. */
export type Symbols = Readonly<Record<string, number | bigint>>;

/** A formula, written once as text; everything else that is said about it is derived from that text. */
export interface Formula {
  readonly text: string;
  /** The names that must have a number, each once, in order of appearance. */
  readonly names: readonly string[];
  /** The exact value; throws FormulaError where a name has no number or a division leaves a remainder. */
  readonly evaluate: (symbols: Symbols) => bigint;
  /** The same value as a number where that is exact, which is many times faster. */
  readonly value: (symbols: Symbols) => number | bigint;
  /** The value in IEEE doubles, operation by operation from left to right, as tools written in Python floats compute it. */
  readonly evaluateFloat: (symbols: Symbols) => number;
  /** The text with each name replaced by its number. */
  readonly substitute: (symbols: Symbols) => string;
  readonly latex: string;
}

const wordPattern = /[A-Za-z_][A-Za-z0-9_]*/g;
interface Read {
  readonly tree: jsep.Expression;
  readonly root: Compiled;
}

const read = (text: string): Read => {
  try {
    const tree = jsep(text);
    return { tree, root: compileNode(tree, text) };
  } catch (error) {
    if (error instanceof FormulaError) throw error;
    throw new FormulaError(`Formula "${text}" cannot be read: ${(error as Error).message}.`);
  }
};

const readings = new Map<string, Read>();

const readingOf = (text: string): Read => {
  const found = readings.get(text) ?? read(text);
  readings.set(text, found);
  return found;
};

const known = new Map<string, Formula>();

/** The formula of a text, which is read when it is first asked for more: most formulas of a registry never are. */
export const deferred = (text: string): Formula => {
  const before = known.get(text);
  if (before) return before;
  let quick: ReturnType<typeof fast> | undefined;
  const value = (symbols: Symbols): number | bigint => {
    quick ??= fast(readingOf(text).tree);
    const number = quick(symbols);
    return Number.isNaN(number) ? readingOf(text).root.exact(symbols) : number;
  };
  const made: Formula = {
    text,
    get names() {
      return [...new Set(text.match(wordPattern) ?? [])].filter((word) => !isFunction(word));
    },
    evaluate: (symbols) => BigInt(value(symbols)),
    value,
    evaluateFloat: (symbols) => readingOf(text).root.float(symbols),
    substitute: (symbols) =>
      text.replace(wordPattern, (word) => (isFunction(word) ? word : String(symbols[word] ?? word))),
    get latex() {
      return readingOf(text).root.latex;
    },
  };
  known.set(text, made);
  return made;
};

/** The formulas of several texts, by their names. */
export const deferredAll = <Name extends string>(texts: Readonly<Partial<Record<Name, string>>>) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, deferred(text as string)])) as Record<
    Name,
    Formula
  >;

/**
 * Compiles a formula's text, once for each text: integers, names, `+ - * /`, parentheses, `floor(a / b)`, `ceil(a / b)`,
 * `gcd(a, b)` and `max(a, b)`. Throws FormulaError for anything else.
 */
export const formula = (text: string): Formula => {
  readingOf(text);
  return deferred(text);
};
