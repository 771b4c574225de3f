/** From options as they are given to a layer with its options, checked once for equal ones. */

import { issue } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import { internedOptions } from './optionKeys.ts';
import { parse, refuseOne } from './refuse.ts';
import { type Remembered, remembered } from './remembered.ts';
import { Setup } from './setup.ts';
import { numel } from './tensor.ts';

/** A part of an architecture's JSON, as in `modules[2]`: asked for where it is refused. */
export type Place = () => string;

type Table = Remembered<AnyOptions, Setup>;

const tables = new Map<LayerDefinition, Table>();
const callTables = new WeakMap<Setup, Table>();

const tableOf = <Owner extends object>(
  owners: { get(owner: Owner): Table | undefined; set(owner: Owner, table: Table): unknown },
  owner: Owner,
): Table => {
  const known = owners.get(owner);
  if (known) return known;
  const made: Table = remembered();
  owners.set(owner, made);
  return made;
};

const noOptions: AnyOptions = {};

const isLongerThanOne = (value: unknown): boolean => Array.isArray(value) && value.length > 1;

/** The options that are written as a list of one number where they hold for several dimensions. */
const shortIn = (given: AnyOptions, options: AnyOptions): ReadonlySet<string> =>
  new Set(
    Object.entries(given).flatMap(([name, value]) =>
      Array.isArray(value) && value.length === 1 && isLongerThanOne(options[name]) ? [name] : [],
    ),
  );

const checked = (definition: LayerDefinition, given: AnyOptions, place: Place, name: string): Setup => {
  const options = parse(definition.schema, given, place());
  const complaint = definition.valid(options);
  if (complaint)
    return refuseOne(issue('layer', `${place()}.options`, { layer: name, kind: definition.kind, complaint }));
  const setup = new Setup(definition, options, shortIn(given, options));
  for (const { shape } of setup.weights)
    if (!Number.isSafeInteger(numel(shape))) refuseOne(issue('too_large', `${place()}.options`, { shape }));
  return setup;
};

/** What a table has for options, which may be interned already; else what is made for them, for all that are equal. */
const found = (table: Table, given: AnyOptions, make: () => Setup): Setup => {
  const known = table.get(given);
  if (known) return known;
  const key = internedOptions(given);
  if (!key) return make();
  return table.get(key) ?? table.set(key, make());
};

/** A layer with its options, checked and completed with PyTorch's defaults. Throws Refusal. */
export const setupOf = (
  definition: LayerDefinition,
  given: AnyOptions = noOptions,
  place: Place = () => '',
  name = '',
): Setup => {
  const table = tableOf(tables, definition);
  return found(table, given, () => {
    const made = checked(definition, given, place, name);
    // Completed options are complete already: what is drawn states them, and is read again.
    return made.short.size > 0 ? made : found(table, made.options, () => made);
  });
};

/** The layer of a module with the options of a call besides, checked and completed. Throws Refusal. */
export const setupOfCall = (module: Setup, given: AnyOptions | undefined, place: Place = () => ''): Setup => {
  const { definition, options } = module;
  if (given === undefined && definition.callOptionNames.length === 0) return module;
  return found(tableOf(callTables, module), given ?? noOptions, () => {
    const own = parse(definition.callSchema, given, place());
    return definition.callOptionNames.length > 0 ? new Setup(definition, { ...options, ...own }, module.short) : module;
  });
};
