/** Networks of one call whose first input lies in memory otherwise than its dimensions say. */

import fc from 'fast-check';
import type { ArchitectureJson, CallJson } from '../../src/engine/index.ts';

type Input = ArchitectureJson['inputs'][number];

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

/** A network of one call whose first input of the network is seen through a view. */
const behind = (json: ArchitectureJson, view: (shape: readonly number[]) => View): ArchitectureJson => {
  const [input] = json.inputs as [Input];
  const [call] = json.calls as [CallJson];
  if (json.calls.length !== 1 || !Array.isArray(input.shape)) return json;
  const { shape, op, options } = view(input.shape);
  const renamed = (name: string): string => (name === input.name ? 'rearranged' : name);
  const named = Object.entries(call.named ?? {}).map(([name, value]) => [name, renamed(value)]);
  return {
    ...json,
    inputs: json.inputs.with(0, { ...input, shape: [...shape] }),
    calls: [
      { id: 'rearranged', op, inputs: [input.name], options },
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
      behind(json, (shape) =>
        which === 4 && shape.length > 0 ? repeated(shape, drawn) : exchanged(shape, drawn, which < 2),
      ),
    );

/** Networks out of those given in which the elements of the first input lie in one place along a dimension. */
export const expanded = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc
    .tuple(networks, draws)
    .filter(([{ inputs }]) => Array.isArray(inputs[0]?.shape) && inputs[0].shape.length > 0)
    .map(([json, drawn]) => behind(json, (shape) => repeated(shape, drawn)));
