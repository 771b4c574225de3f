/** Formulas as JavaScript functions over doubles, which are exact as long as every result is a safe integer. */

import type jsep from 'jsep';
import type { Symbols } from './formula.ts';

/** The value, or NaN where doubles may not hold it exactly, where a name has no number or where a division leaves a remainder. */
export type Fast = (symbols: Symbols) => number;

/** What the functions are made with: each gives NaN rather than a number that may be rounded. */
const helpers = {
  number: (value: unknown): number => (typeof value === 'number' ? value : Number.NaN),
  safe: (value: number): number =>
    value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? value : Number.NaN,
  divide: (a: number, b: number): number => (a % b === 0 ? a / b : Number.NaN),
  floor: (a: number, b: number): number => (a >= 0 && b > 0 ? (a - (a % b)) / b : Number.NaN),
  ceil: (a: number, b: number): number => (a >= 0 && b > 0 ? (a - (a % b)) / b + (a % b === 0 ? 0 : 1) : Number.NaN),
};

/** The node as an expression; undefined where only the exact way knows it. */
const expression = (node: jsep.Expression): string | undefined => {
  switch (node.type) {
    case 'Literal':
      return (node as jsep.Literal).raw;
    case 'Identifier':
      return `number(symbols.${(node as jsep.Identifier).name})`;
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      const [a, b] = [expression(left), expression(right)];
      if (a === undefined || b === undefined) return undefined;
      return operator === '/' ? `divide(${a}, ${b})` : `safe(${a} ${operator} ${b})`;
    }
    case 'CallExpression': {
      const { callee, arguments: given } = node as jsep.CallExpression;
      const [quotient] = given as unknown as readonly jsep.BinaryExpression[];
      const { name } = callee as jsep.Identifier;
      if ((name !== 'floor' && name !== 'ceil') || !quotient) return undefined;
      const [a, b] = [expression(quotient.left), expression(quotient.right)];
      return a === undefined || b === undefined ? undefined : `${name}(${a}, ${b})`;
    }
    default:
      return undefined;
  }
};

const never: Fast = () => Number.NaN;

/**
 * The fast form of a formula whose form has been checked. A page that forbids code from text gets one that never knows, so
 * that everything is evaluated the exact way.
 */
export const fast = (node: jsep.Expression): Fast => {
  const body = expression(node);
  if (body === undefined) return never;
  try {
    const make = new Function(...Object.keys(helpers), `return (symbols) => ${body};`);
    return make(...Object.values(helpers)) as Fast;
  } catch {
    return never;
  }
};
