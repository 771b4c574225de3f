/** Places in an architecture's JSON where numbers and options stand, and how they are changed. */

import {
  type AnyOptions,
  type ArchitectureJson,
  type CallJson,
  type LayerDefinition,
  layers,
} from '../engine/index.ts';

/** The way to a value, as in `['inputs', 0, 'shape', 1]`. */
export type Site = readonly (string | number)[];

/** The value at a site; undefined where there is none. */
export const at = (value: unknown, site: Site): unknown =>
  site.reduce<unknown>((found, key) => (found as Readonly<Record<string | number, unknown>> | undefined)?.[key], value);

const put = (value: unknown, [key, ...rest]: Site, made: unknown): unknown => {
  if (key === undefined) return made;
  if (Array.isArray(value)) return value.with(key as number, put(value[key as number], rest, made));
  const record = value as Readonly<Record<string, unknown>>;
  if (rest.length > 0 || made !== undefined) return { ...record, [key]: put(record[key], rest, made) };
  const { [key]: _, ...others } = record;
  return others;
};

/** The same architecture with another value at a site; without it where the value is undefined. */
export const set = (json: ArchitectureJson, site: Site, made: unknown): ArchitectureJson =>
  put(json, site, made) as ArchitectureJson;

/** The options of one layer, function or call, and where they stand. */
export interface OptionSite {
  readonly site: Site;
  readonly schema: LayerDefinition['schema'];
  readonly options: AnyOptions;
  /** The module's path or the call's id. */
  readonly owner: string;
}

export const optionSites = (json: ArchitectureJson): OptionSite[] => {
  const found: OptionSite[] = [];
  const kinds = new Map((json.modules ?? []).map((module) => [module.path, 'kind' in module ? module.kind : '']));
  for (const [index, module] of (json.modules ?? []).entries()) {
    const definition = 'kind' in module ? layers.get(module.kind) : undefined;
    if (definition && 'options' in module && module.options)
      found.push({
        site: ['modules', index, 'options'],
        schema: definition.schema,
        options: module.options,
        owner: module.path,
      });
  }
  const walk = (calls: readonly CallJson[], site: Site): void => {
    for (const [index, { id, op, module, options, calls: body }] of calls.entries()) {
      const definition = layers.get(op ?? kinds.get(module ?? '') ?? '');
      const schema = op === undefined ? definition?.callSchema : definition?.schema;
      if (schema && options) found.push({ site: [...site, index, 'options'], schema, options, owner: id });
      if (body) walk(body, [...site, index, 'calls']);
    }
  };
  walk(json.calls, ['calls']);
  return found;
};

/** The sites of all numbers in a value: itself, or those of a list. */
export const numbersIn = (value: unknown, site: Site): Site[] => {
  if (typeof value === 'number') return [site];
  return Array.isArray(value) ? value.flatMap((item, index) => numbersIn(item, [...site, index])) : [];
};

/** The sites of all numbers: of options, of parameters and buffers, then of inputs. */
export const numberSites = (json: ArchitectureJson): Site[] => [
  ...optionSites(json).flatMap(({ site, options }) =>
    Object.entries(options).flatMap(([name, value]) => numbersIn(value, [...site, name])),
  ),
  ...(json.modules ?? []).flatMap((module, index) =>
    (['parameters', 'buffers'] as const).flatMap((list) =>
      (('kind' in module && module[list]) || []).flatMap(({ shape }, position) =>
        numbersIn(shape, ['modules', index, list, position, 'shape']),
      ),
    ),
  ),
  ...json.inputs.flatMap(({ shape }, index) => numbersIn(shape, ['inputs', index, 'shape'])),
];
