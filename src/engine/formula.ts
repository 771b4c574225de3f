import jsep from 'jsep';
import { fast } from './fast.ts';

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

/** A formula is wrong or was given the wrong symbols: a mistake of ours, never of an architecture. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
}

type Exact = (symbols: Symbols) => bigint;
type Float = (symbols: Symbols) => number;

interface Compiled {
  readonly exact: Exact;
  readonly float: Float;
  readonly latex: string;
  /** Binding strength, for parentheses: sums 1, products 2, everything else 3. */
  readonly binding: 1 | 2 | 3;
}

const nonZero = (b: bigint, text: string): bigint => {
  if (b === 0n) throw new FormulaError(`Formula "${text}" divides by zero.`);
  return b;
};

const floorDivide = (a: bigint, b: bigint, text: string): bigint => {
  const quotient = a / nonZero(b, text);
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

const divide = (a: bigint, b: bigint, text: string): bigint => {
  if (a % nonZero(b, text) !== 0n)
    throw new FormulaError(`Formula "${text}" leaves a remainder: ${a} / ${b}. Say floor(...) where that is meant.`);
  return a / b;
};

const braces = (part: Compiled, least: 1 | 2 | 3): string =>
  part.binding < least ? `\\left(${part.latex}\\right)` : part.latex;

/** Roundings take a quotient, since only there exact and rounded differ. */
const roundings: Readonly<
  Record<string, { exact: (a: bigint, b: bigint, text: string) => bigint; float: (x: number) => number; latex: string }>
> = {
  floor: { exact: floorDivide, float: Math.floor, latex: 'floor' },
  ceil: { exact: (a, b, text) => -floorDivide(-a, b, text), float: Math.ceil, latex: 'ceil' },
};

const functions: Readonly<
  Record<string, { exact: (a: bigint, b: bigint) => bigint; float: (a: number, b: number) => number }>
> = {
  gcd: { exact: gcd, float: (a, b) => Number(gcd(BigInt(a), BigInt(b))) },
  max: { exact: (a, b) => (a > b ? a : b), float: Math.max },
};

const operators: Readonly<
  Record<string, { exact: (a: bigint, b: bigint, text: string) => bigint; float: (a: number, b: number) => number }>
> = {
  '+': { exact: (a, b) => a + b, float: (a, b) => a + b },
  '-': { exact: (a, b) => a - b, float: (a, b) => a - b },
  '*': { exact: (a, b) => a * b, float: (a, b) => a * b },
  '/': { exact: divide, float: (a, b) => a / b },
};

const latexName = (name: string): string => {
  const [, stem, tail] = /^([A-Za-z]+?)_?((?:in|out|[0-9]+)?)$/.exec(name) ?? [];
  if (stem === undefined) return `\\mathrm{${name.replaceAll('_', '\\_')}}`;
  const letters = stem.length === 1 ? stem : `\\mathrm{${stem}}`;
  if (!tail) return letters;
  return `${letters}_{${/^[0-9]/.test(tail) ? tail : `\\mathrm{${tail}}`}}`;
};

const compileNode = (node: jsep.Expression, text: string): Compiled => {
  switch (node.type) {
    case 'Literal': {
      const { value, raw } = node as jsep.Literal;
      if (!Number.isSafeInteger(value))
        throw new FormulaError(`Formula "${text}" holds ${raw}, which is not an integer.`);
      const exact = BigInt(value as number);
      return { exact: () => exact, float: () => value as number, latex: raw, binding: 3 };
    }
    case 'Identifier': {
      const { name } = node as jsep.Identifier;
      const read = (symbols: Symbols): number | bigint => {
        const value = symbols[name];
        if (value === undefined) throw new FormulaError(`Formula "${text}" needs a number for "${name}".`);
        return value;
      };
      return {
        exact: (symbols) => {
          const value = read(symbols);
          return typeof value === 'bigint' ? value : BigInt(value);
        },
        float: (symbols) => Number(read(symbols)),
        latex: latexName(name),
        binding: 3,
      };
    }
    case 'BinaryExpression': {
      const { operator, left: leftNode, right: rightNode } = node as jsep.BinaryExpression;
      const operation = operators[operator];
      if (!operation) throw new FormulaError(`Formula "${text}" uses "${operator}", which formulas do not have.`);
      const left = compileNode(leftNode, text);
      const right = compileNode(rightNode, text);
      const exact: Exact = (symbols) => operation.exact(left.exact(symbols), right.exact(symbols), text);
      const float: Float = (symbols) => operation.float(left.float(symbols), right.float(symbols));
      if (operator === '/') return { exact, float, latex: `\\frac{${left.latex}}{${right.latex}}`, binding: 3 };
      if (operator === '*') return { exact, float, latex: `${braces(left, 2)} \\cdot ${braces(right, 2)}`, binding: 2 };
      return {
        exact,
        float,
        latex: `${left.latex} ${operator} ${braces(right, operator === '-' ? 2 : 1)}`,
        binding: 1,
      };
    }
    case 'CallExpression': {
      const { callee, arguments: given } = node as jsep.CallExpression;
      const name = (callee as jsep.Identifier).name;
      const rounding = Object.hasOwn(roundings, name) ? roundings[name] : undefined;
      const [first, second] = given;
      if (rounding && given.length === 1 && first?.type === 'BinaryExpression' && first.operator === '/') {
        const above = compileNode((first as jsep.BinaryExpression).left, text);
        const below = compileNode((first as jsep.BinaryExpression).right, text);
        return {
          exact: (symbols) => rounding.exact(above.exact(symbols), below.exact(symbols), text),
          float: (symbols) => rounding.float(above.float(symbols) / below.float(symbols)),
          latex: `\\left\\l${rounding.latex} \\frac{${above.latex}}{${below.latex}} \\right\\r${rounding.latex}`,
          binding: 3,
        };
      }
      const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
      if (!known || given.length !== 2 || !first || !second) {
        throw new FormulaError(`Formula "${text}" calls ${name} in a way that formulas do not have.`);
      }
      const a = compileNode(first, text);
      const b = compileNode(second, text);
      return {
        exact: (symbols) => known.exact(a.exact(symbols), b.exact(symbols)),
        float: (symbols) => known.float(a.float(symbols), b.float(symbols)),
        latex: `\\${name}\\left(${a.latex}, ${b.latex}\\right)`,
        binding: 3,
      };
    }
    default:
      throw new FormulaError(`Formula "${text}" holds a ${node.type}, which formulas do not have.`);
  }
};

const wordPattern = /[A-Za-z_][A-Za-z0-9_]*/g;
const isFunction = (word: string): boolean => Object.hasOwn(functions, word) || Object.hasOwn(roundings, word);

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

/**
 * Compiles a formula's text, once for each text: integers, names, `+ - * /`, parentheses, `floor(a / b)`, `ceil(a / b)`,
 * `gcd(a, b)` and `max(a, b)`. Throws FormulaError for anything else.
 */
export const formula = (text: string): Formula => {
  readingOf(text);
  return deferred(text);
};
