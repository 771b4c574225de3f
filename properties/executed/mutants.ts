/** Every small mistake in a formula: a factor dropped, a size off by one, two names exchanged, a sign turned round. */

import jsep from 'jsep';
import { formula } from '../../src/engine/index.ts';

interface Binary extends jsep.Expression {
  readonly operator: string;
  readonly left: jsep.Expression;
  readonly right: jsep.Expression;
}

interface FunctionCall extends jsep.Expression {
  readonly callee: jsep.Identifier;
  readonly arguments: readonly jsep.Expression[];
}

/** Operators that are mistaken for each other. */
const mistaken: Readonly<Record<string, readonly string[]>> = {
  '+': ['-', '*'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
};

const print = (node: jsep.Expression): string => {
  if (node.type === 'BinaryExpression') {
    const { operator, left, right } = node as Binary;
    return `(${print(left)} ${operator} ${print(right)})`;
  }
  if (node.type === 'CallExpression') {
    const { callee, arguments: given } = node as FunctionCall;
    return `${callee.name}(${given.map(print).join(', ')})`;
  }
  return node.type === 'Literal' ? String(node.value) : (node.name as string);
};

/** The texts of a node with one mistake in it, each once for each place where it can be made. */
const mistakes = (node: jsep.Expression, names: readonly string[]): string[] => {
  switch (node.type) {
    case 'Literal': {
      const value = node.value as number;
      // Formulas have no sign of their own.
      return [String(value + 1), value > 0 ? String(value - 1) : `(${value} - 1)`];
    }
    case 'Identifier': {
      const own = node.name as string;
      return ['0', '1', `(${own} + 1)`, `(${own} - 1)`, ...names.filter((name) => name !== own)];
    }
    case 'CallExpression': {
      const { callee, arguments: given } = node as FunctionCall;
      const texts = given.map(print);
      const within = given.flatMap((argument, index) =>
        mistakes(argument, names).map((text) => `${callee.name}(${texts.with(index, text).join(', ')})`),
      );
      return [...texts, ...within];
    }
    default: {
      const { operator, left, right } = node as Binary;
      const [a, b] = [print(left), print(right)];
      return [
        a,
        b,
        ...(mistaken[operator] ?? []).map((other) => `(${a} ${other} ${b})`),
        ...mistakes(left, names).map((text) => `(${text} ${operator} ${b})`),
        ...mistakes(right, names).map((text) => `(${a} ${operator} ${text})`),
      ];
    }
  }
};

/** A text with every name replaced that `names` has another one for. */
export const rename = (text: string, names: Readonly<Record<string, string>>): string =>
  text.replace(/[A-Za-z_]\w*/g, (name) => names[name] ?? name);

/** Whether two texts are the same function of their names: they agree on numbers that were not chosen for it. */
export const isSame = (a: string, b: string): boolean => {
  const [first, second] = [formula(a), formula(b)];
  const names = [...new Set([...first.names, ...second.names])];
  return [1, 2, 3, 4].every((sample) => {
    const symbols = Object.fromEntries(
      names.map((name, place) => [name, ((place + 3) * 7919 * sample) % (997 - sample)]),
    );
    const [x, y] = [first.evaluateFloat(symbols), second.evaluateFloat(symbols)];
    return Math.abs(x - y) <= 1e-9 * Math.abs(x);
  });
};

/**
 * Texts that differ from a formula's by one mistake, but for those that come to the same, as where two factors are exchanged.
 * `names` are those that may be taken for each other.
 */
export const mutantsOf = (text: string, names: readonly string[]): readonly string[] => {
  const tree = jsep(text);
  const exchanged = names.flatMap((a, index) => names.slice(index + 1).map((b) => rename(text, { [a]: b, [b]: a })));
  return [...new Set(['0', ...mistakes(tree, names), ...exchanged])].filter((mutant) => !isSame(mutant, text));
};
