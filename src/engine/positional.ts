/** How a call hands its arguments over, as `python/src/countersign/arguments.py` writes it. */

import type { LeafCall } from './shapes.ts';
import { defaultsOf } from './spellings.ts';

/** How many arguments stand in order: all up to the first that is left out, since it has its default, or that must be named. */
export const positional = ({ definition, options, inputs, named }: LeafCall): number => {
  const { signature, tensors } = definition.forward;
  const defaults = defaultsOf(definition.callSchema);
  const given = new Set([...tensors.slice(0, inputs.length), ...Object.keys(named).map((name) => name.split('.')[0])]);
  const names = signature.split(',').map((parameter) => parameter.split('=')[0]?.trim() ?? '');
  const isGiven = (name: string): boolean =>
    given.has(name) ||
    (definition.callOptionNames.includes(name) && JSON.stringify(options[name]) !== JSON.stringify(defaults[name]));
  const end = names.findIndex((name) => name.startsWith('*') || !isGiven(name));
  return end < 0 ? names.length : end;
};
