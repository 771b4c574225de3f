/** What figures are called in headings, and which figure of the definition a tool's figure stands for. */

import { type Convention, type Count, operationClasses } from '../engine/index.ts';

const titles: Readonly<Record<string, string>> = {
  params: 'Params',
  trainable: 'Trainable',
  buffers: 'Buffers',
  macs: 'MACs',
  flops: 'FLOPs',
  madd: 'MAdd',
  mem_read: 'Read (bytes)',
  mem_write: 'Written (bytes)',
  'memory.parameters': 'Params (bytes)',
  'memory.activations': 'Activations (bytes)',
};

/** A heading with its unit. */
export const titleOf = (figure: string): string =>
  titles[figure] ?? figure.charAt(0).toUpperCase() + figure.slice(1).replace(/[._]/g, ' ');

/** Figures under a tool's own name that mean something else than the definition's of that name. */
const meanings: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  torchstat: {
    madd: ['flops'],
    flops: ['macs'],
    mem_read: ['memory.reads'],
    mem_write: ['memory.writes'],
    mem_read_write: ['memory.reads', 'memory.writes'],
  },
  torchinfo: { mult_adds: ['macs'] },
};

/** The figures of the definition whose sum a convention's figure is to be compared with; none where there is no such figure. */
export const counterparts = (convention: string, figure: string, known: ReadonlySet<string>): readonly string[] =>
  meanings[convention]?.[figure] ?? (known.has(figure) ? [figure] : []);

/** What the definition says of a convention's figure; undefined where it has no such figure. */
export const definitionSum = (convention: Convention, figure: string, truth: Count): bigint | undefined => {
  const names = counterparts(convention.name, figure, new Set(Object.keys(truth.totals)));
  return names.length === 0
    ? undefined
    : names.reduce((sum, name) => sum + BigInt(truth.totals[name] as bigint | string), 0n);
};

/** The unit of a figure; that of `by_operator.conv`, as of all for which a network has its own names, is that of `by_operator.*`. */
export const unitOf = (units: Readonly<Record<string, string>>, figure: string): string =>
  units[figure] ?? units[`${figure.split('.')[0]}.*`] ?? '';

/** The names of a convention's figures, those of `by_operator.*` as they are found. */
export const namesIn = (units: Readonly<Record<string, string>>, found: readonly string[]): string[] =>
  Object.keys(units).flatMap((name) =>
    name.endsWith('.*') ? [...new Set(found.filter((one) => one.startsWith(name.slice(0, -1))))].sort() : [name],
  );

type Nested = { readonly [name: string]: string | Readonly<Record<string, string>> };

/** Figures whose name has a point as nested objects: `memory.reads` is { memory: { reads } }. Counts become decimal strings. */
export const nest = (figures: Readonly<Record<string, bigint | string>>): Nested => {
  const nested: Record<string, string | Record<string, string>> = {};
  for (const [name, value] of Object.entries(figures)) {
    const point = name.indexOf('.');
    const [group, rest] = point < 0 ? [name, undefined] : [name.slice(0, point), name.slice(point + 1)];
    if (rest === undefined) nested[group] = String(value);
    else {
      const inner = (nested[group] ?? {}) as Record<string, string>;
      inner[rest] = String(value);
      nested[group] = inner;
    }
  }
  return nested;
};

/** The reverse of `nest`: names with points, in order. */
export const flatten = (nested: Nested): Record<string, string> =>
  Object.fromEntries(
    Object.entries(nested).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[name, value] as const]
        : Object.entries(value).map(([inner, figure]) => [`${name}.${inner}`, figure] as const),
    ),
  );

/** Classes of operations that most networks have none of. */
const rare: ReadonlySet<string> = new Set(
  operationClasses.filter((name) => name !== 'multiplications' && name !== 'additions'),
);

/** Whether a figure is worth a line for a person: a 0 for each rare class of operations would hide the others. */
export const isTold = (figure: string, value: string): boolean => value !== '0' || !rare.has(figure);
