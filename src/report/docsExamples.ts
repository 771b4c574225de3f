/** Examples on the tools' pages: the smallest known network that shows a departure or an error. */

import {
  type Convention,
  type Count,
  findConvention,
  parseArchitecture,
  type Row,
  type ShapedNetwork,
  shapeNetwork,
} from '../engine/index.ts';
import { isToolName } from '../harness/environments.ts';
import { script } from '../harness/recipe.ts';
import { code, page, table } from './docsWords.ts';
import { counterparts, definitionSum } from './figures.ts';
import type { ConformanceJson } from './schemas.ts';
import { figuresShown, type Statement, shownOf } from './shown.ts';

/** The vectors of every kind, by its name. */
export type Vectors = ReadonlyMap<string, ConformanceJson>;

const definition = findConvention('definition');

/** A network at which a convention shows what it says of a kind. */
export interface Example {
  readonly network: ShapedNetwork;
  readonly script: string;
  readonly kind: string;
}

/** The shortest of the vectors at which a convention shows a statement on one of the kinds; undefined where none does. */
export const exampleOf = (
  convention: Convention,
  kinds: readonly string[],
  vectors: Vectors,
  statement: Statement,
): Example | undefined => {
  const { name } = convention;
  const found = kinds.flatMap((kind) =>
    (vectors.get(kind)?.cases ?? []).flatMap(({ architecture }): Example[] => {
      const network = shapeNetwork(parseArchitecture(structuredClone(architecture)));
      if (shownOf(convention, kind, network) !== statement) return [];
      return [{ script: isToolName(name) ? script(architecture, name) : '', network, kind }];
    }),
  );
  return found.sort((a, b) => a.script.length - b.script.length)[0];
};

const worked = (who: string, rows: readonly Row[], figures?: ReadonlySet<string>): string[] => {
  const isOne = new Set(rows.map(({ kind }) => kind)).size === 1;
  return rows.flatMap(({ kind, formulas, symbols, figures: values }) =>
    Object.entries(formulas)
      .filter(([figure]) => figures === undefined || figures.has(figure))
      .map(([figure, { text, substitute, value }]) => {
        const numbers = substitute(symbols);
        const result = values[figure] ?? value(symbols);
        const of = isOne ? '' : `${code(kind)}, `;
        return `- ${who}, ${of}${code(figure)}: ${[...new Set([text, numbers, String(result)])].map(code).join(' = ')}`;
      }),
  );
};

/** An example on a tool's page: a script, the totals that depart, and each formula with its numbers. */
export const shownExample = (convention: Convention, { network, script: text, kind }: Example): string => {
  const told = convention.count(network);
  const source = text === '' ? undefined : `\`\`\`python\n${text}\`\`\``;
  if (told.status === 'raises') return page(source, `It raises ${code(told.error)}. ${told.because}`).trimEnd();
  const truth = definition.count(network) as Count;
  const differing = figuresShown(convention, kind, network);
  const known = new Set(definition.figures);
  const names = new Set(differing.flatMap((figure) => counterparts(convention.name, figure, known)));
  const parts = new Set(names.has('flops') ? [...names, 'multiplications', 'additions'] : names);
  return page(
    source,
    table(
      ['total', convention.name, 'definition'],
      differing.map((figure) => [
        code(figure),
        String(told.totals[figure]),
        String(definitionSum(convention, figure, truth)),
      ]),
    ),
    [...worked(convention.name, told.layers), ...worked('the definition', truth.layers, parts)].join('\n'),
  ).trimEnd();
};
