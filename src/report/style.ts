/** How text may look: colours only where the reader has asked for them or sits before a terminal. */

import picocolors from 'picocolors';

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly green: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  /** Columns that a line may fill. */
  readonly width: number;
}

/** The width for which every report is made; a wider terminal gets the same lines. */
export const usualWidth = 100;

export const styleFor = (isColoured: boolean, width = usualWidth): Style => {
  const { bold, dim, green, red, yellow } = picocolors.createColors(isColoured);
  return { bold, dim, green, red, yellow, width };
};

export const plain: Style = styleFor(false);

/** Text from outside without the characters that would move a terminal's cursor or change its colours. */
export const harmless = (text: string): string =>
  text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be found.
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Breaks text at spaces into lines of at most `width`, each behind the indent. */
export const wrap = (text: string, width: number, indent = ''): string => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, indent + line].join('\n');
};
