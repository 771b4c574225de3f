/** What ptflops-aten prints with `print_per_layer_stat=True`. Source: ptflops/aten_engine.py. */

import { macsString } from '../ptflops/strings.ts';
import type { ByChild } from './children.ts';

const line = (name: string, macs: bigint): string => `${name}${macsString(Number(macs))}\n`;

/** The total, then a paragraph for the whole and for each child. */
export const printOf = (sums: ByChild, total: bigint): string =>
  [
    line('Total:', total),
    ...[...sums].flatMap(([name, operators]) => [
      `Module:  ${name}\n`,
      ...[...operators].map(([operator, macs]) => line(`aten.${operator}: `, macs)),
      '\n',
    ]),
  ].join('');
