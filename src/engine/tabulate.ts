/** Tables as the Python package tabulate prints them, from texts. Source: tabulate 0.10.0, tabulate/__init__.py. */

import { general } from './pythonFormat.ts';

/** What a column's texts can be read as, from the least general. */
const types = ['nothing', 'bool', 'int', 'float', 'text'] as const;
type Type = (typeof types)[number];
type Align = 'left' | 'right' | 'decimal';

const digits = '[0-9](?:_?[0-9])*';
const whole = new RegExp(`^\\s*[+-]?${digits}\\s*$`);
const fraction = new RegExp(`^\\s*[+-]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[+-]?${digits})?\\s*$`, 'i');
const special = /^(-?inf|nan)$/i;

/** What Python's `float` makes of a text. */
const read = (text: string): number => Number(text.replaceAll('_', ''));

const isNumber = (text: string): boolean => special.test(text) || (fraction.test(text) && Number.isFinite(read(text)));

const typeOf = (text: string): Type => {
  if (text === '') return 'nothing';
  if (text === 'True' || text === 'False') return 'bool';
  if (whole.test(text)) return 'int';
  return isNumber(text) ? 'float' : 'text';
};

const typeOfAll = (column: readonly string[]): Type =>
  types[Math.max(1, ...column.map((text) => types.indexOf(typeOf(text))))] as Type;

const formatted = (text: string, type: Type): string => {
  if (text === '' || type !== 'float') return text;
  return special.test(text) ? text.toLowerCase() : general(read(text));
};

/** Characters behind the decimal point, or the exponent; -1 where there is neither. */
const afterPoint = (text: string): number => {
  if (whole.test(text) || !isNumber(text)) return -1;
  const point = text.lastIndexOf('.');
  const place = point < 0 ? text.toLowerCase().lastIndexOf('e') : point;
  return place < 0 ? -1 : text.length - place - 1;
};

/** Python's length: characters, not units of UTF-16. */
const widthOf = (text: string): number => [...text].length;
const blanks = (count: number): string => ' '.repeat(Math.max(0, count));

const padded = (text: string, width: number, align: Align): string =>
  align === 'left' ? text + blanks(width - widthOf(text)) : blanks(width - widthOf(text)) + text;

const aligned = (column: readonly string[], align: Align): readonly string[] => {
  if (align !== 'decimal') return column.map((text) => text.trim());
  const most = Math.max(...column.map(afterPoint));
  return column.map((text) => text + blanks(most - afterPoint(text)));
};

interface Column {
  readonly cells: readonly string[];
  readonly width: number;
  readonly align: Align;
}

const columnOf = (header: string, given: readonly string[], wanted: Align | undefined): Column => {
  const type = typeOfAll(given);
  const align = wanted ?? (type === 'int' || type === 'float' ? 'decimal' : 'left');
  const cells = aligned(
    given.map((text) => formatted(text, type)),
    align,
  );
  const width = Math.max(widthOf(header) + 2, ...cells.map(widthOf));
  return { cells: [header, ...cells].map((text) => padded(text, width, align)), width, align };
};

/** How rows and the line below the headers are written. */
const formats = {
  pipe: {
    row: (cells: readonly string[]): string => `| ${cells.join(' | ')} |`,
    line: (columns: readonly Column[]): string => {
      const segment = ({ width, align }: Column): string =>
        align === 'left' ? `:${'-'.repeat(width + 1)}` : `${'-'.repeat(width + 1)}:`;
      return `|${columns.map(segment).join('|')}|`;
    },
  },
  simple: {
    row: (cells: readonly string[]): string => cells.join('  '),
    line: (columns: readonly Column[]): string => columns.map(({ width }) => '-'.repeat(width)).join('  '),
  },
} as const;

/** `tabulate(rows, headers, tablefmt=format, colalign=aligns)`. There must be at least one row. */
export const tabulate = (
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  format: keyof typeof formats,
  aligns: readonly Align[] = [],
): string => {
  const columns = headers.map((header, place) =>
    columnOf(
      header,
      rows.map((row) => row[place] as string),
      aligns[place],
    ),
  );
  const { row, line } = formats[format];
  const [head, ...body] = [headers, ...rows].map((_, place) =>
    row(columns.map(({ cells }) => cells[place] as string)).trimEnd(),
  );
  return [head, line(columns), ...body].join('\n');
};
