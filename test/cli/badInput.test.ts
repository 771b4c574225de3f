/** Whatever is wrong with what a user gives: one message that says what and what to do, exit code 2, no stack trace. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { small } from '../report/networks.ts';
import { run, runHere, scratch, writeJson } from './run.ts';

const folder = scratch();
const file = writeJson(folder, 'network.json', small);
const blank = writeJson(folder, 'empty.json', ' \n');
const broken = writeJson(folder, 'broken.json', '{"inputs": [');
const binary = join(folder, 'binary.json');
writeFileSync(binary, Uint8Array.from([0xff, 0xfe, 0x00, 0x7b]));
const unknown = writeJson(folder, 'unknown.json', {
  ...small,
  modules: [{ path: 'head', kind: 'Conv2D' }],
});
const unfit = writeJson(folder, 'unfit.json', { ...small, inputs: [{ name: 'x', shape: [1, 5, 8, 8] }] });
const hostile = writeJson(folder, 'escape.json', { ...small, modules: [{ path: 'a', kind: '\u001b[2J' }] });
const python = writeJson(folder, 'net.py', 'class Net:\n    pass\n');
const cases = join(folder, 'cases');
mkdirSync(cases);

describe('bad input', () => {
  it.each([
    ['no command', [], 'Usage: countersign'],
    ['an unknown command', ['cuont'], "unknown command 'cuont'\n(Did you mean count?)"],
    ['an unknown option', ['count', file, '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
    ['an argument too few', ['compare', file], "missing required argument 'B'"],
    ['an argument too many', ['count', file, file], 'too many arguments'],
    ['nothing to count', ['count'], 'count needs an architecture: a JSON file, or - for standard input.'],
    ['a missing file', ['count', join(folder, 'netwrk.json')], 'netwrk.json. Did you mean network.json'],
    ['a directory', ['count', folder], 'is a directory, not an architecture. Name a file in it.'],
    ['an empty file', ['count', blank], 'empty.json is empty. Give it an architecture as JSON'],
    ['a binary file', ['count', binary], 'binary.json is not text in UTF-8.'],
    ['half a JSON', ['count', broken], 'broken.json: This is not JSON'],
    ['Python', ['count', python], 'Make one with "countersign record'],
    [
      'an unknown kind',
      ['count', unknown],
      'modules[0].kind: Kind "Conv2D" is not known, so it cannot be counted. Did you mean Conv2d',
    ],
    ['a shape that does not fit', ['count', unfit], 'it needs 3 channels in dimension 1, got 5.'],
    ['escape sequences', ['count', hostile], '\\u001b[2J'],
    [
      'an unknown convention',
      ['count', file, '--convention', 'thopp'],
      'No convention is called "thopp". Did you mean thop?',
    ],
    ['two conventions', ['count', file, '--convention', 'thop,article'], 'No convention is called "thop,article".'],
    ['an unknown layer', ['explain', file, 'features.7'], 'No layer is called "features.7". Did you mean'],
    ['an unknown convention in a list', ['explain', file, '--conventions', 'thop,artcle'], 'Did you mean article?'],
    ['stdin twice', ['compare', '-', '-'], 'Only one of the two can come from standard input.'],
    ['an unknown schema', ['schema', 'cuont'], 'No schema is called "cuont". Did you mean count?'],
    ['an unknown tool', ['verify', file, '--tools', 'thop,toch'], 'No tool is called "toch". Did you mean torch?'],
    ['no time', ['verify', file, '--timeout', '0'], '--timeout "0" is not a whole number from 1'],
    ['no tool', ['verify', file, '--tools', ','], '--tools needs at least one name'],
    ['inputs of an architecture', ['verify', file, '--input', '1,3'], 'holds its inputs itself'],
    ['no name in a Python file', ['record', python, '--input', '1'], 'needs a name behind it, such as'],
    ['an impossible name', ['record', `${python}:a b`, '--input', '1'], '"a b" cannot be a name in Python.'],
    ['no Python file', ['record', 'nowhere.py:Net', '--input', '1'], 'There is no file nowhere.py.'],
    ['another kind of file', ['record', file], 'is not a module in a Python file.'],
    ['no inputs', ['record', `${python}:Net`], 'needs the shape of each input.'],
    ['a size that is none', ['record', `${python}:Net`, '--input', '1,x'], '"x" is not a size'],
    ['a size of nothing', ['record', `${python}:Net`, '--input', '1,0'], '"0" is not a size'],
    ['an unknown type', ['record', `${python}:Net`, '--input', '1:float23'], 'Did you mean float16 or float32'],
    [
      'a folder to write to',
      ['record', `${python}:Net`, '--input', '1', '-o', folder],
      'is a directory. Name the file to write.',
    ],
    ['no cases', ['fuzz', '--cases', '0'], '--cases "0" is not a whole number from 1'],
    ['no run to go on with', ['fuzz', '--resume', folder], 'This is not the folder of a run.'],
    ['no run to judge', ['recheck', folder], 'This is not the folder of a run.'],
    ['workers that are none', ['fuzz', '--workers', '0'], '--workers "0" is not a whole number from 1'],
    ['a time without a unit', ['fuzz', '--budget', '5'], '--budget "5" is not a time. Write it as 90s, 5m or 1h.'],
    [
      'a weight that is none',
      ['fuzz', '--weights', 'Conv2d=much'],
      '--weights "Conv2d=much" is not a weight from 0 to',
    ],
    [
      'a weight of an unknown kind',
      ['fuzz', '--weights', 'Conv2D=1'],
      'No kind of layer is called "Conv2D". Did you mean',
    ],
    ['dimensions that are none', ['fuzz', '--ranks', '0'], '--ranks "0" is not a whole number from 1 to 8.'],
    ['layers that are none', ['fuzz', '--max-layers', '0'], '--max-layers "0" is not a whole number from 1'],
    ['no kind that is left', ['fuzz', '--kinds', 'Conv2d', '--ranks', '2'], 'No kind of layer is left to draw'],
    [
      'a part out of range',
      ['ci', '--shard', '3/2'],
      '--shard "3/2" is not a part of a campaign. Write it as --shard 2/5',
    ],
    ['a corpus that is not there', ['fuzz', '--corpus', join(folder, 'none')], 'which --corpus names.'],
    ['a seed that is none', ['fuzz', '--seed', '1.5'], '--seed "1.5" is not a whole number'],
    ['an unknown kind of layer', ['fuzz', '--kinds', 'Conv4d,relu'], 'No kind of layer is called "Conv4d".'],
    ['a missing case', ['replay', join(folder, 'none.json')], 'There is no file'],
    ['a file that is no case', ['replay', file], 'network.json: schema'],
    ['a folder without cases', ['replay', cases], 'holds no cases.'],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await runHere(args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stderr).not.toContain('\u001b');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('on standard input', async () => {
    const empty = await run(['count', '-']);
    expect(empty).toMatchObject({ code: 2, stdout: '' });
    expect(empty.stderr).toMatch(/^countersign: Standard input is empty\./);
    const { code, stderr } = await run(['count', '-'], '{');
    expect(stderr).toMatch(/^countersign: standard input: This is not JSON: .*\n$/);
    expect(code).toBe(2);
  });
});
