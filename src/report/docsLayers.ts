/** docs/layers.md: every kind with its options, symbols and formulas, from the registry. */

import { z } from 'zod';
import type { Formula, LayerDefinition } from '../engine/index.ts';
import { layers } from '../engine/index.ts';
import { code, generatedNote, meaningOf, page, table } from './docsWords.ts';

type Json = Readonly<Record<string, unknown>>;

/** JSON Schema's limits of what the engine takes for a size; every list of options would repeat them. */
const largestSize = 2 ** 31 - 1;

/** What an option takes, in words. */
const takes = (schema: Json): string => {
  // A module or function as an option.
  const { kind, op } = (schema.properties ?? {}) as Readonly<Record<string, Json>>;
  if (kind) return `\`{"kind": ..., "options": ...}\` with the kind ${takes(kind)}`;
  if (op) return `\`{"op": ..., "spelling": ...}\` with the op ${takes(op)}`;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (Array.isArray(schema.anyOf)) return [...new Set((schema.anyOf as Json[]).map(takes))].join(', or ');
  if (Array.isArray(schema.prefixItems)) {
    const parts = (schema.prefixItems as Json[]).map(takes);
    return `a list of ${parts.length}: ${[...new Set(parts)].join('; ')}`;
  }
  if (schema.type === 'array') return `a list: ${takes((schema.items ?? {}) as Json)}`;
  if (schema.type === 'null') return '`null`';
  if (Array.isArray(schema.type)) return schema.type.map((type) => takes({ ...schema, type })).join(', or ');
  const { minimum, maximum } = schema as { minimum?: number; maximum?: number };
  const least = minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER ? ` ≥ ${minimum}` : '';
  const most = maximum !== undefined && maximum < largestSize ? ` ≤ ${maximum}` : '';
  return `${String(schema.type)}${least}${most}`;
};

/** An option's default as JSON. JSON Schema leaves out those of options that are transformed. */
const defaultOf = (schema: LayerDefinition['schema'], name: string): string => {
  const option = schema instanceof z.ZodObject ? schema.shape[name] : undefined;
  return option instanceof z.ZodDefault ? code(JSON.stringify(option.def.defaultValue)) : 'required';
};

/** A layer's options as rows: name, what it takes, default. */
const optionRows = ({ schema }: LayerDefinition): string[][] => {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as {
    readonly properties?: Readonly<Record<string, Json>>;
  };
  return Object.entries(properties).map(([name, option]) => [code(name), takes(option), defaultOf(schema, name)]);
};

/** Names that a layer's formulas use, without its parts. */
const symbolNames = ({ parts, formulas }: LayerDefinition): string[] => {
  const names = [...Object.values(parts), ...Object.values(formulas)].flatMap((formula) => (formula as Formula).names);
  return [...new Set(names)].filter((name) => !Object.hasOwn(parts, name));
};

const latexName = (name: string): string => `\\mathrm{${name.replaceAll('_', '\\_')}}`;

const typeset = (formulas: readonly (readonly [string, Formula])[]): string =>
  [
    '```math',
    '\\begin{aligned}',
    formulas.map(([name, { latex }]) => `${latexName(name)} &= ${latex}`).join(' \\\\\n'),
    '\\end{aligned}',
    '```',
  ].join('\n');

const call = ({ kind, target, torch }: LayerDefinition): string =>
  target === 'module'
    ? `Module ${code(torch.spellings[0])}.`
    : `Function ${code(`${kind}(${torch.signature})`)}, written ${torch.spellings.map(code).join(', ')}.`;

const section = (definition: LayerDefinition): string => {
  const { kind, source, parts } = definition;
  const formulas = Object.entries(definition.formulas) as [string, Formula][];
  const all = [...(Object.entries(parts) as [string, Formula][]), ...formulas];
  const options = optionRows(definition);
  const names = symbolNames(definition);
  return page(
    `## ${kind}`,
    `${call(definition)} Source: <${source}>`,
    options.length > 0 ? table(['option', 'takes', 'default'], options) : 'No options.',
    all.length === 0
      ? definition.body
        ? 'Costs what the layers and functions cost that it is made of and calls.'
        : 'Computes nothing, and has no parameters.'
      : table(
          ['figure', 'formula'],
          all.map(([name, { text }]) => [Object.hasOwn(parts, name) ? `part ${code(name)}` : code(name), code(text)]),
        ),
    all.length === 0 ? undefined : typeset(all),
    names.length === 0
      ? undefined
      : `where ${names.map((name) => [code(name), meaningOf(kind, name)].filter(Boolean).join(': ')).join('; ')}.`,
  ).trimEnd();
};

/** The page of layers. */
export const layersPage = (): string => {
  const all = [...layers.values()];
  const list = (target: string): string =>
    all
      .filter((definition) => definition.target === target)
      .map(({ kind }) => kind)
      .join(', ');
  return page(
    '# Layers',
    generatedNote,
    `Every kind that countersign counts, under PyTorch's own name, with PyTorch's own options. ${layers.size} kinds: the modules ${list('module')}, and the functions ${list('function')}. Beside them there are two containers, \`Sequential\` and \`Module\` (see [architecture.md](architecture.md)). A kind that is not listed is refused by name.`,
    'The formulas are those of the convention `definition`, counted by the rules of [counting.md](counting.md). They are the very texts that the engine evaluates, in exact integers: a division that leaves a remainder is an error. A figure that is not listed is 0. FLOPs are `multiplications + additions`. In every formula `x0`, `x1`, ... are the dimensions of the first input and `x_numel` its elements, `y0`, `y1`, ... and `y_numel` those of the first output.',
    ...all.map(section),
  );
};
