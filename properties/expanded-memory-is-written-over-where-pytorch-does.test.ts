/** What writes over its input is refused where several elements lie in one place, exactly where PyTorch refuses it. */

import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { type ArchitectureJson, type CallJson, type LayerDefinition, layers, Refusal } from '../src/engine/index.ts';
import { isInPlace, spellingsFor } from '../src/engine/spellings.ts';
import { networksOf, optionsIn, withOption } from './contract/hostile.ts';
import { madeOrRefused } from './contract/ours.ts';
import { asksPyTorch } from './contract/pytorch.ts';
import { expanded } from './contract/rearranged.ts';
import { cases, seed } from './tools.ts';

const { ask, close } = asksPyTorch();
afterAll(close);

const isAlwaysInPlace = ({ kind }: LayerDefinition): boolean => kind === 'setitem' || kind.endsWith('_');

const writing = [...layers.values()].filter(
  (definition) =>
    isAlwaysInPlace(definition) ||
    definition.optionNames.includes('inplace') ||
    definition.torch.spellings.some(isInPlace),
);

/** A network in each way of writing its one call that writes over the input. */
const waysOf = (definition: LayerDefinition, json: ArchitectureJson): readonly ArchitectureJson[] => {
  const { spelling, ...call } = json.calls.at(-1) as CallJson;
  // A tensor copied to itself is left alone before PyTorch looks at it; which one a tensor is, only a run can tell.
  if (definition.kind === 'copy_' && call.inputs[0] === call.inputs[1]) return [];
  const written = (how: object): ArchitectureJson => ({ ...json, calls: json.calls.with(-1, { ...call, ...how }) });
  const spelt = spellingsFor(definition, optionsIn(json, definition)).filter(isInPlace);
  return [
    ...(isAlwaysInPlace(definition) ? [json] : []),
    ...spelt.map((way) => written({ spelling: way })),
    ...(definition.optionNames.includes('inplace') ? [withOption(written({}), definition, 'inplace', true)] : []),
  ];
};

it.each(writing.map(({ kind }) => kind))(
  '%s',
  async (kind) => {
    const definition = layers.get(kind) as LayerDefinition;
    const networks = fc.sample(expanded(networksOf(kind)), { numRuns: cases(4), seed });
    for (const architecture of networks.flatMap((json) => waysOf(definition, json))) {
      const ours = madeOrRefused(architecture);
      const theirs = await ask({ architecture, meta: false });
      const where = JSON.stringify(architecture);
      if (ours instanceof Refusal) expect(theirs.refused, `${ours.message} ${where}`).toBeDefined();
      else expect(ours, where).toEqual(theirs);
    }
  },
  600_000,
);
