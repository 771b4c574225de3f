/** The table that fvcore prints. Source: fvcore/nn/print_model_statistics.py. */

import type { ShapedNetwork } from '../../shapes.ts';
import { tabulate } from '../../tabulate.ts';
import { modulesIn } from '../../tree.ts';
import type { Parameters } from './modules.ts';
import { type Seen, sizeOf, tupleOf } from './printed.ts';

const columns = ['#parameters or shape', '#flops'] as const;
type Name = (typeof columns)[number];
type Row<Value> = Readonly<Partial<Record<Name, Value>>>;
/** By path, in the order in which they come. */
type Rows<Value> = ReadonlyMap<string, Row<Value>>;

const deepest = 3;

const levelOf = (path: string): number => path.split('.').length - 1;

/** Those that lie directly in what has the prefix; the root is in nothing. */
const childrenOf = (rows: Rows<unknown>, prefix: string): readonly string[] =>
  [...rows.keys()].filter((path) => path && levelOf(path) === levelOf(prefix) && path.startsWith(prefix));

const prefixOf = (path: string): string => (path ? `${path}.` : '');

/** What is not 0, or holds something that is not; parts come before what holds them. */
const withoutZeros = (rows: Rows<bigint>): Rows<bigint> => {
  const kept = new Map<string, Row<bigint>>();
  const keep = (path: string): void => {
    const children = childrenOf(rows, prefixOf(path));
    for (const child of children) keep(child);
    const row = rows.get(path) as Row<bigint>;
    if (path === '' || Object.values(row).some((value) => value !== 0n) || children.some((child) => kept.has(child)))
      kept.set(path, row);
  };
  keep('');
  return kept;
};

/** Both in one row; undefined where they contradict each other. */
const combined = (outer: Row<string>, inner: Row<string>): Row<string> | undefined => {
  const names = columns.filter((name) => outer[name] !== undefined);
  if (columns.some((name) => (outer[name] === undefined) !== (inner[name] === undefined))) return undefined;
  if (names.some((name) => outer[name] !== inner[name] && outer[name] && inner[name])) return undefined;
  return Object.fromEntries(names.map((name) => [name, outer[name] || inner[name]]));
};

/** The row of a module, or of the only one in it where the two say the same. */
const forwarded = (path: string, rows: Map<string, Row<string>>): string => {
  const [only, ...others] = childrenOf(rows, prefixOf(path));
  if (only === undefined || others.length > 0) return path;
  const both = combined(rows.get(path) as Row<string>, rows.get(only) as Row<string>);
  if (!both) return path;
  rows.set(only, both);
  return forwarded(only, rows);
};

const lines = (rows: Map<string, Row<string>>): readonly (readonly string[])[] => {
  const lineOf = (name: string, path: string, level: number): readonly string[] => {
    const row = rows.get(path) as Row<string>;
    const indent = ' '.repeat(level);
    return [indent + name, ...columns.map((column) => (row[column] === undefined ? '' : indent + row[column]))];
  };
  const root = forwarded('', rows);
  const made = [lineOf(root || 'model', root, 0)];
  const fill = (level: number, prefix: string): void => {
    if (level > deepest) return;
    for (const child of childrenOf(rows, prefix)) {
      const path = forwarded(child, rows);
      const name = root && path.startsWith(prefixOf(root)) ? path.slice(prefixOf(root).length) : path;
      made.push(lineOf(name, path, level));
      fill(level + 1, prefixOf(path));
    }
  };
  fill(1, prefixOf(root));
  return made;
};

/** `flop_count_table(FlopCountAnalysis(model, inputs))`. */
export const tableOf = (
  { architecture }: ShapedNetwork,
  { flopsAt, called, floats }: Seen,
  { shapes, elements }: Parameters,
): string => {
  const [params, flops] = columns;
  const found = new Map<string, Row<bigint>>([['', {}]]);
  for (const [path, count] of elements) found.set(path, { [params]: count });
  for (const module of modulesIn(architecture.root)) {
    const path = module.path;
    found.set(path, { ...found.get(path), [flops]: flopsAt(path) });
  }
  const rows = new Map<string, Row<string>>();
  for (const [path, row] of withoutZeros(found)) {
    const shape = shapes.get(path);
    const size = row[params] === undefined ? undefined : sizeOf(row[params], 3);
    const shown = shape ? tupleOf(shape) : size;
    const counted =
      row[flops] === undefined ? undefined : called.has(path) ? sizeOf(row[flops], 3, floats.has(path)) : '';
    rows.set(path, {
      ...(shown === undefined ? {} : { [params]: shown }),
      ...(counted === undefined ? {} : { [flops]: counted }),
    });
  }
  return tabulate(['module', ...columns], lines(rows), 'pipe');
};
