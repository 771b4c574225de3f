import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Done, doneBefore, type Part, partsOf, secondsLeft } from '../../scripts/matrix/parts.ts';
import { reportOf, reportText } from '../../scripts/matrix/report.ts';
import { toolNames } from '../../src/harness/environments.ts';

const asked = { seed: 7, cases: 30, networks: 1200, kinds: ['Linear', 'add'] };

/** A part in which every tool agreed, unless it is said how often thop did. */
const done = (part: Part, thop = part.cases): Done => ({
  ...part,
  verdicts: Object.fromEntries(toolNames.map((tool) => [tool, { agrees: tool === 'thop' ? thop : part.cases }])),
  versions: { thop: '0.1.1.post2209072238', fvcore: '0.1.6' },
  failures: thop === part.cases ? [] : [{ tool: 'thop', path: '3:1', script: 'print(1)\n', architecture: {} as never }],
});

describe('the parts of the matrix', () => {
  const parts = partsOf(asked);

  it('are each kind alone, then networks in parts with seeds of their own', () => {
    expect(parts).toEqual([
      { name: 'Linear', seed: 7, cases: 30, kinds: ['Linear'] },
      { name: 'add', seed: 7, cases: 30, kinds: ['add'] },
      { name: 'networks 1', seed: 7, cases: 500 },
      { name: 'networks 2', seed: 8, cases: 500 },
      { name: 'networks 3', seed: 9, cases: 200 },
    ]);
    expect(partsOf({ ...asked, networks: 0 })).toHaveLength(2);
  });

  describe('that are left take', () => {
    const open = (some: readonly Part[], elapsed = 0) => some.map((part) => ({ ...part, elapsed }));
    const [first, second, ...networks] = parts as [Part, Part, ...Part[]];
    const timed = (part: Part, seconds: number): Done => ({ ...done(part), seconds });

    it('nobody knows how long before any was timed', () => {
      expect(secondsLeft(open(parts), [], 2)).toBeUndefined();
      expect(secondsLeft(open([second]), [done(first)], 2)).toBeUndefined();
    });

    it('as long as those of their sort did, whenever that was', () => {
      expect(secondsLeft(open([second]), [timed(first, 60)], 2)).toBe(60);
      const before = [timed(first, 60), done(second), timed(networks[0] as Part, 5_000)];
      expect(secondsLeft(open(networks.slice(1)), before, 2)).toBe((700 * 10) / 2);
      expect(secondsLeft(open([]), before, 2)).toBe(0);
    });

    it('a network longer than a layer, where only one sort was timed', () => {
      const cases = 1200 / 30;
      expect(secondsLeft(open(networks), [timed(first, 60)], 1)).toBeGreaterThan(60 * cases);
      const few = secondsLeft(open([first]), [timed(networks[0] as Part, 5_000)], 1) as number;
      expect(few).toBeGreaterThan(0);
      expect(few).toBeLessThan(30 * 10);
    });

    it('less by what is done of them', () => {
      const running = [...open([second], 45), ...open([networks[0] as Part], 1_000_000)];
      expect(secondsLeft(running, [timed(first, 60)], 2)).toBe(15 / 2);
    });
  });
});

describe('the notes of what is done', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-'));
  const notes = join(folder, 'done.jsonl');
  afterAll(() => rmSync(folder, { recursive: true }));
  const [first, second, third] = partsOf(asked) as [Part, Part, Part];
  const write = (...lines: readonly (Done | string)[]): void =>
    writeFileSync(notes, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''));

  it('are none where there is no file', () => {
    expect(doneBefore(join(folder, 'none.jsonl'), [first])).toEqual([]);
  });

  it('leave to be done again what failed, was cut off while it was noted, or was asked otherwise', () => {
    const cut = JSON.stringify(done(third)).slice(0, -5);
    write(done(first), done(second, 29), { ...done(third), seed: 8 }, { ...done(third), cases: 499 }, cut);
    expect(doneBefore(notes, [first, second, third]).map(({ name }) => name)).toEqual(['Linear']);
  });

  it('hold the last word on a part', () => {
    write(done(first, 29), done(first), done(second), done(second, 0));
    expect(doneBefore(notes, [first, second])).toEqual([done(first)]);
  });
});

describe('the report of the matrix', () => {
  const parts = partsOf(asked);
  const [first, second, third] = parts as [Part, Part, Part];
  const report = reportOf(parts, [done(first), done(second, 29), done(third)]);
  const of = (tool: string) => report.tools.find((one) => one.tool === tool);

  it('counts a cell as verified where every one of its cases agreed', () => {
    expect(report.parts).toEqual({ agree: 2, of: 5 });
    const cells = (tool: string) => Object.values(of(tool)?.cells ?? {});
    for (const tool of toolNames) {
      expect(
        cells(tool).reduce((sum, one) => sum + one.of, 0),
        tool,
      ).toBe(2);
      expect(
        cells(tool).reduce((sum, one) => sum + one.agree, 0),
        tool,
      ).toBe(tool === 'thop' ? 1 : 2);
    }
  });

  it('keeps single layers and networks apart', () => {
    expect(of('thop')).toMatchObject({ layers: { agree: 59, of: 60 }, networks: { agree: 500, of: 500 } });
    expect(of('torchinfo')).toMatchObject({ layers: { agree: 60, of: 60 }, networks: { agree: 500, of: 500 } });
  });

  it('counts nothing as verified before anything is done', () => {
    const empty = reportOf(parts, []);
    expect(empty.parts.agree).toBe(0);
    for (const { tool, installed, layers: alone, cells } of empty.tools) {
      expect(installed, tool).toBeUndefined();
      expect(alone, tool).toEqual({ agree: 0, of: 0 });
      expect(
        Object.values(cells).every(({ agree }) => agree === 0),
        tool,
      ).toBe(true);
    }
  });

  it('prints a line for each tool, another version than the stated one, and each failure as a script', () => {
    const text = reportText(report);
    expect(text).toMatch(/^thop +0\.1\.1\.post2209072238 .* 1\/2 +59\/60 +500\/500$/m);
    expect(text).toContain('0.1.6, stated 0.1.5.post20221221');
    expect(text).toContain('\n2 of 5 parts verified; in each column, what is verified out of all.\n');
    expect(text).toContain('\nadd: thop, seed 7, case 3:1:\nprint(1)\n');
  });
});
