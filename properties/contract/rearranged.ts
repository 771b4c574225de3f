/** Networks of one call whose first input lies in memory in another order than its dimensions have. */

import fc from 'fast-check';
import type { ArchitectureJson, CallJson } from '../../src/engine/index.ts';

type Input = ArchitectureJson['inputs'][number];

/** Networks out of those given behind a view that exchanges dimensions; those of several calls stay as they are. */
export const rearranged = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.array(fc.nat(), { minLength: 7, maxLength: 7 }), fc.boolean()).map(([json, draws, isLast]) => {
    const [input] = json.inputs as [Input];
    const [call] = json.calls as [CallJson];
    if (json.calls.length !== 1 || !Array.isArray(input.shape)) return json;
    const rank = input.shape.length;
    const shuffled = input.shape.map((_, dimension) => dimension).sort((a, b) => (draws[a] ?? 0) - (draws[b] ?? 0));
    // The second dimension innermost, as images have their channels.
    const dims = isLast && rank > 2 ? [0, rank - 1, ...shuffled.map((_, at) => at).slice(1, -1)] : shuffled;
    const shape = input.shape.map((_, dimension) => input.shape[dims.indexOf(dimension)] as number);
    const renamed = (name: string): string => (name === input.name ? 'rearranged' : name);
    const named = Object.entries(call.named ?? {}).map(([name, value]) => [name, renamed(value)]);
    return {
      ...json,
      inputs: json.inputs.with(0, { ...input, shape }),
      calls: [
        { id: 'rearranged', op: 'permute', inputs: [input.name], options: { dims } },
        {
          ...call,
          inputs: call.inputs.map((one) => (typeof one === 'string' ? renamed(one) : one)),
          ...(call.named && { named: Object.fromEntries(named) }),
        } as CallJson,
      ],
    };
  });
