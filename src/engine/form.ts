/** The form of an architecture's JSON: what the schema says of it, said quickly of all that is as plain as most. */

import type { z } from 'zod';
import { append } from './append.ts';
import {
  architectureSchema,
  type CallJson,
  type Checked,
  callSchema,
  defaults,
  headSchema,
  moduleSchema,
  pythonName,
} from './architectureJson.ts';
import { issue } from './issues.ts';
import type { AnyOptions } from './layer.ts';
import { internedOptions } from './optionKeys.ts';
import { deepest, issuesOf, isTooDeep, refuseAll, refuseOne } from './refuse.ts';
import { bytesOf, type Dtype } from './tensor.ts';

type Writable<Json> = { -readonly [Key in keyof Json]: Json[Key] };
type ModuleJson = Exclude<Checked['modules'][number], { readonly same_as: string }>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && value.constructor === Object;

const hasSoMany = (value: object, expected: number): boolean => {
  let count = 0;
  for (const _ in value) count++;
  return count === expected;
};

const characters = new Uint8Array(128);
for (const word of '0123456789_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  characters[word.charCodeAt(0)] = 1;
for (const mark of './-') characters[mark.charCodeAt(0)] = 2;

/** Words with one mark between two of them, which every kind of name may be; quicker than the patterns of all kinds. */
const isName = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > 200) return false;
  let before = 2;
  for (let place = 0; place < value.length; place++) {
    const next = characters[value.charCodeAt(place)];
    if (!next || (next === 2 && before === 2)) return false;
    before = next;
  }
  return before === 1;
};

/** Whether a kind has that name is asked later. */
const isKind = (value: unknown): value is string => typeof value === 'string' && value.length <= 200;

/** A copy of options that hold plain values and lists of them, which all that are equal share. */
const plainOptions = (value: unknown): AnyOptions | undefined => (isRecord(value) ? internedOptions(value) : undefined);

/** A copy of a module that has a path, a kind and perhaps options; undefined for all others, which may be right as well. */
export const plainModule = (value: unknown): ModuleJson | undefined => {
  if (!isRecord(value)) return undefined;
  const { path, kind, options } = value;
  if (!isName(path) || !isKind(kind)) return undefined;
  if (options === undefined) return hasSoMany(value, 2) ? { path, kind } : undefined;
  const copy = plainOptions(options);
  return copy && hasSoMany(value, 3) ? { path, kind, options: copy } : undefined;
};

/**
 * A copy of a call that has an id, a module or function, inputs and perhaps options; undefined for all others. Most take what
 * the call before them gives, whose id has been looked at.
 */
export const plainCall = (value: unknown, before?: CallJson): CallJson | undefined => {
  if (!isRecord(value)) return undefined;
  const { id, module, op, inputs, options } = value;
  if (!isName(id) || !Array.isArray(inputs)) return undefined;
  if (op === undefined ? !(module === id || isName(module)) : !isKind(op)) return undefined;
  for (const input of inputs) if (!((before && input === before.id) || isName(input))) return undefined;
  const made: Writable<CallJson> =
    op === undefined
      ? { id, module: module as string, inputs: inputs.slice() }
      : { id, op: op as string, inputs: inputs.slice() };
  if (options === undefined) return hasSoMany(value, 3) ? made : undefined;
  made.options = plainOptions(options);
  return made.options && hasSoMany(value, 4) ? made : undefined;
};

const isPythonName = (value: unknown): value is string => isName(value) && pythonName.test(value);

const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 1;

const isShape = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 32 && value.every(isSize);

const isDtype = (value: unknown): value is Dtype => typeof value === 'string' && Object.hasOwn(bytesOf, value);

type InputJson = Checked['inputs'][number];

/** A copy of an input; undefined for what the schema must look at. */
const plainInput = (value: unknown): InputJson | undefined => {
  if (!isRecord(value)) return undefined;
  const { name, shape, dtype = defaults.dtype } = value;
  if (!isPythonName(name) || !isShape(shape) || !isDtype(dtype)) return undefined;
  return hasSoMany(value, 'dtype' in value ? 3 : 2) ? { name, shape: [...shape], dtype } : undefined;
};

/** A copy of an architecture without its modules and calls; undefined for what the schema must look at. */
const plainHead = (value: Readonly<Record<string, unknown>>): Checked | undefined => {
  const { schema = defaults.schema, name = defaults.name, inputs, outputs, modules: _, calls: __, ...more } = value;
  if (schema !== defaults.schema || !isPythonName(name) || !hasSoMany(more, 0)) return undefined;
  if (!Array.isArray(inputs) || !Array.isArray(outputs) || outputs.length === 0 || !outputs.every(isName))
    return undefined;
  const plain = inputs.map(plainInput).filter((input) => input !== undefined);
  if (plain.length < inputs.length || plain.length === 0) return undefined;
  return { schema, name, inputs: plain, modules: [], calls: [], outputs: [...outputs] };
};

/** Modules or calls, each as plain or by the schema; undefined where the schema refuses one. */
const eachOf = <Item>(
  items: readonly unknown[],
  plain: (item: unknown, before: Item | undefined) => Item | undefined,
  schema: z.ZodType<Item>,
): Item[] | undefined => {
  const checked: Item[] = [];
  let before: Item | undefined;
  for (const item of items) {
    // An item lies in a list of the architecture.
    before = plain(item, before) ?? (isTooDeep(item, 2) ? undefined : schema.safeParse(item).data);
    if (before === undefined) return undefined;
    append(checked, before);
  }
  return checked;
};

/** An architecture that the schema takes; undefined for one that it refuses. */
const checkedParts = (value: unknown): Checked | undefined => {
  // Of the head, "returns" alone can be deep and right.
  if (!isRecord(value) || isTooDeep(value.returns, 1)) return undefined;
  const { modules: givenModules = [], calls: givenCalls } = value;
  if (!Array.isArray(givenModules) || !Array.isArray(givenCalls) || givenCalls.length === 0) return undefined;
  const head = plainHead(value) ?? headSchema.safeParse({ ...value, modules: [], calls: [] }).data;
  const modules = head && eachOf(givenModules, plainModule, moduleSchema);
  const calls = modules && eachOf(givenCalls, plainCall, callSchema);
  return calls && { ...head, modules, calls };
};

/** The architecture with its defaults, as the schema gives it. Throws Refusal with the place of each finding. */
export const checkForm = (value: unknown): Checked => {
  const checked = checkedParts(value);
  if (checked) return checked;
  if (isTooDeep(value)) return refuseOne(issue('too_deep', '', { limit: deepest }));
  const result = architectureSchema.safeParse(value);
  return result.success ? result.data : refuseAll(issuesOf(result.error, value, ''));
};
