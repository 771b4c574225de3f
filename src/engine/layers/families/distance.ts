/** Lengths of vectors and what compares two of them. */

import { z } from 'zod';
import type { Complaint } from '../../complaint.ts';
import { broadcast, promoted } from '../../elementwise.ts';
import type { Draw } from '../../generator.ts';
import { defineLayer, type Inputs } from '../../layer.ts';
import { alike, numel, type Shape, type Tensor, tensor } from '../../tensor.ts';

const pages = 'https://pytorch.org/docs/stable/generated/torch.nn';

/** Which of the lengths (sum |x|^p)^(1/p) it is: the Euclidean has squares, 0 counts elements, 1 adds them up as they are. */
export const lengthSymbols = (p: number) => ({
  euclidean: p === 2 ? 1 : 0,
  counting: p === 0 ? 1 : 0,
  general: [0, 1, 2].includes(p) ? 0 : 1,
});

/** The length of each of `rows` vectors of n elements. */
export const length = (rows: string, n: string) => ({
  multiplications: `euclidean * ${rows} * ${n}`,
  comparisons: `(1 - euclidean + counting) * ${rows} * ${n}`,
  additions: `${rows} * (${n} - 1)`,
  powers: `general * ${rows} * (${n} + 1)`,
  square_roots: `euclidean * ${rows}`,
});

const commonOf = ([a, b]: Inputs): Shape | undefined => broadcast(a.shape, (b as Tensor).shape);
const place = (dim: number, { length: dimensions }: Shape): number => (dim < 0 ? dim + Math.max(dimensions, 1) : dim);

const wrongPair = (inputs: Inputs): Complaint | undefined => {
  const [a, b] = inputs as unknown as readonly [Tensor, Tensor];
  return commonOf(inputs)
    ? undefined
    : {
        code: 'mismatch',
        shapes: [a.shape, b.shape],
        rule: 'they do not broadcast: sizes must be equal or 1, counted from the last',
      };
};

/** A second input of the same shape, or of one that broadcasts to it. */
const partner = (draw: Draw, { shape, dtype }: Tensor) => ({
  inputs: [{ shape: draw.integer(0, 2) === 2 ? shape.map((size, index) => (index === 0 ? 1 : size)) : shape, dtype }],
});

/** x1 . x2 / (max(|x1|, eps) * max(|x2|, eps)) along `dim`, of both as they broadcast. */
const cosine = {
  options: () => ({ dim: z.int().default(1), eps: z.number().min(0).default(1e-8) }),
  arity: 2,
  requires: ({ dim }: { readonly dim: number }, inputs: Inputs): Complaint | undefined => {
    const wrong = wrongPair(inputs);
    if (wrong) return wrong;
    const shape = commonOf(inputs) as Shape;
    const at = place(dim, shape);
    return at >= 0 && at < Math.max(shape.length, 1) ? undefined : { code: 'dimension', dimension: dim, shape };
  },
  outputs: ({ dim }: { readonly dim: number }, inputs: Inputs): readonly Tensor[] => {
    const shape = commonOf(inputs) as Shape;
    return [tensor(shape.toSpliced(place(dim, shape), 1), promoted(inputs))];
  },
  symbols: ({ dim }: { readonly dim: number }, inputs: Inputs) => {
    const shape = commonOf(inputs) as Shape;
    return { n: shape[place(dim, shape)] ?? 1 };
  },
  formulas: {
    multiplications: 'y_numel * (3 * n + 1)',
    additions: '3 * y_numel * (n - 1)',
    comparisons: '2 * y_numel',
    divisions: 'y_numel',
    square_roots: '2 * y_numel',
  },
  generate: {
    ranks: [2, 3, 4] as const,
    options: (draw: Draw, { shape }: Tensor) =>
      shape.length < 2 ? undefined : { dim: draw.boolean() ? draw.integer(-shape.length, shape.length - 1) : 1 },
    operands: partner,
  },
};

export const CosineSimilarity = defineLayer({
  ...cosine,
  kind: 'CosineSimilarity',
  target: 'module',
  source: `${pages}.CosineSimilarity.html`,
  forward: { signature: 'x1, x2', tensors: ['x1', 'x2'] },
});

export const cosine_similarity = defineLayer({
  ...cosine,
  kind: 'cosine_similarity',
  target: 'function',
  source: `${pages}.functional.cosine_similarity.html`,
  torch: {
    spellings: ['torch.nn.functional.cosine_similarity', 'torch.cosine_similarity'],
    signature: 'x1, x2, dim=1, eps=1e-08',
    tensors: ['x1', 'x2'],
  },
});

/** The length of x1 - x2 + eps along the last dimension, of both as they broadcast. */
const pairwise = {
  options: () => ({ p: z.number().default(2), eps: z.number().default(1e-6), keepdim: z.boolean().default(false) }),
  arity: 2,
  requires: (_: unknown, inputs: Inputs) => wrongPair(inputs),
  outputs: ({ keepdim }: { readonly keepdim: boolean }, inputs: Inputs): readonly Tensor[] => {
    const shape = commonOf(inputs) as Shape;
    const kept = keepdim && shape.length > 0 ? [1] : [];
    return [tensor([...shape.slice(0, -1), ...kept], promoted(inputs))];
  },
  symbols: ({ p }: { readonly p: number }, inputs: Inputs) => ({
    ...lengthSymbols(p),
    n: (commonOf(inputs) as Shape).at(-1) ?? 1,
  }),
  formulas: { ...length('y_numel', 'n'), additions: 'y_numel * (3 * n - 1)' },
  generate: {
    ranks: [2, 3, 4] as const,
    options: (draw: Draw, { shape }: Tensor) =>
      shape.length < 2 ? undefined : { p: draw.oneOf([2, 1, 3, 0.5, 0]), keepdim: draw.boolean() },
    operands: partner,
  },
};

export const PairwiseDistance = defineLayer({
  ...pairwise,
  kind: 'PairwiseDistance',
  target: 'module',
  source: `${pages}.PairwiseDistance.html`,
  attributes: { p: 'norm' },
  forward: { signature: 'x1, x2', tensors: ['x1', 'x2'] },
});

export const pairwise_distance = defineLayer({
  ...pairwise,
  kind: 'pairwise_distance',
  target: 'function',
  source: `${pages}.functional.pairwise_distance.html`,
  torch: {
    spellings: ['torch.nn.functional.pairwise_distance', 'torch.pairwise_distance'],
    signature: 'x1, x2, p=2.0, eps=1e-06, keepdim=False',
    tensors: ['x1', 'x2'],
  },
});

const alongOf = (dim: number | readonly number[], shape: Shape): readonly number[] =>
  [dim].flat().map((each) => place(each, shape));

/** x / max(|x|, eps), where |x| is the length along `dim`. */
export const normalize = defineLayer({
  kind: 'normalize',
  target: 'function',
  source: `${pages}.functional.normalize.html`,
  options: () => ({
    p: z.number().default(2),
    dim: z.union([z.int(), z.array(z.int()).min(1)]).default(1),
    eps: z.number().default(1e-12),
  }),
  torch: {
    spellings: ['torch.nn.functional.normalize'],
    signature: 'input, p=2.0, dim=1, eps=1e-12, out=None',
    tensors: ['input'],
  },
  requires: ({ dim }, [{ shape }]) => {
    const along = alongOf(dim, shape);
    const wrong = along.findIndex(
      (at, index) => at < 0 || at >= Math.max(shape.length, 1) || along.indexOf(at) < index,
    );
    return wrong < 0 ? undefined : { code: 'dimension', dimension: [dim].flat()[wrong] as number, shape };
  },
  outputs: (_, [input]) => [alike(input)],
  symbols: ({ p, dim }, [{ shape }]) => {
    const n = numel(alongOf(dim, shape).map((at) => shape[at] ?? 1));
    return { ...lengthSymbols(p), n, rows: numel(shape) / n };
  },
  formulas: {
    ...length('rows', 'n'),
    comparisons: 'rows + (1 - euclidean + counting) * rows * n',
    divisions: 'x_numel',
  },
  generate: {
    ranks: [2, 3, 4],
    options: (draw, { shape }) =>
      shape.length < 2
        ? undefined
        : {
            p: draw.oneOf([2, 1, 3, 0]),
            dim: draw.integer(0, 3) === 3 ? [0, -1] : draw.integer(-shape.length, shape.length - 1),
          },
  },
});
