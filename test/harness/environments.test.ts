import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { conventions } from '../../src/engine/index.ts';
import {
  conventionOf,
  environmentNames,
  environmentOf,
  environments,
  HarnessError,
  interpreterOf,
  isToolName,
  launchOf,
  packageRoot,
  toolNames,
} from '../../src/harness/environments.ts';
import { witnesses } from '../../src/harness/witness.ts';

describe('environments', () => {
  it('house every tool once, and each has a convention and a witness', () => {
    const housed = environmentNames.flatMap((name): readonly string[] => environments[name].tools);
    expect(housed.toSorted()).toEqual([...toolNames].sort());
    for (const tool of toolNames) {
      expect(environments[environmentOf(tool)].tools).toContain(tool);
      expect(conventions.has(conventionOf(tool))).toBe(true);
      expect(witnesses[conventionOf(tool)]).toBeDefined();
    }
    expect(isToolName('thop')).toBe(true);
    expect(isToolName('toString')).toBe(false);
  });

  it('lie below the folder of package.json', () => {
    expect(existsSync(join(packageRoot, 'package.json'))).toBe(true);
  });

  it.each(['bin/python', 'Scripts/python.exe'])('have their interpreter in %s', (place) => {
    const root = mkdtempSync(join(tmpdir(), 'countersign-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    expect(() => interpreterOf('main', root)).toThrow(HarnessError);
    expect(() => interpreterOf('main', root)).toThrow('Run "npm start"');
    const file = join(root, 'python', '.venv', place);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    const launch = launchOf('main', ['thop', 'torch'], root);
    if ('absent' in launch) throw new Error(launch.absent);
    expect(launch.file).toBe(file);
    expect(launch.args).toEqual(['-m', 'countersign.worker', '--tools', 'thop,torch']);
    expect(launch.env.OMP_NUM_THREADS).toBe('1');
    expect(Object.hasOwn(launch.env, 'PYTHONDONTWRITEBYTECODE')).toBe(true);
    expect(launch.env.PYTHONDONTWRITEBYTECODE).toBeUndefined();
  });

  it('are absent where the set-up found no Python for them', () => {
    const root = mkdtempSync(join(tmpdir(), 'countersign-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    expect(() => launchOf('torchstat', ['torchstat'], root)).toThrow(HarnessError);
    mkdirSync(join(root, '.countersign'));
    writeFileSync(join(root, '.countersign', 'without-torchstat.json'), '{}');
    expect(launchOf('torchstat', ['torchstat'], root)).toEqual({
      absent: 'No Python on this machine suits the environment "torchstat".',
    });
  });
});
