import { describe, expect, it } from 'vitest';
import { type ArchitectureJson, type Convention, type Count, conventions } from '../../src/engine/index.ts';
import type { Answer } from '../../src/harness/answers.ts';
import { judge } from '../../src/harness/compare.ts';
import { conventionOf, type ToolName } from '../../src/harness/environments.ts';
import type { Examined } from '../../src/harness/examine.ts';
import { verifySchema } from '../../src/report/schemas.ts';
import { plain } from '../../src/report/style.ts';
import { outcomeOf, verifyJson, verifyText, worst } from '../../src/report/verify.ts';
import { answerOf } from '../harness/faithful.ts';
import { recurrent, shaped, small } from './networks.ts';

/** What thop says of the small network, with other totals in the place of its own. */
const answered = (totals: Record<string, string> = {}): Answer => {
  const network = shaped(small);
  const own = answerOf('thop', (conventions.get('thop') as Convention).count(network) as Count, network);
  return { ...own, totals: { ...own.totals, ...totals } };
};

const witnessed = (architecture: ArchitectureJson, tool: ToolName, answer: Answer, version?: string): Examined => {
  const convention = conventions.get(conventionOf(tool)) as Convention;
  const network = shaped(architecture);
  const prediction = convention.count(network);
  const verdict = judge(prediction, answer, convention, network, version);
  return { tool, version, convention, prediction, answer, verdict };
};

const right = () => witnessed(small, 'thop', answered(), '0.1.1.post2209072238');
const wrong = () => witnessed(small, 'thop', answered({ macs: '9999' }), '0.1.1');
const crashed = () =>
  witnessed(small, 'thop', { status: 'raised', error: { class: 'KeyError', message: 'oh \u001b[2J' }, seconds: 0 });
const slow = () => witnessed(small, 'thop', { status: 'timedOut', limit: 30_000, stderr: [] });
const gone = () => witnessed(small, 'thop', { status: 'missing', message: "No module named 'thop'" });
const raised = () =>
  witnessed(recurrent, 'torchsummary', {
    status: 'raised',
    error: { class: 'AttributeError', message: 'x' },
    seconds: 0,
  });

describe('verify --json', () => {
  it.each([
    ['agreement', right],
    ['disagreement', wrong],
    ['disagreement', crashed],
    ['could not run', slow],
    ['could not run', gone],
    ['agreement', raised],
  ])('is %s, and holds to its schema', (outcome, make) => {
    const json = verifyJson('Small', [make()]);
    expect(json.outcome).toBe(outcome);
    expect(verifySchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
  });

  it('lists each difference with both figures, and the version that the convention speaks of', () => {
    expect(verifyJson('Small', [wrong()]).tools[0]).toMatchObject({
      status: 'disagrees',
      differences: [{ figure: 'macs', where: 'total', predicted: '9216', measured: '9999' }],
      stated_version: '0.1.1.post2209072238',
    });
  });
});

describe('verify of a program', () => {
  it('says of a tool that fails whether it agrees on the network as recorded', () => {
    const json = verifyJson('Small', [wrong()], new Map([['thop', 'agrees']]));
    expect(verifySchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json);
    expect(json).toMatchObject({ outcome: 'disagreement', tools: [{ as_recorded: 'agrees' }] });
    expect(verifyText(json, plain)).toContain('thop: It agrees on the network as recorded');
    const both = verifyJson('Small', [wrong()], new Map([['thop', 'disagrees']]));
    expect(verifyText(both, plain)).not.toContain('as recorded');
  });
});

describe('an outcome', () => {
  it('is a disagreement before anything else', () => {
    expect(outcomeOf(['agrees', 'missing', 'disagrees'])).toBe('disagreement');
    expect(outcomeOf(['agrees', 'unsupported'])).toBe('disagreement');
    expect(outcomeOf(['agrees', 'timedOut'])).toBe('could not run');
    expect(outcomeOf(['agrees'])).toBe('agreement');
    expect(worst(['agreement', 'could not run', 'disagreement'])).toBe('disagreement');
    expect(worst(['agreement', 'could not run'])).toBe('could not run');
    expect(worst([])).toBe('agreement');
  });
});

describe('verify', () => {
  it('prints predicted and measured side by side', () => {
    expect(verifyText(verifyJson('Small', [right()]), plain)).toBe(
      [
        'Small: 1 of 1 tool agrees',
        '',
        'Tool  Version               Figure         Countersign  The tool',
        'thop  0.1.1.post2209072238  params                 837       837  agrees',
        '                            macs                 9,216     9,216  agrees',
        '                            params_string      837.00B   837.00B  agrees',
        '                            macs_string          9.22K     9.22K  agrees',
        '                            origin_params          837       837  agrees',
        '                            origin_macs          9,216     9,216  agrees',
        '',
      ].join('\n'),
    );
  });

  it('prints what differs, and why there is nothing to compare', () => {
    const text = verifyText(verifyJson('Small', [wrong()]), plain);
    expect(text).not.toContain('as recorded');
    expect(text).toContain('total  macs        9,216     9,999');
    expect(text).toContain('thop: version 0.1.1 is installed, the convention states 0.1.1.post2209072238.');
    expect(verifyText(verifyJson('Small', [crashed()]), plain)).toContain(
      'thop: It raises KeyError, which was not predicted: oh \\u001b[2J',
    );
    expect(verifyText(verifyJson('Small', [slow()]), plain)).toContain('thop: It did not answer within 30 s.');
    expect(verifyText(verifyJson('Small', [gone()]), plain)).toContain("thop: No module named 'thop'");
    expect(verifyText(verifyJson('LSTM', [raised()]), plain)).toContain(
      'torchsummary: It raises AttributeError, as predicted.',
    );
  });
});
