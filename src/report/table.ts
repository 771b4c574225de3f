/**
 * A table without borders: a dim heading, columns two spaces apart. Made here and not by a library, since those that
 * measure text load Unicode tables for longer than a whole count takes.
 */

import { harmless, type Style, wrap } from './style.ts';

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

const gap = 2;
const leastBroken = 24;

/** Characters of East Asian scripts and pictures, which fill two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
const widthOf = (text: string): number => [...text].length + (text.match(wide)?.length ?? 0);

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
      return cut(harmless(typeof cell === 'string' ? cell : cell.text), most);
    }),
  );
  const widths = columns.map((_, index) => Math.max(0, ...texts.map((row) => widthOf(row[index] as string))));
  const taken = columns.reduce((sum, { breaks }, index) => (breaks ? sum : sum + (widths[index] as number) + gap), 0);
  const rest = Math.max(leastBroken, style.width - indent.length - taken);
  return all
    .flatMap((row, place) => {
      const cells = columns.map(({ breaks }, index) => {
        const text = texts[place]?.[index] as string;
        return breaks ? wrap(text, rest).split('\n') : [text];
      });
      const height = Math.max(...cells.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) => {
        const parts = columns.map(({ align, breaks }, index) => {
          const text = cells[index]?.[line] ?? '';
          const cell = row[index] ?? '';
          const painted = typeof cell === 'string' || text === '' ? text : cell.paint(text);
          const padding = ' '.repeat(Math.max(0, (breaks ? 0 : (widths[index] as number)) - widthOf(text)));
          return align === 'right' ? padding + painted : painted + padding;
        });
        return (indent + parts.join(' '.repeat(gap))).trimEnd();
      });
    })
    .join('\n');
};
