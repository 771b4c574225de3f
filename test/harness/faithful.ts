/** Tools that count as their conventions say, or as those of a planted mistake do not. */

import {
  type Cell,
  type Convention,
  conventions,
  departs,
  parseArchitecture,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { Answer } from '../../src/harness/answers.ts';
import type { Ask } from '../../src/harness/examine.ts';

/** A tool that counts as its convention says: the real one does, as `properties/` shows. */
export const faithful: Ask = async (architecture, tools) => {
  const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
  const answers = tools.map((tool): [typeof tool, Answer] => {
    const prediction = (conventions.get(tool) as Convention).count(network);
    if (prediction.status === 'raises')
      return [tool, { status: 'raised', error: { class: prediction.error, message: '' }, seconds: 0 }];
    const totals = Object.fromEntries(Object.entries(prediction.totals).map(([name, value]) => [name, String(value)]));
    return [tool, { status: 'answered', totals, layers: [], seconds: 0 }];
  });
  return new Map(answers);
};

/** The conventions with another cell for a kind under thop. */
export const plant = (kind: string, cell: Cell): ReadonlyMap<string, Convention> => {
  const thop = conventions.get('thop') as Convention;
  const cells = { ...thop.cells, [kind]: cell };
  return new Map([...conventions, ['thop', { ...thop, cells, count: (network) => thop.count(network, cells) }]]);
};

/** A mistake in Conv2d's MACs. */
export const groupsIgnored = plant(
  'Conv2d',
  departs({ macs: 'N * Hout * Wout * Cout * Cin * K0 * K1' }, { because: 'It is planted.', source: 'This test.' }),
);
