/** docs/tools: a page for each convention: how it counts, where and why it departs from the definition, and a small network that shows it. */

import type { Running } from '../engine/dispatch.ts';
import { type Cell, type Convention, conventions, type LayerDefinition, layers } from '../engine/index.ts';
import { exampleOf, shownExample, type Vectors } from './docsExamples.ts';
import { anchors, code, generatedNote, meaningOf, page, table } from './docsWords.ts';
import { counterparts } from './figures.ts';

export const versionOf = ({ tool }: Convention): string => (tool ? `${tool.package} ${tool.version}` : 'no tool');

/** The page of a convention, as docs/matrix.md links it. */
export const pageOf = ({ name }: Convention): string => `tools/${name}.md`;

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
  isAlone: boolean,
): string =>
  table(
    [convention.name, 'formula', ...(isAlone ? ['definition'] : [])],
    Object.entries(cell.figures).map(([figure, { text }]) => [
      code(figure),
      code(text),
      ...(isAlone ? [definitionOf(convention, definition, figure)] : []),
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

/** Kinds of which a convention says the same for the same reason. */
interface Group {
  readonly kinds: readonly LayerDefinition[];
  readonly cell: Cell;
}

const groupsOf = ({ cells }: Convention): readonly Group[] => {
  const found = new Map<string, { readonly kinds: LayerDefinition[]; readonly cell: Cell }>();
  for (const layer of layers.values()) {
    const cell = Object.hasOwn(cells, layer.kind) ? cells[layer.kind] : undefined;
    const reason = cell && cell.type !== 'same' ? cell.reason : undefined;
    if (!cell || (!reason && !cell.raises)) continue;
    const figures =
      cell.type === 'formulas' ? Object.entries(cell.figures).map(([name, { text }]) => [name, text]) : [];
    const { error, because, source } = cell.raises ?? {};
    const key = JSON.stringify([cell.type, reason, figures, error, because, source]);
    const group = found.get(key) ?? { kinds: [], cell };
    group.kinds.push(layer);
    found.set(key, group);
  }
  return [...found.values()];
};

const nameOf = ({ kind, target }: LayerDefinition): string => (target === 'function' ? `${kind} (function)` : kind);

const headingOf = ({ kinds: [first, ...others] }: Group): string =>
  `${nameOf(first as LayerDefinition)}${others.length > 0 ? ` and ${others.length} more` : ''}`;

const sections = ['How it walks', 'What it returns', 'Where it departs'] as const;

/** The anchor at which a convention's page speaks of a kind, by the kind's name. */
export const departureAnchors = (convention: Convention): ReadonlyMap<string, string> => {
  const anchor = anchors();
  for (const title of [convention.name, ...sections]) anchor(title);
  return new Map(
    groupsOf(convention).flatMap((group) => {
      const target = anchor(headingOf(group));
      return group.kinds.map(({ kind }): [string, string] => [kind, target]);
    }),
  );
};

const departure = (convention: Convention, group: Group, vectors: Vectors): string => {
  const { kinds, cell } = group;
  const [first] = kinds as [LayerDefinition];
  const reason = cell.type === 'same' ? undefined : cell.reason;
  const { raises } = cell;
  const isFloat = cell.type === 'formulas' && cell.float === true;
  const names = kinds.map(({ kind }) => kind);
  const examples = (['departs', 'raises'] as const).flatMap(
    (statement) => exampleOf(convention, names, vectors, statement) ?? [],
  );
  return page(
    `### ${headingOf(group)}`,
    kinds.length > 1 ? kinds.map((layer) => code(nameOf(layer))).join(', ') : undefined,
    reason && `${reason.because}${isFloat ? ' The result is computed in floats and cut off.' : ''}`,
    cell.type === 'formulas' && Object.keys(cell.figures).length > 0
      ? formulasOf(convention, first, cell, kinds.length === 1)
      : undefined,
    cell.type === 'formulas' ? namesOf(first, cell) : undefined,
    reason && `Source: ${reason.source}`,
    raises && `It may raise ${code(raises.error)}: ${raises.because} Source: ${raises.source}`,
    ...examples.map((example) => shownExample(convention, example)),
  ).trimEnd();
};

const otherOrder = 'may leave rows in another order in memory, of which a view raises RuntimeError';

/** What follows from how the tool runs a network. */
const kernels: Readonly<Record<Running['mode'], string>> = {
  none: `are those for what gradients are kept of: \`max_pool1d\` ${otherOrder}`,
  listens: `are those under a mode of torch's dispatch: \`max_pool1d\` ${otherOrder}`,
  decomposes: `are those under a mode of torch's dispatch, which takes nearest neighbours of rows to pieces: these and \`max_pool1d\` ${otherOrder}`,
};

const traversalRows = ({
  traversal: {
    running,
    batch,
    calls,
    shared,
    hooks,
    functions,
    functionsOf,
    replaces,
    fuses,
    traces,
    containers,
    learnt,
  },
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
  ...(replaces ? [['a function that a module has kept', 'is not seen, as the activation of a transformer']] : []),
  ...(traces ? [['a call that no result of the network needs', 'is not in the graph that it reads']] : []),
  ...(containers
    ? [
        [
          'parameters that a container has of its own',
          containers === 'what is left' ? 'count, with all in it that has no row' : 'count where called weight or bias',
        ],
      ]
    : []),
  ...(learnt ? [['a row with a frozen weight', 'is not learnt, nor is its bias']] : []),
  ...(running ? [['kernels', kernels[running.mode]]] : []),
  ...(fuses ? [['an encoder layer that learns nothing', 'may run in one kernel, which counts nothing']] : []),
];

/** The page of a convention. */
export const toolPage = (convention: Convention, vectors: Vectors): string =>
  page(
    `# ${convention.name}`,
    generatedNote,
    `${convention.about} (${versionOf(convention)})`,
    `## ${sections[0]}`,
    table(['traversal', ''], traversalRows(convention)),
    `## ${sections[1]}`,
    table(
      ['total', 'unit'],
      Object.entries(convention.units).map(([figure, unit]) => [code(figure), unit]),
    ),
    convention.leftOut && `Left out: ${convention.leftOut}`,
    `## ${sections[2]}`,
    'Kinds that are not named here are counted as [the definition](../layers.md) counts them, or cost nothing in either. Each example is the smallest network that shows the departure; run it to see.',
    ...groupsOf(convention).map((group) => departure(convention, group, vectors)),
  );
