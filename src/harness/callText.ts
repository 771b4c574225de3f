/** Calls as a person writes them in PyTorch: `torch.cat([a, b], dim=1)`, `a + b`, `a.view(-1, 8)`. */

import { type LayerDefinition, layers } from '../engine/index.ts';
import type { AnyOptions } from '../engine/layer.ts';
import type { Signature } from '../engine/signature.ts';
import { spellingsFor } from '../engine/spellings.ts';

/** An option that is a module or a function. */
interface Ready {
  readonly kind?: string;
  readonly options?: AnyOptions;
  readonly op?: string;
  readonly spelling?: string;
}

const ready = ({ kind, options = {}, op = '', spelling }: Ready): string => {
  const definition = layers.get(kind ?? op) as LayerDefinition;
  return kind === undefined
    ? (spelling ?? definition.torch.spellings[0])
    : `nn.${kind}(${optionWords(definition, options).join(', ')})`;
};

/** A value as Python writes it. */
export const literal = (value: unknown): string => {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  if (Array.isArray(value)) return `(${value.map(literal).join(', ')}${value.length === 1 ? ',' : ''})`;
  if (typeof value === 'object') return ready(value as Ready);
  return typeof value === 'string' ? `'${value}'` : String(value);
};

/** An option as Python takes it: JSON has no infinities and no types. */
const optionText = (name: string, value: unknown): string => {
  if (typeof value !== 'string') return literal(value);
  if (name === 'dtype' || name === 'memory_format') return `torch.${value}`;
  if (/^-?(inf|nan)$/.test(value)) return `float('${value}')`;
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value) ? value : literal(value);
};

const isDefault = (schema: LayerDefinition['schema'], options: AnyOptions, name: string): boolean => {
  const { [name]: value, ...rest } = options;
  const without = schema.safeParse(rest);
  return without.success && JSON.stringify(without.data[name]) === JSON.stringify(value);
};

/** Options that are not PyTorch's defaults: those without which the layer, or its call, would be another. */
const telling = (schema: LayerDefinition['schema'], options: AnyOptions): [string, unknown][] =>
  Object.entries(options).filter(([name]) => !isDefault(schema, options, name));

/** Options by name, as a constructor takes them. */
export const optionWords = (definition: LayerDefinition, options: AnyOptions): string[] =>
  telling(definition.schema, options).map(([name, value]) => `${name}=${optionText(name, value)}`);

/** Tensors by name; those of one tuple, such as `hx.0` and `hx.1`, as that tuple. */
const namedTexts = (named: Readonly<Record<string, string>>): [string, string][] =>
  [...Map.groupBy(Object.entries(named), ([name]) => name.split('.')[0] as string)].map(([name, values]) => {
    const given = values.map(([, text]) => text);
    return [name, name in named ? (given[0] as string) : `(${given.join(', ')})`];
  });

/** Places as `x[0, :, None]` names them, with tensors where they stand. */
const indexText = (places: readonly unknown[], tensors: readonly string[]): string => {
  const rest = [...tensors];
  const end = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
  const shown = places.map((place) => {
    if (place === '...') return '...';
    if (place === 'tensor') return rest.shift() as string;
    if (Array.isArray(place)) return `[${place.join(', ')}]`;
    if (place === null || typeof place !== 'object') return literal(place);
    const { start, stop, step } = place as Readonly<Record<string, unknown>>;
    return `${end(start)}:${end(stop)}${step === null || step === undefined ? '' : `:${step}`}`;
  });
  return shown.length === 0 ? '()' : shown.join(', ');
};

interface Given {
  /** Python's names of the tensors that a call takes in order. */
  readonly inputs: readonly string[];
  readonly named: Readonly<Record<string, string>>;
  readonly options: AnyOptions;
}

/** Arguments in the order of a signature as long as none is left out, then by name: as `countersign/arguments.py` hands them over. */
const argumentsText = (
  signature: string,
  { tensors }: Signature,
  { arity }: LayerDefinition,
  { inputs, named, options }: Given,
  schema: LayerDefinition['schema'],
): string[] => {
  const values = new Map<string, readonly string[]>(
    telling(schema, options).map(([name, value]) => [name, [optionText(name, value)]]),
  );
  const [first] = tensors as [string];
  if (signature.includes(`*${first}`) || tensors.some((name) => signature.includes(`*${name}`)))
    values.set(tensors.find((name) => signature.includes(`*${name}`)) as string, inputs);
  else if (arity === 'list') values.set(first, [`[${inputs.join(', ')}]`]);
  else for (const [index, input] of inputs.entries()) values.set(tensors[index] as string, [input]);
  const words = namedTexts(named);
  for (const [name, text] of words) values.set(name, [text]);
  const byName = new Set(words.map(([name]) => name));
  const placed: string[] = [];
  const spelt: string[] = [];
  let isUnbroken = true;
  for (const parameter of signature.split(',')) {
    const name = (parameter.split('=')[0] as string).trim();
    const starred = name.startsWith('*') ? name.slice(1) : undefined;
    // What has a default here may have none in Python, as the start of a range with a step.
    const isAsked = starred === undefined && !parameter.includes('=') && name in options;
    const given = values.get(starred ?? name) ?? (isAsked ? [optionText(name, options[name])] : undefined);
    if (starred !== undefined) {
      const items = options[starred] ?? [];
      if (given && starred in options)
        placed.push(...(Array.isArray(items) && items.length > 0 ? items.map(literal) : [literal(items)]));
      else if (given) placed.push(...given);
      isUnbroken = false;
    } else if (!given) isUnbroken = false;
    else if (isUnbroken && !byName.has(name)) placed.push(...given);
    else {
      isUnbroken = false;
      spelt.push(`${name}=${given}`);
    }
  }
  return [...placed, ...spelt];
};

/** Python's operators, by the functions of its module `operator`. */
const operators: Readonly<Record<string, string>> = {
  ...{ add: '+', sub: '-', mul: '*', truediv: '/', floordiv: '//', mod: '%', pow: '**', matmul: '@' },
  ...{ and_: '&', or_: '|', xor: '^', eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' },
};
const prefixes: Readonly<Record<string, string>> = { neg: '-', pos: '+', invert: '~' };

/** A call of a function in the spelling given, the usual one where none is. */
export const functionText = (definition: LayerDefinition, spelling: string | undefined, given: Given): string => {
  const { torch } = definition;
  const { inputs, options } = given;
  const spelt = spelling ?? (spellingsFor(definition, options)[0] as string);
  if (torch.indexing) {
    const place = `${inputs[0]}[${indexText(options[torch.indexing] as unknown[], inputs.slice(1))}]`;
    if (!torch.assigns) return place;
    return `${place} = ${given.named[torch.assigns] ?? literal(options[torch.assigns])}`;
  }
  const signature = [torch.signatures?.[spelt] ?? torch.signature].flat()[0] as string;
  const texts = argumentsText(signature, torch, definition, given, definition.schema);
  const [first, ...others] = texts as [string, ...string[]];
  if (spelt.startsWith('operator.')) {
    const name = spelt.slice('operator.'.length);
    if (texts.length === 2 && name in operators) return texts.join(` ${operators[name]} `);
    return texts.length === 1 && name in prefixes ? `${prefixes[name]}${first}` : `${name}(${texts.join(', ')})`;
  }
  if (!spelt.startsWith('torch.Tensor.')) return `${spelt}(${texts.join(', ')})`;
  const method = spelt.slice('torch.Tensor.'.length);
  return method.endsWith('.__get__')
    ? `${first}.${method.slice(0, -'.__get__'.length)}`
    : `${first}.${method}(${others.join(', ')})`;
};

/** What stands between the brackets where a module is called. */
export const callText = (definition: LayerDefinition, given: Given): string => {
  const { forward, callSchema } = definition;
  return argumentsText(forward.signature, forward, definition, given, callSchema as LayerDefinition['schema']).join(
    ', ',
  );
};
