/** Networks of one call whose tensors are other ones than were drawn: a size, the number of dimensions, the type. */

import fc from 'fast-check';
import type { ArchitectureJson, CallJson } from '../../src/engine/index.ts';

type Input = ArchitectureJson['inputs'][number];

/** All that an input can be of. */
export const dtypes = [
  'int64',
  'int32',
  'int16',
  'bool',
  'float64',
  'float32',
  'float16',
  'bfloat16',
  'uint8',
  'int8',
] as const;

const changes: readonly ((input: Input, place: number) => Input)[] = [
  (input, place) => ({ ...input, shape: input.shape.with(place, (input.shape[place] as number) + 1) }),
  (input, place) => ({ ...input, shape: input.shape.with(place, Math.max(1, (input.shape[place] as number) - 1)) }),
  (input, place) => ({ ...input, shape: input.shape.with(place, 1) }),
  (input, place) => ({ ...input, shape: input.shape.with(place, 2 * (input.shape[place] as number)) }),
  (input, place) => ({ ...input, shape: input.shape.toSpliced(place, 1) }),
  (input, place) => ({ ...input, shape: input.shape.toSpliced(place, 0, 1) }),
  (input, place) => ({ ...input, shape: input.shape.toSpliced(place, 0, 2) }),
  (input) => ({ ...input, shape: input.shape.map(() => 1) }),
  (input) => ({ ...input, shape: input.shape.slice(1) }),
  ...[0, 1, 2, 3, 4, 5, 6].map((rank) => (input: Input) => ({
    ...input,
    shape: [...new Array<number>(rank).fill(2), ...input.shape].slice(-rank || rank + input.shape.length),
  })),
  ...dtypes.map((dtype) => (input: Input) => ({ ...input, dtype })),
];

/** A network in which each tensor that its one call takes is an input of its own. */
const apart = (json: ArchitectureJson): ArchitectureJson => {
  const [call] = json.calls as [CallJson];
  const inputs: Input[] = [];
  const own = (name: string): string => {
    inputs.push({ ...(json.inputs.find((one) => one.name === name) as Input), name: `x${inputs.length}` });
    return `x${inputs.length - 1}`;
  };
  const taken = call.inputs.map(own);
  const named = Object.entries(call.named ?? {}).map(([name, value]) => [name, own(value)]);
  return {
    ...json,
    inputs,
    calls: [{ ...call, inputs: taken, ...(call.named && { named: Object.fromEntries(named) }) }],
  };
};

/** Networks out of those given with one tensor changed that a call takes; those of several calls stay as they are. */
export const misshapen = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.nat(), fc.nat(), fc.constantFrom(...changes)).map(([given, which, where, change]) => {
    if (given.calls.length !== 1 || given.calls[0]?.calls) return given;
    const json = apart(given);
    const at = which % json.inputs.length;
    const input = json.inputs[at] as Input;
    if (typeof input.shape !== 'object') return json;
    const changed = input.shape.length === 0 ? { ...input, shape: [2] } : change(input, where % input.shape.length);
    return { ...json, inputs: json.inputs.with(at, changed) };
  });

/** Networks out of those given in which each tensor that a call takes has another type; those of several calls stay as they are. */
export const retyped = (networks: fc.Arbitrary<ArchitectureJson>): fc.Arbitrary<ArchitectureJson> =>
  fc.tuple(networks, fc.array(fc.constantFrom(...dtypes), { minLength: 6, maxLength: 6 })).map(([given, drawn]) => {
    if (given.calls.length !== 1 || given.calls[0]?.calls) return given;
    const json = apart(given);
    return { ...json, inputs: json.inputs.map((input, at) => ({ ...input, dtype: drawn[at] ?? 'float32' })) };
  });
