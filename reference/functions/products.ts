/** Products of matrices and vectors. Sources: the pages of torch.X. */

import type { Arithmetic, Scalar } from '../arithmetic.ts';
import type { Equation } from '../definition.ts';
import { fill, indices, type Tensor, tensor } from '../tensor.ts';
import { broadcast, repeated } from './elementwise.ts';

type Options = Readonly<Record<string, unknown>>;

/** A vector on the left is a row, one on the right a column; other dimensions are repeated. */
const product = (a: Tensor, b: Tensor, { sumOfProducts }: Arithmetic): Tensor => {
  const left = a.shape.length === 1 ? tensor([1, ...a.shape], a.elements) : a;
  const right = b.shape.length === 1 ? tensor([...b.shape, 1], b.elements) : b;
  const K = a.shape.at(-1) as number;
  const blank = ({ shape }: Tensor) => ({ ...left, shape: shape.slice(0, -2) });
  const batch = broadcast([blank(left), blank(right)]);
  const [rows, columns] = [left.shape.at(-2) as number, right.shape.at(-1) as number];
  const whole = fill([...batch, rows, columns], (index) => {
    const [i, j] = index.slice(-2) as [number, number];
    const outer = index.slice(0, -2);
    return sumOfProducts(
      Array.from(
        { length: K },
        (_, k) => [repeated(left, [...outer, i, k]), repeated(right, [...outer, k, j])] as const,
      ),
    );
  });
  const shape = [...batch, ...(a.shape.length === 1 ? [] : [rows]), ...(b.shape.length === 1 ? [] : [columns])];
  return tensor(shape, whole.elements);
};

const matrix: Equation<Options> = ({ inputs }, arithmetic) => {
  const [a, b] = inputs as unknown as [Tensor, Tensor];
  return [product(a, b, arithmetic)];
};

/** beta * input + alpha * (a @ b); what is multiplied by 0 is left out, and a factor of 1 is not multiplied. */
const sum: Equation<Options> = ({ options, inputs }, arithmetic) => {
  const [input, a, b] = inputs as unknown as [Tensor, Tensor, Tensor];
  const { multiply, add, constant } = arithmetic;
  const [beta, alpha] = [Number(options.beta), Number(options.alpha)];
  const scaled = (factor: number, x: Scalar) => (factor === 1 ? x : multiply(constant(factor), x));
  const made = product(a, b, arithmetic);
  return [
    fill(made.shape, (index) => {
      const second = scaled(alpha, made.at(...index));
      return beta === 0 ? second : add(scaled(beta, repeated(input, index)), second);
    }),
  ];
};

/** The dimensions that "..." stands for in an operand, as signs that are no letters: the same ones from the last. */
const covered = (text: string, rank: number): string => '987654321'.slice(9 - (rank - text.replace('...', '').length));

/** Without an arrow the output has what "..." stands for, and the letters that occur once, in the order of the alphabet. */
const implied = (operands: readonly string[], ellipsis: string): string => {
  const letters = [...operands.join('')].filter((label) => !ellipsis.includes(label)).sort();
  return ellipsis + letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label)).join('');
};

/** One loop for each label: the product of one element of each operand, summed over what the output does not name. */
const einsum: Equation<{ equation: string }> = ({ options: { equation }, inputs }, arithmetic) => {
  const [left, right] = equation.replaceAll(' ', '').split('->') as [string, string?];
  const given = left.split(',');
  const ellipses = given.map((text, i) =>
    text.includes('...') ? covered(text, (inputs[i] as Tensor).shape.length) : '',
  );
  const ellipsis = ellipses.reduce((longest, one) => (one.length > longest.length ? one : longest));
  const texts = given.map((text, i) => text.replace('...', ellipses[i] as string));
  const labels = texts.map((text) => [...text]);
  const sizes = new Map<string, number>();
  for (const [operand, own] of labels.entries())
    for (const [place, label] of own.entries())
      sizes.set(label, Math.max(sizes.get(label) ?? 1, (inputs[operand] as Tensor).shape[place] as number));
  const output = [...(right?.replace('...', ellipsis) ?? implied(texts, ellipsis))];
  const summed = [...sizes.keys()].filter((label) => !output.includes(label));
  const sizeOf = (label: string): number => sizes.get(label) as number;
  return [
    fill(output.map(sizeOf), (index) => {
      const terms = Array.from(indices(summed.map(sizeOf)), (inner) => {
        const at = new Map([
          ...output.map((label, i) => [label, index[i]] as const),
          ...summed.map((label, i) => [label, inner[i]] as const),
        ]);
        return inputs.map((input, operand) =>
          input.at(
            ...(labels[operand] as string[]).map((label, place) =>
              input.shape[place] === 1 ? 0 : (at.get(label) as number),
            ),
          ),
        );
      });
      const { multiply, sumOfProducts } = arithmetic;
      if (inputs.length === 1) return arithmetic.sum(terms.map(([x]) => x as Scalar));
      const pairs = terms.map((factors) => [factors.slice(0, -1).reduce(multiply), factors.at(-1) as Scalar] as const);
      return summed.length > 0 ? sumOfProducts(pairs) : multiply(...(pairs[0] as readonly [Scalar, Scalar]));
    }),
  ];
};

const outer: Equation<Options> = ({ inputs }, { multiply }) => {
  const [a, b] = inputs as unknown as [Tensor, Tensor];
  return [fill([a.shape[0] as number, b.shape[0] as number], ([i, j]) => multiply(a.at(i), b.at(j)))];
};

export const products = {
  addmm: sum,
  baddbmm: sum,
  bmm: matrix,
  dot: matrix,
  einsum,
  matmul: matrix,
  mm: matrix,
  mv: matrix,
  outer,
};
