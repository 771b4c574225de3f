/** What a run of the matrix says: for each tool, its cells by what they state and how many are verified, and the networks. */

import { findConvention, layers } from '../../src/engine/index.ts';
import { conventionOf, type ToolName, toolNames } from '../../src/harness/environments.ts';
import { type CellStatus, statusOf } from '../../src/report/docsMatrix.ts';
import { plain } from '../../src/report/style.ts';
import { table } from '../../src/report/table.ts';
import type { Done, Part } from './parts.ts';

interface Share {
  readonly agree: number;
  readonly of: number;
}

/** One tool's cells and networks. */
export interface ToolReport {
  readonly tool: ToolName;
  readonly installed: string | undefined;
  readonly stated: string | undefined;
  /** Kinds by what is said of them, and in how many of them every case agreed. */
  readonly cells: Readonly<Partial<Record<CellStatus, Share>>>;
  readonly layers: Share;
  readonly networks: Share;
}

export interface MatrixReport {
  readonly parts: Share;
  readonly tools: readonly ToolReport[];
  readonly failures: readonly (Done['failures'][number] & { readonly part: string; readonly seed: number })[];
}

const agreedIn = ({ verdicts }: Done, tool: ToolName): number => verdicts[tool]?.agrees ?? 0;

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

const shareOf = (done: readonly Done[], tool: ToolName): Share => ({
  agree: total(done.map((one) => agreedIn(one, tool))),
  of: total(done.map(({ cases }) => cases)),
});

const toolReport = (tool: ToolName, done: readonly Done[], kinds: readonly string[]): ToolReport => {
  const convention = findConvention(conventionOf(tool));
  const alone = new Map(done.flatMap((one) => (one.kinds ? [[one.name, one] as const] : [])));
  const cells: Partial<Record<CellStatus, Share>> = {};
  for (const kind of kinds) {
    const definition = layers.get(kind);
    if (!definition) continue;
    const status = statusOf(convention, definition);
    const { agree, of } = cells[status] ?? { agree: 0, of: 0 };
    const one = alone.get(kind);
    cells[status] = { agree: agree + (one && agreedIn(one, tool) === one.cases ? 1 : 0), of: of + 1 };
  }
  return {
    tool,
    installed: done.findLast(({ versions }) => versions[tool])?.versions[tool],
    stated: convention.tool?.version,
    cells,
    layers: shareOf([...alone.values()], tool),
    networks: shareOf(
      done.filter(({ kinds: own }) => !own),
      tool,
    ),
  };
};

export const reportOf = (parts: readonly Part[], done: readonly Done[]): MatrixReport => {
  const kinds = parts.flatMap((part) => part.kinds ?? []);
  return {
    parts: { agree: done.filter(({ failures }) => failures.length === 0).length, of: parts.length },
    tools: toolNames.map((tool) => toolReport(tool, done, kinds)),
    failures: done.flatMap(({ name, seed, failures }) => failures.map((one) => ({ part: name, seed, ...one }))),
  };
};

const words = ['same', 'departs', 'zero', 'parts', 'unseen', 'raises', 'unstated'] as const satisfies CellStatus[];

const shown = ({ agree, of }: Share = { agree: 0, of: 0 }): string => (of === 0 ? '-' : `${agree}/${of}`);

const versionOf = ({ installed = '-', stated = installed }: ToolReport): string =>
  installed === stated || installed === '-' ? installed : `${installed}, stated ${stated}`;

/** The table, "verified/all" in each column, and each failure as a script. */
export const reportText = ({ parts, tools, failures }: MatrixReport): string => {
  const titles = ['tool', 'version', ...words, 'cells', 'layers', 'networks'];
  const rows = tools.map((one) => {
    const cells = Object.values(one.cells);
    const all = { agree: total(cells.map(({ agree }) => agree)), of: total(cells.map(({ of }) => of)) };
    return [
      ...[one.tool, versionOf(one), ...words.map((word) => shown(one.cells[word]))],
      ...[all, one.layers, one.networks].map(shown),
    ];
  });
  const columns = titles.map((title, index) => ({ title, align: index < 2 ? ('left' as const) : ('right' as const) }));
  const scripts = failures.map(
    ({ part, seed, tool, path, script }) => `\n${part}: ${tool}, seed ${seed}, case ${path}:\n${script}`,
  );
  return `${table(columns, rows, plain)}\n\n${parts.agree} of ${parts.of} parts verified; in each column, what is verified out of all.\n${scripts.join('')}`;
};
