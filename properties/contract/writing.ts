/** Kinds that write over their input, and the ways to have them do so. */

import { type ArchitectureJson, type CallJson, type LayerDefinition, layers } from '../../src/engine/index.ts';
import { isInPlace, spellingsFor } from '../../src/engine/spellings.ts';
import { optionsIn, withOption } from './hostile.ts';

const isAlwaysInPlace = ({ kind }: LayerDefinition): boolean => kind === 'setitem' || kind.endsWith('_');

export const writing = [...layers.values()].filter(
  (definition) =>
    isAlwaysInPlace(definition) ||
    definition.optionNames.includes('inplace') ||
    definition.torch.spellings.some(isInPlace),
);

/** A network in each way of writing its one call that writes over the input; none for a kind that never does. */
export const waysOf = (definition: LayerDefinition, json: ArchitectureJson): readonly ArchitectureJson[] => {
  const { spelling, ...call } = json.calls.at(-1) as CallJson;
  // A tensor copied to itself is left alone before PyTorch looks at it; which one a tensor is, only a run can tell.
  const source = definition.kind === 'copy_' ? call.inputs[1] : definition.kind === 'setitem' && call.named?.value;
  if (source === call.inputs[0]) return [];
  const written = (how: object): ArchitectureJson => ({ ...json, calls: json.calls.with(-1, { ...call, ...how }) });
  const spelt = spellingsFor(definition, optionsIn(json, definition)).filter(isInPlace);
  return [
    ...(isAlwaysInPlace(definition) ? [json] : []),
    ...spelt.map((way) => written({ spelling: way })),
    ...(definition.optionNames.includes('inplace') ? [withOption(written({}), definition, 'inplace', true)] : []),
  ];
};
