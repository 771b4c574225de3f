import { describe, expect, it } from 'vitest';
import { tabulate } from '../../src/engine/tabulate.ts';

// What tabulate 0.10.0 prints of the same texts.
describe('tabulate', () => {
  it('strips texts, and lays them to the left', () => {
    const rows = [
      ['model', '12', '48'],
      [' a', '7', ''],
      ['  a.b.weight', '(3, 4)', '0.5K'],
    ];
    expect(tabulate(['module', '#x', '#flops'], rows, 'pipe')).toBe(
      [
        '| module     | #x     | #flops   |',
        '|:-----------|:-------|:---------|',
        '| model      | 12     | 48       |',
        '| a          | 7      |          |',
        '| a.b.weight | (3, 4) | 0.5K     |',
      ].join('\n'),
    );
  });

  it('takes names of modules for numbers where all of a column are', () => {
    const rows = [
      ['0.10', '48'],
      ['0.2', ' 5'],
    ];
    expect(tabulate(['module', '#x'], rows, 'pipe')).toBe(
      ['|   module |   #x |', '|---------:|-----:|', '|      0.1 |   48 |', '|      0.2 |    5 |'].join('\n'),
    );
  });

  it('aligns numbers by their points, also those with exponents and underscores', () => {
    const rows = [
      ['1e3', '1'],
      ['2_0.50', '2.25'],
      ['', '3e-7'],
    ];
    expect(tabulate(['module', '#x'], rows, 'pipe')).toBe(
      [
        '|   module |    #x |',
        '|---------:|------:|',
        '|   1000   | 1     |',
        '|     20.5 | 2.25  |',
        '|          | 3e-07 |',
      ].join('\n'),
    );
  });

  it('lays columns where it is told to', () => {
    const rows = [
      ['N', '12.000', '50.00%'],
      [' - aten.mm', '1234.500', '9.10%'],
      ['N.1e5', '0.125', '1e3'],
    ];
    expect(tabulate(['module', '#x', '#flops'], rows, 'simple', ['left', 'right', 'right'])).toBe(
      [
        'module         #x    #flops',
        '---------  ------  --------',
        'N              12    50.00%',
        '- aten.mm  1234.5     9.10%',
        'N.1e5       0.125       1e3',
      ].join('\n'),
    );
  });

  it('takes what is too large, and no number, for texts', () => {
    const rows = [
      ['1e400', 'True'],
      ['nan', 'False'],
      ['é_1', ''],
    ];
    expect(tabulate(['module', '#x'], rows, 'pipe')).toBe(
      [
        '| module   | #x    |',
        '|:---------|:------|',
        '| 1e400    | True  |',
        '| nan      | False |',
        '| é_1      |       |',
      ].join('\n'),
    );
  });
});
