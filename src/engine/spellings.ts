/** The ways to write a call in PyTorch. */

import type { AnyOptions, LayerDefinition } from './layer.ts';

/** Whether a function is written in the way that overwrites its first input: PyTorch marks those with a trailing underscore. */
export const isInPlace = (spelling: string | undefined): boolean =>
  spelling !== undefined && /^torch\..*[^_]_$/.test(spelling);

const namesBySignature = new Map<string, readonly string[]>();

/** The names of a signature's arguments. */
const namesIn = (signature: string): readonly string[] => {
  const known = namesBySignature.get(signature);
  if (known) return known;
  const names = signature.split(',').map((part) => (part.split('=')[0] as string).replaceAll('*', '').trim());
  namesBySignature.set(signature, names);
  return names;
};

/** Whether a signature has an argument without a default. */
const asks = (signature: string, name: string): boolean => signature.split(',').some((part) => part.trim() === name);

const defaultsBySchema = new WeakMap<LayerDefinition['schema'], AnyOptions>();

/** The options of a call that states none; none where some must be stated. */
export const defaultsOf = (schema: LayerDefinition['schema']): AnyOptions => {
  const known = defaultsBySchema.get(schema);
  if (known) return known;
  const defaults = schema.safeParse({}).data ?? {};
  defaultsBySchema.set(schema, defaults);
  return defaults;
};

/** The ways of writing a call that take these options, the usual one first: an operator such as `x + y` takes none by name. */
export const spellingsFor = (
  { torch: { spellings, signature, signatures = {} }, optionNames, schema }: LayerDefinition,
  options: AnyOptions,
): readonly string[] => {
  const isPlain = Object.keys(signatures).length === 0;
  if (isPlain) return spellings;
  const usual = defaultsOf(schema);
  const said = optionNames.filter((name) => options[name] !== undefined && options[name] !== usual[name]);
  return spellings.filter((spelling) => {
    const own = [signatures[spelling] ?? signature].flat()[0] as string;
    const names = namesIn(own);
    // Where None is no default, it is not taken either.
    const isMissing = spelling in signatures && optionNames.some((name) => options[name] === null && asks(own, name));
    return !isMissing && said.every((name) => names.includes(name));
  });
};
