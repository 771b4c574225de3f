/** Lengths of vectors, what compares two of them, and normalizations by neighbouring channels. */

import type { Arithmetic, Scalar } from './arithmetic.ts';
import type { Equation } from './definition.ts';
import { number } from './functions/elementwise.ts';
import { fill, indices, type Tensor, tensor } from './tensor.ts';

/** (Σ |x|^p)^(1/p); of 2 with squares, of 0 the number of elements that are not 0, of 1 without powers. Source: torch.nn.PairwiseDistance. */
const lengthOf = (elements: readonly Scalar[], p: number, arithmetic: Arithmetic): Scalar => {
  const { sum, multiply, squareRoot, absolute, maximum, power, constant, data, isGreater } = arithmetic;
  if (p === 2) return squareRoot(sum(elements.map((x) => multiply(x, x))));
  const sizes = elements.map(absolute);
  if (p === 1) return sum(sizes);
  if (p === Infinity) return sizes.reduce(maximum);
  if (p === 0) return sum(sizes.map((size) => data(isGreater(size, constant(0)) ? 1 : 0)));
  return power(sum(sizes.map((size) => power(size, constant(p)))), constant(1 / p));
};

/** Both tensors repeated along dimensions of size 1 until their shapes are equal. Source: PyTorch's notes on broadcasting. */
const together = (a: Tensor, b: Tensor): readonly [Tensor, Tensor] => {
  const dimensions = Math.max(a.shape.length, b.shape.length);
  const padded = ({ shape }: Tensor) => [...new Array<number>(dimensions - shape.length).fill(1), ...shape];
  const [left, right] = [padded(a), padded(b)];
  const shape = left.map((size, d) => Math.max(size, right[d] as number));
  const spread = (x: Tensor) =>
    fill(shape, (index) => x.at(...index.slice(dimensions - x.shape.length).map((i, d) => (x.shape[d] === 1 ? 0 : i))));
  return [spread(a), spread(b)];
};

/** A value for each vector along some dimensions, which have size 1 in what comes out. */
const reduced = (shape: readonly number[], dims: readonly number[], value: (places: number[][]) => Scalar): Tensor =>
  fill(
    shape.map((size, d) => (dims.includes(d) ? 1 : size)),
    (index) => {
      const inner = indices(shape.map((size, d) => (dims.includes(d) ? size : 1)));
      return value(Array.from(inner, (offset) => offset.map((i, d) => i + (index[d] as number))));
    },
  );

/** A scalar counts as a vector of one. */
const atLeast1 = (x: Tensor): Tensor => (x.shape.length === 0 ? tensor([1], x.elements) : x);

/** x₁ · x₂ / (max(|x₁|, eps) · max(|x₂|, eps)). Source: torch.nn.functional.cosine_similarity; the module's page says max(|x₁| · |x₂|, eps). */
const CosineSimilarity: Equation<{ dim: number; eps: number }> = ({ options, inputs }, arithmetic) => {
  const { sum, multiply, divide, maximum, constant } = arithmetic;
  const [a, b] = together(atLeast1(inputs[0]), atLeast1(inputs[1] as Tensor));
  const dim = options.dim < 0 ? options.dim + a.shape.length : options.dim;
  const made = reduced(a.shape, [dim], (places) => {
    const [x, y] = [places.map((at) => a.at(...at)), places.map((at) => b.at(...at))];
    const product = sum(x.map((each, i) => multiply(each, y[i] as Scalar)));
    const [first, second] = [x, y].map((each) => maximum(lengthOf(each, 2, arithmetic), constant(options.eps)));
    return divide(product, multiply(first as Scalar, second as Scalar));
  });
  return [tensor(a.shape.toSpliced(dim, 1), made.elements)];
};

/** |x₁ - x₂ + eps| along the last dimension. Source: torch.nn.PairwiseDistance. */
const PairwiseDistance: Equation<{ p: number; eps: number; keepdim: boolean }> = ({ options, inputs }, arithmetic) => {
  const { subtract, add, constant } = arithmetic;
  const [a, b] = together(atLeast1(inputs[0]), atLeast1(inputs[1] as Tensor));
  const last = a.shape.length - 1;
  const made = reduced(a.shape, [last], (places) => {
    const differences = places.map((at) => add(subtract(a.at(...at), b.at(...at)), constant(options.eps)));
    return lengthOf(differences, options.p, arithmetic);
  });
  return [options.keepdim ? made : tensor(a.shape.slice(0, -1), made.elements)];
};

/** |x₁ - x₂| of each row of the one and each of the other, in each batch. Source: torch.cdist. */
const cdist: Equation<{ p: unknown }> = ({ options, inputs }, arithmetic) => {
  const [a, b] = inputs as unknown as readonly [Tensor, Tensor];
  const batchOf = ({ shape }: Tensor): Tensor => fill(shape.slice(0, -2), () => arithmetic.constant(0));
  const [batches] = together(batchOf(a), batchOf(b));
  const columns = Array.from({ length: a.shape.at(-1) as number }, (_, column) => column);
  const rowOf = (x: Tensor, batch: readonly number[], row: number): readonly Scalar[] => {
    const own = batch.slice(batch.length - x.shape.length + 2).map((i, d) => (x.shape[d] === 1 ? 0 : i));
    return columns.map((column) => x.at(...own, row, column));
  };
  return [
    fill([...batches.shape, a.shape.at(-2) as number, b.shape.at(-2) as number], (index: readonly number[]) => {
      const [batch, [i, j]] = [index.slice(0, -2), index.slice(-2) as [number, number]];
      const [x, y] = [rowOf(a, batch, i), rowOf(b, batch, j)];
      const differences = x.map((each, column) => arithmetic.subtract(each, y[column] as Scalar));
      return lengthOf(differences, number(options.p), arithmetic);
    }),
  ];
};

/** x / max(|x|, eps). Source: torch.nn.functional.normalize. */
const normalize: Equation<{ p: number; dim: number | readonly number[]; eps: number }> = (call, arithmetic) => {
  const { options } = call;
  const x = atLeast1(call.inputs[0]);
  const dims = [options.dim].flat().map((dim) => (dim < 0 ? dim + x.shape.length : dim));
  const lengths = reduced(x.shape, dims, (places) =>
    arithmetic.maximum(
      lengthOf(
        places.map((at) => x.at(...at)),
        options.p,
        arithmetic,
      ),
      arithmetic.constant(options.eps),
    ),
  );
  const divided = fill(x.shape, (index) =>
    arithmetic.divide(x.at(...index), lengths.at(...index.map((i, d) => (dims.includes(d) ? 0 : i)))),
  );
  return [tensor(call.inputs[0].shape, divided.elements)];
};

interface Response {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

/** a · (k + alpha / size · Σ a²)^(-beta), given the sum. */
const response = (a: Scalar, total: Scalar, { size, alpha, beta, k }: Response, arithmetic: Arithmetic): Scalar => {
  const { multiply, add, power, constant } = arithmetic;
  const scale = add(multiply(constant(alpha / size), total), constant(k));
  return multiply(a, power(scale, constant(-beta)));
};

const squaresOf = (x: Tensor, { multiply }: Arithmetic): Tensor =>
  fill(x.shape, (i) => multiply(x.at(...i), x.at(...i)));

/** The sum is over `size` channels, half of them before; squares beyond the first and the last are 0. Source: torch.nn.LocalResponseNorm. */
const LocalResponseNorm: Equation<Response> = ({ options, inputs: [x] }, arithmetic) => {
  const squares = squaresOf(x, arithmetic);
  const square = (index: readonly number[], c: number) =>
    c >= 0 && c < (x.shape[1] as number) ? squares.at(...index.with(1, c)) : arithmetic.padding(0);
  return [
    fill(x.shape, (index) => {
      const first = (index[1] as number) - Math.floor(options.size / 2);
      const window = Array.from({ length: options.size }, (_, i) => square(index, first + i));
      return response(x.at(...index), arithmetic.sum(window), options, arithmetic);
    }),
  ];
};

/**
 * The sum runs along: it begins with the first P channels, P = ⌊(size - 1) / 2 + 1⌋, takes the next one in while there is one,
 * and lets the oldest go after the channel P. So the very first is never let go. Source: torch.nn.CrossMapLRN2d, its code.
 */
const CrossMapLRN2d: Equation<Response> = ({ options, inputs: [x] }, arithmetic) => {
  const { sum, add, subtract } = arithmetic;
  const squares = squaresOf(x, arithmetic);
  const [N, C, H, W] = x.shape as [number, number, number, number];
  const P = Math.floor((options.size - 1) / 2 + 1);
  const totals = new Map<string, Scalar>();
  for (const [n, h, w] of indices([N, H, W])) {
    const square = (c: number) => squares.at(n, c, h, w);
    let total = sum(Array.from({ length: Math.min(P, C) }, (_, c) => square(c)));
    for (let c = 0; c < C; c++) {
      if (c > 0 && c < C - P + 1) total = add(total, square(c + P - 1));
      if (c > P) total = subtract(total, square(c - P));
      totals.set([n, c, h, w].join(), total);
    }
  }
  return [fill(x.shape, (i) => response(x.at(...i), totals.get(i.join()) as Scalar, options, arithmetic))];
};

/** Each under the names of its module and its function. */
export const distances = {
  CosineSimilarity,
  CrossMapLRN2d,
  LocalResponseNorm,
  PairwiseDistance,
  cdist,
  cosine_similarity: CosineSimilarity,
  local_response_norm: LocalResponseNorm,
  normalize,
  pairwise_distance: PairwiseDistance,
} as const;
