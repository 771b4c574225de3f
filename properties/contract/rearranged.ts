/** Networks of one call whose first input lies in memory otherwise than its dimensions say. */

import fc from 'fast-check';
import type { ArchitectureJson, CallJson } from '../../src/engine/index.ts';

interface View {
  /** Of the input of the network, which the view makes what the call takes. */
  readonly shape: readonly number[];
  readonly op: string;
  readonly options: CallJson['options'];
}

/** A view that exchanges dimensions; with `isLast`, the second one becomes the innermost, as images have their channels. */
const exchanged = (shape: readonly number[], draws: readonly number[], isLast: boolean): View => {
  const rank = shape.length;
  const shuffled = shape.map((_, dimension) => dimension).sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
  const dims = isLast && rank > 2 ? [0, rank - 1, ...shuffled.map((_, at) => at).slice(1, -1)] : shuffled;
  const before = shape.map((_, dimension) => shape[dims.indexOf(dimension)] as number);
  return { shape: before, op: 'permute', options: { dims } };
};

/** A view that repeats one element along a dimension. */
const repeated = (shape: readonly number[], [draw = 0]: readonly number[]): View => ({
  shape: shape.with(draw % shape.length, 1),
  op: 'expand',
  options: { size: [...shape] },
});

/** A network of one call in which some inputs of the network are seen through views, one for each; undefined leaves one as it is. */
const behind = (json: ArchitectureJson, views: readonly (((shape: readonly number[]) => View) | undefined)[]) => {
  const [call] = json.calls as [CallJson];
  if (json.calls.length !== 1) return json;
  const seen = json.inputs.flatMap((input, index) => {
    const view = views[index];
    return view && Array.isArray(input.shape) ? [{ id: `rearranged${index}`, input, ...view(input.shape) }] : [];
  });
  const renamed = (name: string): string => seen.find(({ input }) => input.name === name)?.id ?? name;
  const named = Object.entries(call.named ?? {}).map(([name, value]) => [name, renamed(value)]);
  return {
    ...json,
    inputs: json.inputs.map((input) => {
      const view = seen.find((one) => one.input === input);
      return view ? { ...input, shape: [...view.shape] } : input;
    }),
    calls: [
      ...seen.map(({ id, op, input, options }) => ({ id, op, inputs: [input.name], options })),
      { ...call, inputs: call.inputs.map(renamed), ...(call.named && { named: Object.fromEntries(named) }) },
    ],
  };
};

const draws = fc.array(fc.nat(), { minLength: 7, maxLength: 7 });

/** Networks out of those given behind such a view; those of several calls stay as they are. */
export const rearranged = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc
    .tuple(networks, draws, fc.nat(4))
    .map(([json, drawn, which]) =>
      behind(json, [
        (shape) => (which === 4 && shape.length > 0 ? repeated(shape, drawn) : exchanged(shape, drawn, which < 2)),
      ]),
    );

/** Networks out of those given in which every second input is seen through a view that exchanges its dimensions. */
export const exchangedThroughout = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.array(fc.tuple(draws, fc.nat(5)), { minLength: 6, maxLength: 6 })).map(([json, drawn]) =>
    behind(
      json,
      drawn.map(([dims, which]) => (which < 3 ? (shape) => exchanged(shape, dims, which < 1) : undefined)),
    ),
  );

/** Networks out of those given in which the elements of the first input lie in one place along a dimension. */
export const expanded = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc
    .tuple(networks, draws)
    .filter(([{ inputs }]) => Array.isArray(inputs[0]?.shape) && inputs[0].shape.length > 0)
    .map(([json, drawn]) => behind(json, [(shape) => repeated(shape, drawn)]));
