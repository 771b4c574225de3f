/** docs/matrix.md: what each convention says of each kind, and why, from the registry. */

import { type Convention, conventions, type LayerDefinition, layers } from '../engine/index.ts';
import { departureAnchors, pageOf, versionOf } from './docsTools.ts';
import { code, generatedNote, page, table } from './docsWords.ts';

const statuses = {
  same: "the definition's own formulas",
  departs: 'formulas of its own, shown below with the reason',
  zero: 'counted as nothing; without a link where the definition has 0 as well',
  parts: 'made of others, which are counted in its place',
  unseen: 'a function, and the tool sees modules only: nothing of it is counted',
  unstated: "the convention's source does not speak of it: the total is marked as a lower bound",
  raises: 'the tool raises an error',
} as const;
export type CellStatus = keyof typeof statuses;

/** What a convention says of a kind, in one word. */
export const statusOf = ({ cells, traversal }: Convention, { kind, target, body }: LayerDefinition): CellStatus => {
  if (body) return 'parts';
  const cell = Object.hasOwn(cells, kind) ? cells[kind] : undefined;
  if (!cell) return target === 'function' && !traversal.functions ? 'unseen' : 'unstated';
  if (cell.type !== 'formulas') return cell.type;
  if (Object.keys(cell.figures).length === 0) return 'raises';
  return cell.reason ? 'departs' : 'same';
};

const others = (): Convention[] => [...conventions.values()].filter(({ name }) => name !== 'definition');

/** The page of the matrix. */
export const matrixPage = (): string => {
  const shown = others();
  const used = new Set(shown.flatMap((convention) => [...layers.values()].map((layer) => statusOf(convention, layer))));
  const anchorsOf = new Map(shown.map((convention) => [convention, departureAnchors(convention)]));
  const cellOf = (convention: Convention, { kind, ...definition }: LayerDefinition): string => {
    const status = statusOf(convention, { kind, ...definition });
    const anchor = anchorsOf.get(convention)?.get(kind);
    return anchor ? `[${status}](${pageOf(convention)}#${anchor})` : status;
  };
  return page(
    '# The matrix',
    generatedNote,
    'What each convention says of each kind. The definition is not a column: it states every kind, in [layers.md](layers.md), and the others are described by where they leave it. Each cell of a tool is compared with the tool itself on random networks. A page for each tool says how it counts, why it departs, and shows it on a small network.',
    table(
      ['kind', ...shown.map((convention) => `[${convention.name}](${pageOf(convention)})`)],
      [...layers.values()].map((definition) => [
        definition.kind,
        ...shown.map((convention) => cellOf(convention, definition)),
      ]),
    ),
    '## Words',
    table(
      ['word', 'meaning'],
      Object.entries(statuses).filter(([status]) => used.has(status as CellStatus)),
    ),
  );
};

/** The matrix in short: how many kinds each convention treats how. */
export const matrixSummary = (): string => {
  const words = Object.keys(statuses) as CellStatus[];
  return table(
    ['convention', 'tool', ...words],
    others().map((convention) => {
      const found = [...layers.values()].map((definition) => statusOf(convention, definition));
      return [
        code(convention.name),
        versionOf(convention),
        ...words.map((word) => String(found.filter((status) => status === word).length)),
      ];
    }),
  );
};
