/**
 * Every example of README and the guides is run, and says what the page shows. Those that need the Python tools are run in
 * properties/readme.test.ts: console blocks under the note "with the tools", and the transcript of `npm start`.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { count, findConvention, parseArchitecture } from '../../src/engine/index.ts';
import { packageRoot } from '../../src/harness/environments.ts';
import { parseReady, parseReply, protocolVersion, requestSchema } from '../../src/harness/protocol.ts';
import { blocksOf, missingLines, readPage, rerun, stepsOf } from './blocks.ts';

const guides = readdirSync(join(packageRoot, 'docs')).filter((name) => name.endsWith('.md'));
const pages = ['README.md', 'conformance/INTERPRETING.md', ...guides.map((name) => `docs/${name}`)];
const examples = pages.flatMap((page) => blocksOf(readPage(page)).map((block) => ({ page, ...block })));
const readme = blocksOf(readPage('README.md'));

it('knows how to test every block', () => {
  const notes = /^$|^with the tools$|^golden: npm start$|^(all|part) of \S+$/;
  for (const { page, line, language, note } of examples) {
    const where = `${page}:${line}`;
    expect(note, where).toMatch(notes);
    expect(['console', 'sh', 'ts', 'python', 'json', 'text', 'math'], where).toContain(language);
    // Code is either part of a file that is tested itself, or the one program of README, which is run below.
    if (language === 'python') expect(note, where).toMatch(/ of /);
  }
  expect(readme.filter(({ language, note }) => language === 'ts' && note === '')).toHaveLength(1);
});

describe('console', () => {
  const here = examples.filter(({ language, note }) => language === 'console' && note === '');
  it.each(here)('$page:$line shows what its commands print', async (block) => {
    const { real, shown } = await rerun(block);
    expect(shown).toBe(real);
  });

  it('names scripts that npm has, and Python files that are there', () => {
    const { scripts } = JSON.parse(readPage('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    for (const { page, line, language, text } of examples) {
      if (language !== 'console' && language !== 'sh') continue;
      for (const [, run, alone] of text.matchAll(/\bnpm (?:run (?:--silent )?(\w+)|(start|test))/g))
        expect(scripts, `${page}:${line}`).toHaveProperty(run ?? alone ?? '');
    }
  });
});

it.each(examples.filter(({ note }) => / of /.test(note)))('$page:$line is $note', ({ note, text }) => {
  const [, amount, file = ''] = /^(all|part) of (\S+)$/.exec(note) ?? [];
  if (amount === 'all') expect(text).toBe(readPage(file));
  else expect(readPage(file)).toContain(text);
});

describe('the program in README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-readme-'));
  const run = (file: string, ...args: string[]) =>
    spawnSync(file, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: undefined } });
  const program = readme.findIndex(({ language, note }) => language === 'ts' && note === '');
  const tsc = join(packageRoot, 'node_modules', '.bin', 'tsc');
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];

  beforeAll(() => {
    // The package as it is published: compiled, with its dependencies beside it.
    const modules = join(folder, 'node_modules');
    const installed = join(modules, 'countersign');
    mkdirSync(installed, { recursive: true });
    cpSync(join(packageRoot, 'package.json'), join(installed, 'package.json'));
    for (const name of ['zod', 'jsep', '@types'])
      symlinkSync(join(packageRoot, 'node_modules', name), join(modules, name));
    const built = run(tsc, '-p', join(packageRoot, 'tsconfig.build.json'), '--outDir', join(installed, 'dist'));
    expect(built.stdout).toBe('');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'program.ts'), readme[program]?.text ?? '');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('prints what is shown below it', () => {
    const { stdout, stderr } = run(process.execPath, 'program.ts');
    expect(stderr).toBe('');
    expect(stdout).toBe(readme[program + 1]?.text);
  });

  it('passes the type check of a user', () => {
    expect(run(tsc, ...options, 'program.ts').stdout).toBe('');
  });
});

describe('JSON', () => {
  it('of architecture.md is networks with the counts stated below them', () => {
    const page = readPage('docs/architecture.md');
    const shown = blocksOf(page)
      .filter(({ language }) => language === 'json')
      .map(({ text }) => {
        const counted = count(parseArchitecture(text));
        if (counted.status !== 'counted') throw new Error(counted.because);
        return Object.fromEntries(
          Object.entries(counted.totals).map(([name, value]) => [name, value.toLocaleString('en-US')]),
        );
      });
    const [first, composite, second] = shown;
    expect(shown).toHaveLength(3);
    expect(page).toContain(
      `It has ${first?.params} parameters, ${first?.trainable} of them trainable, and ${first?.macs} MACs`,
    );
    expect(page).toContain(`It has ${composite?.params} parameters and ${composite?.macs} MACs, those of its parts.`);
    expect(page).toContain(`It has ${second?.params} parameters:`);
    expect(page).toContain(`and ${second?.macs} MACs.`);
  });

  it('of protocol.md is what the protocol takes', () => {
    const [ready, requests, replies] = blocksOf(readPage('docs/protocol.md')).map(({ text }) =>
      text.trim().split('\n'),
    );
    expect(parseReady(ready?.[0] ?? '').protocol).toBe(protocolVersion);
    expect(requests).toHaveLength(3);
    for (const line of requests ?? []) expect(requestSchema.parse(JSON.parse(line)).id).toMatch(/^[123]$/);
    expect(replies).toHaveLength(2);
    for (const line of replies ?? []) expect(parseReply(line).type).toBe('ran');
  });
});

describe('the numbers of README', () => {
  const figure = (file: string, convention: string, name: string): string => {
    const text = readFileSync(join(packageRoot, 'docs', 'examples', `${file}.json`), 'utf8');
    const counted = count(text, findConvention(convention));
    return counted.status === 'counted' ? Number(counted.totals[name]).toLocaleString('en-US') : counted.error;
  };
  const problem = readPage('README.md').split('**The problem.**')[1]?.split('\n\n')[0]?.replaceAll('\n', ' ') ?? '';

  it('in its first paragraph are the counts of the engine', () => {
    const of = (convention: string, name = 'macs') => figure('alexnet', convention, name);
    expect(problem).toContain(
      `thop says ${of('thop')}, ptflops ${of('ptflops')} or, with its other backend, ${of('ptflops-aten')}, and torchstat ${of('torchstat', 'flops')}, which`,
    );
    const lstm = (convention: string) => figure('lstm-classifier', convention, 'macs');
    expect(problem).toContain(
      `the first three say ${lstm('thop')}, ${lstm('ptflops')} and ${lstm('ptflops-aten')}, two tools`,
    );
    expect([lstm('torchsummary'), lstm('torchstat')]).toEqual(['AttributeError', 'AssertionError']);
    expect(problem).toContain(`the products that its equations need are ${lstm('definition')}.`);
  });

  it('in the transcript are the counts of the engine', async () => {
    const { countJson, countText } = await import('../../src/report/count.ts');
    const { plain } = await import('../../src/report/style.ts');
    const { shapeNetwork } = await import('../../src/engine/index.ts');
    const network = shapeNetwork(parseArchitecture(readPage('docs/examples/alexnet.json')));
    const definition = findConvention('definition');
    const real = countText(countJson(definition.count(network), definition, network), definition, plain);
    const transcript = readme.find(({ note }) => note === 'golden: npm start')?.text ?? '';
    const counted = transcript.split('\n\n2. ')[0]?.split('=\n\n')[1] ?? '';
    expect(counted.split('\n').length).toBeGreaterThan(10);
    expect(missingLines(counted, real)).toEqual([]);
  });
});

it('every command that a page shows is one that the program has', async () => {
  const { run } = await import('../../src/cli/program.ts');
  expect(typeof run).toBe('function');
  const help = (
    await rerun({ language: 'console', note: '', line: 0, text: '$ npm run --silent countersign -- --help\n' })
  ).real;
  for (const block of examples.filter(({ language }) => language === 'console')) {
    for (const { command } of stepsOf(block)) {
      const name = /countersign -- (\w+)/.exec(command)?.[1];
      if (name) expect(help).toContain(`\n  ${name} `);
    }
  }
});
