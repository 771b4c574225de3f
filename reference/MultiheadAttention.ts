import type { Arithmetic, Scalar } from './arithmetic.ts';
import {
  causal,
  type Mask,
  maskAt,
  mixed,
  nothingWhereAllIsMasked,
  scores,
  type Vector,
  weightsOf,
} from './attention.ts';
import { type Call, type Equation, weight } from './definition.ts';
import { fill, type Tensor } from './tensor.ts';

interface Options {
  readonly embed_dim: number;
  readonly num_heads: number;
  readonly bias: boolean;
  readonly add_bias_kv: boolean;
  readonly add_zero_attn: boolean;
  readonly batch_first: boolean;
  readonly need_weights: boolean;
  readonly average_attn_weights: boolean;
  readonly is_causal: boolean;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** W_q x + b_q and so on: the three matrices are one below the other where they have the same width. */
const project = (call: Call<Options>, which: number, rows: readonly Vector[], arithmetic: Arithmetic): Vector[] => {
  const { embed_dim, bias } = call.options;
  const isPacked = Object.hasOwn(call.weights, 'in_proj_weight');
  const W = weight(call, isPacked ? 'in_proj_weight' : `${'qkv'[which]}_proj_weight`);
  return rows.map((row) =>
    upTo(embed_dim).map((e) => {
      const at = isPacked ? which * embed_dim + e : e;
      const product = arithmetic.sumOfProducts(row.map((element, k) => [W.at(at, k), element] as const));
      return bias ? arithmetic.add(product, weight(call, 'in_proj_bias').at(which * embed_dim + e)) : product;
    }),
  );
};

/** A sequence of the batch as rows; an input may lack the batch. */
const rowsOf = ({ batch_first }: Options, x: Tensor, n: number): Vector[] => {
  const isBatched = x.shape.length === 3;
  const [length, width] = [x.shape[isBatched && batch_first ? 1 : 0], x.shape.at(-1)] as [number, number];
  return upTo(length).map((t) =>
    upTo(width).map((e) => (isBatched ? (batch_first ? x.at(n, t, e) : x.at(t, n, e)) : x.at(t, e))),
  );
};

/** The masks of one head of one sequence; keys that were added are never masked, and 0 is added to their scores. */
const masksOf = (
  { options, named, inputs: [query] }: Call<Options>,
  keys: number,
  n: number,
  head: number,
  arithmetic: Arithmetic,
) => {
  const { key_padding_mask: padding, attn_mask: mask } = named;
  const masks: Mask[] = [];
  const orNothing = (s: number, at: () => Scalar): Scalar => (s < keys ? at() : arithmetic.data(0));
  if (mask) {
    const lead = mask.shape.length === 3 ? [n * options.num_heads + head] : [];
    // The hint that the mask is causal is taken at its word where nothing else needs the mask.
    const isTaken = options.is_causal && !padding && !options.need_weights;
    const given: Mask = (l, s) => orNothing(s, () => maskAt(mask, [...lead, l, s], false, arithmetic));
    masks.push(isTaken ? causal(arithmetic) : given);
  }
  const lead = query.shape.length === 3 ? [n] : [];
  if (padding) masks.push((_, s) => orNothing(s, () => maskAt(padding, [...lead, s], false, arithmetic)));
  return masks;
};

/** head_i = softmax(Q_i K_iᵀ / sqrt(d) + masks) V_i, side by side and projected. Source: torch.nn.MultiheadAttention; arXiv:1706.03762. */
export const MultiheadAttention: Equation<Options> = (call, arithmetic) => {
  const { embed_dim, num_heads, bias, add_bias_kv, add_zero_attn, batch_first, need_weights } = call.options;
  const { add, constant, divide, padding, sum, sumOfProducts } = arithmetic;
  const [query, key, value] = call.inputs as unknown as readonly [Tensor, Tensor, Tensor];
  const isBatched = query.shape.length === 3;
  const N = isBatched ? (query.shape[batch_first ? 0 : 1] as number) : 1;
  const width = embed_dim / num_heads;

  const sequences = upTo(N).map((n) => {
    const [q, k, v] = [query, key, value].map((x, which) =>
      project(call, which, rowsOf(call.options, x, n), arithmetic),
    ) as [Vector[], Vector[], Vector[]];
    const keys = k.length;
    const extended = (rows: readonly Vector[], name: string): Vector[] => [
      ...rows,
      ...(add_bias_kv ? [upTo(embed_dim).map((e) => weight(call, name).at(0, 0, e))] : []),
      ...(add_zero_attn ? [upTo(embed_dim).map(() => padding(0))] : []),
    ];
    const [allK, allV] = [extended(k, 'bias_k'), extended(v, 'bias_v')];
    const heads = upTo(num_heads).map((head) => {
      const part = (rows: readonly Vector[]) => rows.map((row) => row.slice(head * width, (head + 1) * width));
      const raw = scores(part(q), part(allK), 1 / Math.sqrt(width), arithmetic);
      const made = weightsOf(raw, masksOf(call, keys, n, head, arithmetic), arithmetic);
      const weights = need_weights ? made : nothingWhereAllIsMasked(made, arithmetic);
      return { weights, output: mixed(weights, part(allV), arithmetic) };
    });
    const W = weight(call, 'out_proj.weight');
    const output = q.map((_, l) => {
      const row = heads.flatMap((each) => each.output[l] as Vector);
      return upTo(embed_dim).map((e) => {
        const product = sumOfProducts(row.map((element, j) => [W.at(e, j), element] as const));
        return bias ? add(product, weight(call, 'out_proj.bias').at(e)) : product;
      });
    });
    return { output, weights: heads.map((each) => each.weights) };
  });

  const L = (sequences[0] as (typeof sequences)[0]).output.length;
  const batch = isBatched ? [N] : [];
  const order = (n: number, l: number): number[] => (batch_first ? [n, l] : [l, n]);
  const output = fill([...(isBatched ? order(N, L) : [L]), embed_dim], (index) => {
    const [n, l] = (isBatched ? (batch_first ? index : [index[1], index[0]]) : [0, index[0]]) as [number, number];
    return sequences[n]?.output[l]?.[index.at(-1) as number] as Scalar;
  });
  if (!need_weights) return [output];
  const at = (n: number, head: number, l: number, s: number) => sequences[n]?.weights[head]?.[l]?.[s] as Scalar;
  const S1 = sequences[0]?.weights[0]?.[0]?.length as number;
  const all = call.options.average_attn_weights
    ? fill([...batch, L, S1], (index) => {
        const [n, l, s] = (isBatched ? index : [0, ...index]) as [number, number, number];
        return divide(sum(upTo(num_heads).map((head) => at(n, head, l, s))), constant(num_heads));
      })
    : fill([...batch, num_heads, L, S1], (index) =>
        at(...((isBatched ? index : [0, ...index]) as [number, number, number, number])),
      );
  return [output, all];
};
