/** The table that FlopCounterMode prints. Source: torch 2.15, torch/utils/flop_counter.py, get_table. */

import { quotient } from '../../doubles.ts';
import { fixed, percent } from '../../pythonFormat.ts';
import { tabulate } from '../../tabulate.ts';
import type { ByName } from '../byName.ts';

const suffixes = ['', 'K', 'M', 'B', 'T'];

/** Modules below the network's own are left out. */
const deepest = 2;

/** `counter.get_table()`. */
export const tableOf = (byModule: ByName, total: bigint): string => {
  const power = Math.max(0, Math.min(suffixes.length - 1, Math.floor((String(total).length - 2) / 3)));
  const line = (name: string, flops: bigint): readonly string[] => [
    name,
    fixed(quotient(flops, 1000 ** power), 3) + suffixes[power],
    total === 0n ? '0%' : percent(quotient(flops, Number(total)), 2),
  ];
  const shown = [...byModule]
    .filter(([name]) => name.split('.').length <= deepest)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = shown.flatMap(([name, operators]) => [
    line(
      name,
      [...operators.values()].reduce((sum, flops) => sum + flops, 0n),
    ),
    ...[...operators].map(([operator, flops]) => line(` - aten.${operator}`, flops)),
  ]);
  const rows = lines.length > 0 ? lines : [line('Global', 0n)];
  return tabulate(['Module', 'FLOP', '% Total'], rows, 'simple', ['left', 'right', 'right']);
};
