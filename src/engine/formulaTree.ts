/** A formula's tree, compiled: its exact value, its value in floats, and its text as LaTeX. */

import type jsep from 'jsep';
import type { Symbols } from './formula.ts';
import { FormulaError } from './formulaError.ts';

type Exact = (symbols: Symbols) => bigint;
type Float = (symbols: Symbols) => number;

/** A formula, or a part of one, in its three forms. */
export interface Compiled {
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
  return `${letters}_{${/[0-9]/.test(tail) ? tail : `\\mathrm{${tail}}`}}`;
};

/** Compiles a formula's tree. Throws FormulaError for what formulas do not have. */
export const compileNode = (node: jsep.Expression, text: string): Compiled => {
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
      const fraction = first as jsep.BinaryExpression | undefined;
      if (rounding && given.length === 1 && fraction?.operator === '/') {
        const above = compileNode(fraction.left, text);
        const below = compileNode(fraction.right, text);
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

/** Whether a word in a formula's text is a function and no name. */
export const isFunction = (word: string): boolean => Object.hasOwn(functions, word) || Object.hasOwn(roundings, word);
