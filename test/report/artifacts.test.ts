/** What services that run checks are given: JUnit XML that parses, and Markdown that no text can break out of. */

import { describe, expect, it } from 'vitest';
import { campaign } from '../../src/harness/campaign.ts';
import { fuzzJson } from '../../src/report/campaign.ts';
import { junitXml } from '../../src/report/junit.ts';
import { type FuzzJson, fuzzSchema } from '../../src/report/schemas.ts';
import { summaryMarkdown } from '../../src/report/summary.ts';
import { faithful, groupsIgnored } from '../harness/faithful.ts';

const work = { workers: 1, restarts: 0, tool_seconds: {}, busy: 0 };
const shard = { part: 2, of: 2 };
const plan = { seed: 3, cases: 40, tools: ['thop'], kinds: ['Conv2d'], shard } as const;
const outcome = await campaign({ ...plan, conventions: groupsIgnored }, faithful);
const corpus: FuzzJson['corpus'] = {
  folder: 'corpus',
  cases: [
    { file: 'corpus/held.json', outcome: 'agreement', reason: 'It was wrong once.' },
    { file: 'corpus/lost.json', outcome: 'disagreement', reason: 'A <b>tag</b> & "quotes" ``` | \u0007' },
  ],
};
const failing = fuzzJson(outcome, plan, ['out/case.json'], work, corpus);
const agreeing = fuzzJson(await campaign({ ...plan, cases: 10 }, faithful), plan, [], work);
const short: FuzzJson = { ...agreeing, outcome: 'could not run', shortfalls: ['No network was tried: 0 cases.'] };

/** Tags of an XML text in order; throws where one is not closed, or where text holds what XML must not. */
const tagsOf = (xml: string): string[] => {
  const open: string[] = [];
  const tags: string[] = [];
  for (const [, text = '', close, name = '', attributes = '', empty] of xml
    .replace(/^<\?xml[^?]*\?>\n/, '')
    .matchAll(/([^<]*)<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    expect(text + attributes).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|&(?!(amp|lt|gt|quot|apos);)/);
    if (close) expect(open.pop()).toBe(name);
    else tags.push(name);
    if (!close && !empty) open.push(name);
  }
  expect(open).toEqual([]);
  return tags;
};

it('the JSON has the published form', () => {
  for (const json of [failing, agreeing, short])
    expect(fuzzSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
  expect(failing).toMatchObject({ shard: '2/2', failures: [{ cluster: 'thop, Conv2d: macs 1:2' }] });
});

describe('JUnit XML', () => {
  it('has a test for each tool, disagreement, shortfall and case of the corpus', () => {
    const xml = junitXml(failing);
    expect(tagsOf(xml)).toEqual([
      ...['testsuites', 'testsuite', 'testcase', 'testcase', 'failure', 'testcase', 'testcase', 'failure'],
    ]);
    expect(xml).toContain('tests="4" failures="2" errors="0"');
    expect(xml).toContain('name="thop, Conv2d: macs 1:2"');
    expect(xml).toContain('countersign replay out/case.json');
    expect(xml).toContain('&lt;b&gt;tag&lt;/b&gt; &amp; &quot;quotes&quot;');
  });

  it('has nothing but passing tests where all agree', () => {
    expect(tagsOf(junitXml(agreeing))).toEqual(['testsuites', 'testsuite', 'testcase']);
  });

  it('has an error for a run that tested nothing', () => {
    expect(junitXml(short)).toContain('<error message="No network was tried: 0 cases.">');
  });
});

describe('the summary', () => {
  it('shows the outcome, the verdicts and each disagreement with its script', () => {
    const text = summaryMarkdown(failing);
    expect(text).toMatch(/^## ❌ countersign: 20 random networks, 1 kinds of disagreement\n/);
    expect(text).toContain('Seed 3, part 2/2;');
    expect(text).toContain('| macs | total |');
    expect(text).toContain('```python\nimport torch\n');
    expect(text).toContain('Corpus: 1 of 2 cases hold.');
  });

  it('has fences that every block closes', () => {
    const fences = summaryMarkdown(failing)
      .split('\n')
      .filter((line) => line.startsWith('```'));
    expect(fences.length % 2).toBe(0);
  });

  it('says why a run fell short', () => {
    expect(summaryMarkdown(short)).toMatch(/^## ⚠️ countersign: .*it did not test what it was to test\n/);
    expect(summaryMarkdown(short)).toContain('⚠️ No network was tried: 0 cases.');
    expect(summaryMarkdown(agreeing)).toMatch(/^## ✅ countersign: 5 random networks, every tool agreed/);
  });
});
