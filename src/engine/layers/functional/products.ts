/** Products of matrices and vectors. */

import type { Complaint } from '../../complaint.ts';
import { broadcast, promoted, type Scalar } from '../../elementwise.ts';
import type { Draw, Operands } from '../../generator.ts';
import { type AnyOptions, defineLayer, type Inputs, type LayerDefinition } from '../../layer.ts';
import type { Formulas } from '../../operations.ts';
import { scalar } from '../../options.ts';
import { type Shape, type Tensor, tensor } from '../../tensor.ts';

type All = AnyOptions;

const mismatch = (inputs: readonly Tensor[], rule: string): Complaint => ({
  code: 'mismatch',
  shapes: inputs.map(({ shape }) => shape),
  rule,
});

/** Why a tensor has not the number of dimensions; undefined where it has. */
const rank = ({ shape }: Tensor, ...expected: readonly number[]): Complaint | undefined =>
  expected.includes(shape.length) ? undefined : { code: 'rank', expected, shape };

const last = (shape: Shape, back: number): number => shape.at(-back) ?? 1;

/** A vector on the left is a row, one on the right a column; other dimensions broadcast. Source: torch.matmul. */
const matrixShape = (a: Shape, b: Shape): Shape | undefined => {
  if (a.length === 0 || b.length === 0) return undefined;
  const right = b.length === 1 ? [...b, 1] : b;
  const batch = broadcast(a.slice(0, -2), right.slice(0, -2));
  if (!batch || last(a, 1) !== last(right, 2)) return undefined;
  return [...batch, ...(a.length === 1 ? [] : [last(a, 2)]), ...(b.length === 1 ? [] : [last(right, 1)])];
};

/** Each element of the output is a sum of K products. */
const sums: Formulas = { macs: 'y_numel * K', multiplications: 'y_numel * K', additions: 'y_numel * (K - 1)' };
const contracted = (_: All, [a]: Inputs) => ({ K: a.shape.at(-1) as number });

const ofSameType = (inputs: readonly Tensor[]): Complaint | undefined => {
  const [first] = inputs as [Tensor];
  const other = inputs.find(({ dtype }) => dtype !== first.dtype);
  return other && { code: 'dtype', expected: `${first.dtype}, as the first has`, got: other.dtype };
};

interface Row {
  /** Numbers of dimensions of each operand; undefined where any go. */
  readonly dims?: readonly [number, number];
  readonly shape: (a: Shape, b: Shape) => Shape | undefined;
  readonly rule: string;
  readonly formulas?: Formulas;
  readonly operators?: readonly string[];
  readonly spellings?: readonly string[];
  readonly promotes?: true;
  /** Shapes of the second operand that fit the first. */
  readonly second: (draw: Draw, a: Shape) => Shape;
}

/** Sources: the page of each function. */
const rows: Readonly<Record<string, Row>> = {
  bmm: {
    dims: [3, 3],
    shape: (a, b) => (a[0] === b[0] && a[2] === b[1] ? [a[0] as number, a[1] as number, b[2] as number] : undefined),
    rule: 'they must be as many matrices, with as many columns as rows',
    second: (draw, a) => [a[0] as number, a[2] as number, draw.integer(1, 8)],
  },
  dot: {
    dims: [1, 1],
    shape: (a, b) => (a[0] === b[0] ? [] : undefined),
    rule: 'they must have as many elements',
    formulas: { macs: 'x_numel', multiplications: 'x_numel', additions: 'x_numel - 1' },
    spellings: ['torch.dot', 'torch.Tensor.dot', 'torch.vdot', 'torch.Tensor.vdot'],
    second: (_, a) => a,
  },
  matmul: {
    shape: matrixShape,
    rule: 'the last dimension of the first must be the second last of the second, and the others must broadcast',
    operators: ['operator.matmul'],
    spellings: ['torch.matmul', 'torch.Tensor.matmul', 'torch.linalg.matmul'],
    second: (draw, a) => {
      const K = a.at(-1) as number;
      const column = draw.integer(1, 8);
      const choices: [Shape, ...Shape[]] = [[K, column]];
      if (a.length > 2) choices.push([...a.slice(0, -2), K, column], [...a.slice(1, -2), K, column]);
      return draw.oneOf([...choices, [K]] as unknown as [Shape, ...Shape[]]);
    },
  },
  mm: {
    dims: [2, 2],
    shape: (a, b) => (a[1] === b[0] ? [a[0] as number, b[1] as number] : undefined),
    rule: 'the first needs as many columns as the second has rows',
    second: (draw, a) => [a[1] as number, draw.integer(1, 8)],
  },
  mv: {
    dims: [2, 1],
    shape: (a, b) => (a[1] === b[0] ? [a[0] as number] : undefined),
    rule: 'the matrix needs as many columns as the vector has elements',
    second: (_, a) => [a[1] as number],
  },
  outer: {
    dims: [1, 1],
    shape: (a, b) => [a[0] as number, b[0] as number],
    rule: '',
    formulas: { multiplications: 'y_numel' },
    spellings: ['torch.outer', 'torch.Tensor.outer', 'torch.ger', 'torch.Tensor.ger'],
    promotes: true,
    second: (draw) => [draw.integer(1, 8)],
  },
};

const names: Readonly<Record<string, string>> = { bmm: 'mat2', mm: 'mat2', mv: 'vec', outer: 'vec2' };

const product = (kind: string, row: Row): LayerDefinition => {
  const other = names[kind] ?? 'other';
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${kind}.html`,
    options: () => ({}),
    torch: {
      spellings: [
        ...(row.operators ?? []),
        ...(row.spellings ?? [`torch.${kind}`, `torch.Tensor.${kind}`]),
      ] as unknown as [string, ...string[]],
      signature: `input, ${other}`,
      tensors: ['input', other],
    },
    arity: 2,
    takes: ['number'],
    requires: (_, inputs) => {
      const [a, b] = inputs as unknown as [Tensor, Tensor];
      const wrong = row.dims && (rank(a, row.dims[0]) ?? rank(b, row.dims[1]));
      if (wrong) return wrong;
      return row.shape(a.shape, b.shape) ? (row.promotes ? undefined : ofSameType(inputs)) : mismatch(inputs, row.rule);
    },
    outputs: (_, inputs) => {
      const [a, b] = inputs as unknown as [Tensor, Tensor];
      return [tensor(row.shape(a.shape, b.shape) as Shape, promoted(inputs))];
    },
    formulas: row.formulas ?? sums,
    symbols: row.formulas ? () => ({}) : contracted,
    generate: {
      ranks: row.dims ? [row.dims[0]] : [4, 2, 3],
      options: (_, { shape }) => (shape.length === 0 ? undefined : {}),
      operands: (draw, { shape, dtype }) => ({ inputs: [{ shape: row.second(draw, shape), dtype }] }),
    },
  });
};

/** `input + mat1 @ mat2`, each scaled. */
const sumAndProduct = (kind: 'addmm' | 'baddbmm'): LayerDefinition => {
  const [one, two] = kind === 'addmm' ? ['mat1', 'mat2'] : ['batch1', 'batch2'];
  const { dims, shape, rule } = rows[kind === 'addmm' ? 'mm' : 'bmm'] as Row;
  const [dimensions] = dims as [number, number];
  const out = (inputs: Inputs): Shape | undefined => {
    const [, a, b] = inputs as unknown as [Tensor, Tensor, Tensor];
    return shape(a.shape, b.shape);
  };
  return defineLayer({
    kind,
    target: 'function',
    source: `https://pytorch.org/docs/stable/generated/torch.${kind}.html`,
    options: () => ({ beta: scalar.default(1), alpha: scalar.default(1) }),
    torch: {
      spellings: [`torch.${kind}`, `torch.Tensor.${kind}`],
      signature: `input, ${one}, ${two}, *, beta=1, alpha=1`,
      tensors: ['input', one as string, two as string],
    },
    arity: 3,
    takes: ['number'],
    requires: (_, inputs) => {
      const [input, a, b] = inputs as unknown as [Tensor, Tensor, Tensor];
      const wrong = rank(a, dimensions) ?? rank(b, dimensions);
      if (wrong) return wrong;
      const made = out(inputs);
      if (!made) return mismatch([a, b], rule);
      const type = ofSameType(inputs);
      if (type) return type;
      // One of more dimensions has sizes that the product has not.
      return broadcast(input.shape, made)?.every((size, at) => size === made[at])
        ? undefined
        : mismatch([input, { ...input, shape: made }], 'the first must broadcast to the product of the others');
    },
    outputs: (_, inputs) => [tensor(out(inputs) as Shape, inputs[1]?.dtype)],
    formulas: {
      macs: 'y_numel * K',
      multiplications: 'y_numel * K + (scaled + added_scaled) * y_numel',
      additions: 'y_numel * (K - 1) + added * y_numel',
    },
    symbols: ({ beta, alpha }: { beta: Scalar; alpha: Scalar }, inputs) => ({
      K: (inputs[1] as Tensor).shape.at(-1) as number,
      scaled: Number(alpha) === 1 ? 0 : 1,
      added: Number(beta) === 0 ? 0 : 1,
      added_scaled: [0, 1].includes(Number(beta)) ? 0 : 1,
    }),
    generate: {
      ranks: [dimensions],
      options: (draw) => ({
        ...(draw.integer(0, 3) === 3 ? { beta: draw.oneOf([0, 2]) } : {}),
        ...(draw.integer(0, 3) === 3 ? { alpha: 2 } : {}),
      }),
      operands: (draw, { shape }): Operands => {
        const K = draw.integer(1, 8);
        const [rows_, columns] = shape.slice(-2) as [number, number];
        const batch = shape.slice(0, -2);
        return { inputs: [{ shape: [...batch, rows_, K] }, { shape: [...batch, K, columns] }] };
      },
    },
  });
};

export const products: readonly LayerDefinition[] = [
  ...Object.entries(rows).map(([kind, row]) => product(kind, row)),
  sumAndProduct('addmm'),
  sumAndProduct('baddbmm'),
];
