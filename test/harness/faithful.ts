/** Tools that count as their conventions say, or as those of a planted mistake do not. */

import {
  type Cell,
  type Convention,
  type Count,
  conventions,
  departs,
  parseArchitecture,
  type ShapedNetwork,
  shapeNetwork,
} from '../../src/engine/index.ts';
import type { Answer, Answered } from '../../src/harness/answers.ts';
import { conventionOf } from '../../src/harness/environments.ts';
import type { Ask } from '../../src/harness/examine.ts';
import { type Witness, witnesses } from '../../src/harness/witness.ts';

/** The answer that a tool would give if its convention were right. */
export const answerOf = (convention: string, prediction: Count, network: ShapedNetwork): Answered => {
  const witness = witnesses[convention] as Witness;
  const totals = Object.entries(prediction.totals).flatMap(([ours, value]) =>
    witness.onlyPredicted?.includes(ours) ? [] : [[witness.totals[ours] ?? ours, String(value)]],
  );
  const layers = (witness.rows?.(prediction, network) ?? []) as Answered['layers'];
  const { text } = prediction;
  return { status: 'answered', totals: Object.fromEntries(totals), layers, ...(text ? { text } : {}), seconds: 0.5 };
};

/** A tool that counts as its convention says: the real one does, as `properties/` shows. */
export const faithful: Ask = async (architecture, tools) => {
  const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
  const answers = tools.map((tool): [typeof tool, Answer] => {
    const convention = conventions.get(conventionOf(tool)) as Convention;
    const prediction = convention.count(network);
    if (prediction.status === 'raises')
      return [tool, { status: 'raised', error: { class: prediction.error, message: '' }, seconds: 0 }];
    return [tool, answerOf(convention.name, prediction, network)];
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
