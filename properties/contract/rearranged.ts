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

/** Networks out of those given behind such a view; those of several calls stay as they are. */
export const rearranged = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), fc.nat(4)).map(([json, draws, which]) => {
    const [input] = json.inputs as [Input];
    const [call] = json.calls as [CallJson];
    if (json.calls.length !== 1 || !Array.isArray(input.shape)) return json;
    const isRepeated = which === 4 && input.shape.length > 0;
    const { shape, op, options } = isRepeated ? repeated(input.shape, draws) : exchanged(input.shape, draws, which < 2);
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
  });
