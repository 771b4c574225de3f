/** Networks of one call whose first input lies in memory otherwise than its dimensions say. */

import fc from 'fast-check';
import type { ArchitectureJson, CallJson } from '../../src/engine/index.ts';

interface View {
  /** Of the input of the network, which the views make what the call takes. */
  readonly shape: readonly number[];
  readonly views: readonly Pick<CallJson, 'op' | 'options'>[];
}

/** A view that exchanges dimensions; with `isLast`, the second one becomes the innermost, as images have their channels. */
const exchanged = (shape: readonly number[], draws: readonly number[], isLast: boolean): View => {
  const rank = shape.length;
  const shuffled = shape.map((_, dimension) => dimension).sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
  const dims = isLast && rank > 2 ? [0, rank - 1, ...shuffled.map((_, at) => at).slice(1, -1)] : shuffled;
  const before = shape.map((_, dimension) => shape[dims.indexOf(dimension)] as number);
  return { shape: before, views: [{ op: 'permute', options: { dims } }] };
};

/** A view that repeats one element along a dimension. */
const repeated = (shape: readonly number[], [draw = 0]: readonly number[]): View => ({
  shape: shape.with(draw % shape.length, 1),
  views: [{ op: 'expand', options: { size: [...shape] } }],
});

/** A view of a part, which leaves some elements out in front along a dimension, behind or between. */
const cut = (shape: readonly number[], draws: readonly number[]): View => {
  const parts = shape.map((size, dimension) => {
    const draw = draws[dimension] ?? 0;
    const [start, step, behind] = [draw % 2, draw % 3 === 0 ? 2 : 1, draw % 5 === 0 ? 1 : 0];
    return { size: start + step * size + behind, index: { start, stop: start + step * size, step } };
  });
  return {
    shape: parts.map(({ size }) => size),
    views: [{ op: 'getitem', options: { index: parts.map(({ index }) => index) } }],
  };
};

/** A part whose dimensions are exchanged. */
const cutAndExchanged = (shape: readonly number[], draws: readonly number[]): View => {
  const outer = exchanged(shape, draws, (draws[0] ?? 0) % 2 === 0);
  const inner = cut(outer.shape, draws);
  return { shape: inner.shape, views: [...inner.views, ...outer.views] };
};

/** A network of one call in which some inputs of the network are seen through views, one for each; undefined leaves one as it is. */
const behind = (json: ArchitectureJson, views: readonly (((shape: readonly number[]) => View) | undefined)[]) => {
  const [call] = json.calls as [CallJson];
  if (json.calls.length !== 1) return json;
  const seen = json.inputs.flatMap((input, index) => {
    const view = views[index];
    return view && Array.isArray(input.shape) ? [{ index, input, ...view(input.shape) }] : [];
  });
  const idOf = (index: number, at: number): string => `rearranged${index}_${at}`;
  const renamed = (name: string): string => {
    const one = seen.find(({ input }) => input.name === name);
    return one && one.views.length > 0 ? idOf(one.index, one.views.length - 1) : name;
  };
  const named = Object.entries(call.named ?? {}).map(([name, value]) => [name, renamed(value)]);
  return {
    ...json,
    inputs: json.inputs.map((input) => {
      const view = seen.find((one) => one.input === input);
      return view ? { ...input, shape: [...view.shape] } : input;
    }),
    calls: [
      ...seen.flatMap(({ index, input, views }) =>
        views.map((view, at) => ({
          id: idOf(index, at),
          inputs: [at === 0 ? input.name : idOf(index, at - 1)],
          ...view,
        })),
      ),
      { ...call, inputs: call.inputs.map(renamed), ...(call.named && { named: Object.fromEntries(named) }) },
    ],
  };
};

const draws = fc.array(fc.nat(), { minLength: 7, maxLength: 7 });

const viewOf = (which: number, shape: readonly number[], drawn: readonly number[]): View => {
  if (shape.length === 0) return { shape, views: [] };
  if (which === 5) return cut(shape, drawn);
  if (which === 4) return cutAndExchanged(shape, drawn);
  return which === 3 ? repeated(shape, drawn) : exchanged(shape, drawn, which === 0);
};

/** Networks out of those given behind such a view; those of several calls stay as they are. */
export const rearranged = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc
    .tuple(networks, draws, fc.nat(5))
    .map(([json, drawn, which]) => behind(json, [(shape) => viewOf(which, shape, drawn)]));

/** Networks out of those given in which most inputs are seen through views of parts, with dimensions exchanged, or both. */
export const rearrangedThroughout = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.array(fc.tuple(draws, fc.nat(8)), { minLength: 6, maxLength: 6 })).map(([json, drawn]) =>
    behind(
      json,
      drawn.map(([dims, which]) => (which > 5 || which === 3 ? undefined : (shape) => viewOf(which, shape, dims))),
    ),
  );

/** Networks out of those given in which the elements of the first input lie in one place along a dimension. */
export const expanded = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc
    .tuple(networks, draws)
    .filter(([{ inputs }]) => Array.isArray(inputs[0]?.shape) && inputs[0].shape.length > 0)
    .map(([json, drawn]) => behind(json, [(shape) => repeated(shape, drawn)]));
