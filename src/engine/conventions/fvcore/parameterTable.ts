/** The table of parameters that fvcore prints. Source: fvcore/nn/parameter_count.py. */

import { fixed } from '../../pythonFormat.ts';
import { tabulate } from '../../tabulate.ts';
import type { Parameters } from './modules.ts';
import { tupleOf, units } from './printed.ts';

const deepest = 3;

/** Up to G: it knows no larger ones. */
const known = units.slice(2);

/** A number with one digit behind the point and a suffix, from above 100 on. */
const sizeOf = (value: bigint): string => {
  const size = Number(value);
  const unit = known.find(([least]) => size > least);
  return unit ? fixed(size / unit[1], 1) + unit[2] : String(value);
};

/** What `parameter_count_table(model)` raises where there are no parameters, of which it looks the sum up. */
const withoutParameters = "KeyError('')";

/** Paths by that of what holds them directly, in the order in which they come; the root is in nothing. */
const byHolder = (paths: Iterable<string>): ReadonlyMap<string, readonly string[]> => {
  const held = new Map<string, string[]>();
  for (const path of paths) {
    if (path === '') continue;
    const holder = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const there = held.get(holder);
    if (there) there.push(path);
    else held.set(holder, [path]);
  }
  return held;
};

/** `parameter_count_table(model)`. */
export const parameterTableOf = ({ shapes, elements }: Parameters): string => {
  const whole = elements.get('');
  if (whole === undefined) return withoutParameters;
  const held = byHolder(elements.keys());
  const linesIn = (holder: string, level: number): readonly (readonly string[])[] =>
    level > deepest
      ? []
      : (held.get(holder) ?? []).flatMap((path) => {
          const indent = ' '.repeat(level);
          const shape = shapes.get(path);
          const shown = shape ? tupleOf(shape) : sizeOf(elements.get(path) as bigint);
          return [[indent + path, indent + shown], ...linesIn(path, level + 1)];
        });
  return tabulate(['name', '#elements or shape'], [['model', sizeOf(whole)], ...linesIn('', 1)], 'pipe');
};
