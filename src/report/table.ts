/** A table without borders: a dim heading, columns two spaces apart, laid out by cli-table3. */

import Table from 'cli-table3';
import stringWidth from 'string-width';
import { harmless, type Style } from './style.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Longer cells lose their beginning, which says least of a path. */
  readonly most?: number;
  /** Sentences, which are broken into the width that the other columns leave. */
  readonly breaks?: boolean;
}

/** A cell's text, alone or with its colour; the text may come from outside. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

const gap = '  ';
const leastBroken = 24;

const borders = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
] as const;
const chars = { ...Object.fromEntries(borders.map((name) => [name, ''])), middle: gap };

const cut = (text: string, most = Number.POSITIVE_INFINITY): string =>
  text.length > most ? `…${text.slice(text.length - most + 1)}` : text;

/** Lays out rows under their headings; a heading row without any title is left out. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: Style,
  indent = '',
): string => {
  const hasHead = columns.some(({ title }) => title !== '');
  const all = [...(hasHead ? [columns.map(({ title }) => ({ text: title, paint: style.dim }))] : []), ...rows];
  const texts = all.map((row) =>
    columns.map(({ most }, index) => {
      const cell = row[index] ?? '';
      const text = cut(harmless(typeof cell === 'string' ? cell : cell.text), most);
      return typeof cell === 'string' || text === '' ? text : cell.paint(text);
    }),
  );
  const widths = columns.map((_, index) => Math.max(1, ...texts.map((row) => stringWidth(row[index] as string))));
  const taken = columns.reduce(
    (sum, { breaks }, index) => (breaks ? sum : sum + (widths[index] as number) + gap.length),
    0,
  );
  const rest = Math.max(leastBroken, style.width - indent.length - taken);
  const made = new Table({
    chars,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map(({ align = 'left' }) => align),
    colWidths: columns.map(({ breaks }, index) =>
      breaks ? Math.min(rest, widths[index] as number) : (widths[index] as number),
    ),
    wordWrap: true,
  });
  made.push(...texts);
  return made
    .toString()
    .split('\n')
    .map((line) => (indent + line).trimEnd())
    .join('\n');
};
