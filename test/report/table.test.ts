import { describe, expect, it } from 'vitest';
import { plain, styleFor } from '../../src/report/style.ts';
import { table } from '../../src/report/table.ts';

describe('a table', () => {
  it('aligns its columns two spaces apart and ends no line with a space', () => {
    const columns = [{ title: 'Layer' }, { title: 'MACs', align: 'right' }, { title: '' }] as const;
    expect(
      table(
        columns,
        [
          ['conv', '1,000', ''],
          ['fc', '7', 'end'],
        ],
        plain,
        ' ',
      ),
    ).toBe(' Layer   MACs\n conv   1,000\n fc         7  end');
  });

  it('cuts the beginning of a long path', () => {
    expect(table([{ title: '', most: 6 }], [['features.10']], plain)).toBe('…es.10');
  });

  it('breaks sentences into the width that is left', () => {
    const text = table([{ title: '' }, { title: '', breaks: true }], [['a', 'one two three four five six seven']], {
      ...plain,
      width: 30,
    });
    expect(text).toBe('a  one two three four five six\n   seven');
  });

  it('gives characters that fill two columns their place', () => {
    expect(
      table(
        [{ title: '' }, { title: '' }],
        [
          ['層', 'x'],
          ['abc', 'y'],
        ],
        plain,
      ),
    ).toBe('層   x\nabc  y');
  });

  it('shows escape sequences from outside, and colours only its own', () => {
    const style = styleFor(true);
    const text = table([{ title: '' }], [['\u001b[2Jevil'], [{ text: 'good', paint: style.green }]], style);
    expect(text).toBe('\\u001b[2Jevil\n\u001b[32mgood\u001b[39m');
  });
});
