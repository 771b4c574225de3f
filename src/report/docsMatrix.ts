/** docs/matrix.md: what each convention says of each kind, and why, from the registry. */

import type { Cell, Convention, LayerDefinition } from '../engine/index.ts';
import { conventions, layers } from '../engine/index.ts';
import { anchors, code, generatedNote, meaningOf, page, table } from './docsWords.ts';
import { counterparts } from './figures.ts';

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

const versionOf = ({ tool }: Convention): string => (tool ? `${tool.package} ${tool.version}` : 'no tool');

/** Pieces of a figure that a tool counts apart, and what they are pieces of. */
const pieces: Readonly<Record<string, string>> = { module: 'macs', functional: 'macs' };

const definitionOf = (convention: Convention, { formulas }: LayerDefinition, figure: string): string => {
  const known = new Set(conventions.get('definition')?.figures);
  const names = counterparts(convention.name, pieces[figure] ?? figure, known);
  return names
    .map((name) => {
      if (name.startsWith('memory.')) return `${code(name)}, from shapes`;
      const texts = (name === 'flops' ? (['multiplications', 'additions'] as const) : [name as 'macs'])
        .map((one) => formulas[one]?.text)
        .filter((text) => text !== undefined);
      return `${code(name)}: ${texts.length > 0 ? code(texts.join(' + ')) : '0'}`;
    })
    .join('; ');
};

const formulasOf = (
  convention: Convention,
  definition: LayerDefinition,
  cell: Cell & { readonly type: 'formulas' },
): string =>
  table(
    [convention.name, 'formula', 'definition'],
    Object.entries(cell.figures).map(([figure, { text }]) => [
      code(figure),
      code(text),
      definitionOf(convention, definition, figure),
    ]),
  );

/** Names that only the convention's formulas use. */
const namesOf = (definition: LayerDefinition, cell: Cell & { readonly type: 'formulas' }): string => {
  const known = new Set([
    ...Object.keys(definition.parts),
    ...Object.values(definition.formulas).flatMap(({ names }) => names),
  ]);
  const names = [...new Set(Object.values(cell.figures).flatMap((formula) => formula.names))].filter(
    (name) => !known.has(name),
  );
  if (names.length === 0) return '';
  return `where ${names.map((name) => [code(name), meaningOf(definition.kind, name)].filter(Boolean).join(': ')).join('; ')}.`;
};

const headingOf = ({ name }: Convention, { kind, target }: LayerDefinition): string =>
  `${name}: ${kind}${target === 'function' ? ' (function)' : ''}`;

const departure = (convention: Convention, definition: LayerDefinition): string | undefined => {
  const cell = convention.cells[definition.kind];
  const reason = cell?.type === 'same' ? undefined : cell?.reason;
  if (!cell || (!reason && !cell.raises)) return undefined;
  const { raises } = cell;
  const isFloat = cell.type === 'formulas' && cell.float === true;
  return page(
    `### ${headingOf(convention, definition)}`,
    reason && `${reason.because}${isFloat ? ' The result is computed in floats and cut off.' : ''}`,
    cell.type === 'formulas' && Object.keys(cell.figures).length > 0
      ? formulasOf(convention, definition, cell)
      : undefined,
    cell.type === 'formulas' ? namesOf(definition, cell) : undefined,
    reason && `Source: ${reason.source}`,
    raises && `It may raise ${code(raises.error)}: ${raises.because} Source: ${raises.source}`,
  ).trimEnd();
};

const traversalRows = ({
  traversal: { batch, calls, shared, hooks, functions, functionsOf },
  tool,
}: Convention): string[][] => [
  ['batch', batch === undefined ? 'that of the input' : `always ${batch}, whatever that of the input`],
  ['calls of a module', calls === 'every' ? 'every one counts' : 'the last one counts'],
  [
    'a module under several parents',
    shared === 'once' ? 'counts once' : 'counts once for each path to it from the root',
  ],
  ...(tool && hooks === 'each path' ? [['hooks at one call', 'fire once for each path']] : []),
  [
    'functions',
    functions ? (functionsOf ? 'are seen, and count with the module that runs them' : 'are seen') : 'are not seen',
  ],
];

const section = (convention: Convention): string =>
  page(
    `## ${convention.name}`,
    `${convention.about} (${versionOf(convention)})`,
    table(['traversal', ''], traversalRows(convention)),
    table(
      ['total', 'unit'],
      Object.entries(convention.units).map(([figure, unit]) => [code(figure), unit]),
    ),
    ...[...layers.values()].map((definition) => departure(convention, definition)),
  ).trimEnd();

/** The page of the matrix. */
export const matrixPage = (): string => {
  const shown = others();
  const anchor = anchors();
  const links = new Map<string, string>();
  for (const title of ['The matrix', 'Words']) anchor(title);
  for (const convention of conventions.values()) {
    anchor(convention.name);
    for (const definition of layers.values()) {
      if (departure(convention, definition) === undefined) continue;
      const heading = headingOf(convention, definition);
      links.set(heading, anchor(heading));
    }
  }
  const cellOf = (convention: Convention, definition: LayerDefinition): string => {
    const status = statusOf(convention, definition);
    const link = links.get(headingOf(convention, definition));
    return link ? `[${status}](#${link})` : status;
  };
  const used = new Set(shown.flatMap((convention) => [...layers.values()].map((layer) => statusOf(convention, layer))));
  return page(
    '# The matrix',
    generatedNote,
    'What each convention says of each kind. The definition is not a column: it states every kind, in [layers.md](layers.md), and the others are described by where they leave it. Each cell of a tool is compared with the tool itself on random networks. A name such as `first` in a formula of the definition is one of the parts listed there.',
    table(
      ['kind', ...shown.map(({ name }) => `[${name}](#${name})`)],
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
    ...[...conventions.values()].map(section),
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
