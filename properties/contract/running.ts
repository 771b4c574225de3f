/** Ways to run a network, and networks of the kinds for which torch chooses kernels by them. */

import fc from 'fast-check';
import type { Running } from '../../src/engine/dispatch.ts';
import type { ArchitectureJson, LayerDefinition } from '../../src/engine/index.ts';
import { architectureArbitrary } from '../../src/harness/generate.ts';
import { rearrangedThroughout } from './rearranged.ts';

/** With gradients or without, under no mode of torch's dispatch or one of either sort. */
export const runnings: readonly Running[] = (['none', 'listens', 'decomposes'] as const).flatMap((mode) => [
  { gradients: false, mode },
  { gradients: true, mode },
]);

/** A network with a parameter of its own added to its first input, so that all behind it learns. */
const learning = (json: ArchitectureJson): ArchitectureJson => {
  const name = json.inputs[0]?.name as string;
  const behind = (given: string): string => (given === name ? 'learnt' : given);
  const root = { path: '', kind: 'Module', parameters: [{ name: 'shift', shape: [1], dtype: 'float32' }] };
  return {
    ...json,
    modules: [root, ...(json.modules ?? []).filter(({ path }) => path !== '')],
    calls: [
      { id: 'learnt', op: 'add', inputs: [name, '@shift'] },
      ...json.calls.map((call) => ({ ...call, inputs: call.inputs.map(behind) })),
    ],
  } as ArchitectureJson;
};

/** Networks of one call whose inputs are permuted, behind a parameter or not; on rows where the kind takes them. */
export const networksToRun = ({ kind, generate }: LayerDefinition): fc.Arbitrary<ArchitectureJson> => {
  const ranks = generate.ranks.includes(3) ? [3] : generate.ranks;
  const drawn = architectureArbitrary({ kinds: [kind], ranks, maxPicks: 1, maxElements: 60, plain: true });
  return fc
    .tuple(rearrangedThroughout(drawn), fc.boolean())
    .filter(([json]) => [`"${kind}"`, '"permute"'].every((part) => JSON.stringify(json).includes(part)))
    .map(([json, learns]) => (learns ? learning(json) : json));
};
