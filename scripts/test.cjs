'use strict';
// `npm test`: every check there is, one after the other, also after one that failed. The last line of stdout is
// "N passed, N failed", summed over all of them; the exit code is 0 only when something passed and nothing failed.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const { constants } = require('node:os');
const path = require('node:path');
const { ensure, exit } = require('./setup.cjs');

const root = path.dirname(__dirname);
const reports = path.join(root, '.countersign', 'test');
const vitestReport = path.join(reports, 'vitest.json');
const pytestReport = path.join(reports, 'pytest.xml');

/** A stage that is one check: it passes or fails as a whole. */
const single = (code) => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** A file that fails before its first test is in no count of tests, so it counts as one failure here. */
function vitestCounts() {
  const report = JSON.parse(fs.readFileSync(vitestReport, 'utf8'));
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

function pytestCounts() {
  const [head] = /<testsuite [^>]*>/.exec(fs.readFileSync(pytestReport, 'utf8'));
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)[1]);
  const failed = count('failures') + count('errors');
  return { passed: Math.max(0, count('tests') - failed - count('skipped')), failed };
}

/** What a runner reports, held against its exit code: a runner that died or found no test has failed. */
function reported(read) {
  return (code) => {
    let counts = { passed: 0, failed: 0 };
    try {
      counts = read();
    } catch {
      // No report, or half of one: the exit code is all there is.
    }
    const silent = counts.failed === 0 && (code !== 0 || counts.passed === 0);
    return silent ? { ...counts, failed: 1 } : counts;
  };
}

/** How long a stage may take to end after Ctrl-C; the type check takes no notice of it. */
const patience = 2_000;

const inPackages = (...parts) => path.join(root, 'node_modules', ...parts);

const stages = ({ node, python }) => [
  { name: 'types', file: inPackages('.bin', 'tsc'), args: ['--noEmit'], count: single },
  { name: 'lint', file: inPackages('.bin', 'biome'), args: ['check'], count: single },
  {
    name: 'tests and properties (vitest)',
    file: node,
    args: [
      inPackages('vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${vitestReport}`,
    ],
    count: reported(vitestCounts),
  },
  {
    name: 'Python (pytest)',
    file: python.main.interpreter,
    args: ['-m', 'pytest', '-q', '-p', 'no:cacheprovider', `--junitxml=${pytestReport}`],
    env: python.env,
    cwd: python.main.folder,
    count: reported(pytestCounts),
  },
];

function run({ file, args, env = process.env, cwd = root }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const stop = (signal) => {
      // A terminal sends Ctrl-C to the child as well.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      const leave = () => process.exit(128 + constants.signals[signal]);
      child.once('close', leave);
      setTimeout(() => child.kill('SIGKILL') && leave(), patience).unref();
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', (error) => {
      process.stderr.write(`cannot run ${file}: ${error.message}\n`);
      resolve(127);
    });
    child.on('close', (code, signal) => {
      process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

async function main() {
  if (process.argv.length > 2) {
    process.stderr.write(
      'countersign: "npm test" takes no arguments. For some of the tests, use "npx vitest run FILE".\n',
    );
    process.exit(2);
  }
  const ready = await ensure(['packages', 'python']);
  fs.rmSync(reports, { recursive: true, force: true });
  fs.mkdirSync(reports, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const summary = [];
  for (const stage of stages(ready)) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const started = Date.now();
    const counts = stage.count(await run(stage));
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    summary.push(`${stage.name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  process.stdout.write(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
}

main().catch(exit);
