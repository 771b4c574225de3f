/** What ptflops-aten prints with `print_per_layer_stat=True`. Source: ptflops/aten_engine.py. */

import type { ByName } from '../byName.ts';
import { macsString } from '../ptflops/strings.ts';

const line = (name: string, macs: bigint): string => `${name}${macsString(Number(macs))}\n`;

/** The total, then a paragraph for the whole and for each child. */
export const printOf = (sums: ByName, total: bigint): string =>
  [
    line('Total:', total),
    ...[...sums].flatMap(([name, operators]) => [
      `Module:  ${name}\n`,
      ...[...operators].map(([operator, macs]) => line(`aten.${operator}: `, macs)),
      '\n',
    ]),
  ].join('');
