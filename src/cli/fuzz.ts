/** `countersign fuzz`, and `countersign ci`, which is the same with what a service that runs checks needs. */

import { Command } from '@commander-js/extra-typings';
import type { Plan } from '../harness/campaign.ts';
import { exitCodeOf, UsageError } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { note, print, printJson, stdoutStyle } from './output.ts';

const rules = `
The same seed gives the same networks. A disagreement is saved before it is shrunk, and printed as a PyTorch script. A run
that tested nothing fails (exit code 3): a tool is missing, gave no figures, or a kind was never drawn.`;

const fuzzHelp = `${rules}

Examples:
  countersign fuzz --budget 5m
  countersign fuzz --cases 500 --seed 7 --tools thop,ptflops --kinds Conv2d,BatchNorm2d,relu
  countersign fuzz --kinds LSTM,Linear --weights LSTM=3 --max-layers 4`;

const ciHelp = `${rules}

In the folder of artifacts: junit.xml, summary.md, result.json, and the disagreements as cases. On GitHub the summary is
added to that of the step.

Examples:
  countersign ci --budget 10m --shard 2/4
  countersign ci --cases 2000 --seed 7 --artifacts out`;

interface Defaults {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  readonly seed?: string;
  readonly budget?: string;
  readonly artifacts?: string;
}

const command = ({ name, summary, help, ...usual }: Defaults) =>
  new Command(name)
    .summary(summary)
    .description(
      'Draws random networks, has every tool count them, and shrinks each disagreement to the guilty layers.',
    )
    .option('--cases <N>', 'how many networks; 100 where no budget is given')
    .option(
      '--budget <TIME>',
      `for how long, as in 90s, 5m or 1h${usual.budget ? `; ${usual.budget} where no cases are given` : ''}`,
    )
    .option(
      '--seed <S>',
      `a whole number, or "commit" to take the commit's; ${usual.seed ?? 'drawn and printed'} where it is not given`,
    )
    .option('--shard <I/N>', 'run the I-th of N parts of the campaign, as in 2/5')
    .option('--tools <NAMES>', 'which tools, with commas between; all of them unless named')
    .option('--allow-missing', 'go on without a tool that is not installed')
    .option('--kinds <NAMES>', 'which kinds of layers, with commas between; all of them unless named')
    .option('--weights <KIND=W>', 'how often kinds are drawn, as in Conv2d=5,LSTM=0.5')
    .option('--max-layers <N>', 'at most this many layers in a network')
    .option('--ranks <N>', 'numbers of dimensions, as in 3,4: only kinds that take them')
    .option('--max-elements <N>', 'at most this many elements in a result; 20000 unless given')
    .option('--max-flops <N>', 'at most this many FLOPs in a network; 40000000 unless given')
    .option('--failures <N>', 'how many disagreements to shrink and save; 5 unless given')
    .option('--workers <N>', 'how many processes in each Python environment; as many as there are cores unless given')
    .option('--memory <MB>', 'how much memory a process may take; its part of four fifths of all unless given')
    .option('--corpus <FOLDER>', 'cases to replay first; the folder corpus, where there is one, unless given')
    .option('--no-corpus', 'replay nothing')
    .option(
      '--save <FOLDER>',
      `where to save disagreements; ${usual.artifacts ? 'with the artifacts' : '.countersign/failures'} unless given`,
    )
    .option(
      '--artifacts <FOLDER>',
      `where to write junit.xml, summary.md and result.json${usual.artifacts ? `; ${usual.artifacts} unless given` : ''}`,
    )
    .option(
      '--keep <FOLDER>',
      'keep every answer there, some 6 KB a network; from 10,000 networks or 10 minutes on in .countersign/runs',
    )
    .option('--no-keep', 'keep nothing but disagreements')
    .option('--resume <FOLDER>', 'go on with a run that was kept')
    .option('--json', 'print JSON (countersign/fuzz@1)')
    .addHelpText('after', help)
    .action(async (options) => {
      const { noteMissing, openTools, toolsFrom, usualWorkers } = await import('./tools.ts');
      const { parseDuration, parseWhole } = await import('./inputs.ts');
      const { seedFrom } = await import('./seed.ts');
      const { drawingFrom, parseShard } = await import('./drawing.ts');
      const { corpusFrom, replayCorpus } = await import('./corpus.ts');
      const { keepRun, resume, resumedHead } = await import('./keep.ts');
      const cases = options.cases === undefined ? undefined : parseWhole('--cases', options.cases, 1, 1e9);
      const budgetText =
        options.budget ?? (cases === undefined && options.resume === undefined ? usual.budget : undefined);
      const budget = budgetText === undefined ? undefined : parseDuration(budgetText);
      const resumed = options.resume === undefined ? undefined : await resumedHead(options.resume);
      const {
        kinds,
        weights,
        maxLayers,
        ranks,
        maxElements,
        maxFlops,
        seed: seedText,
        tools: named,
        shard,
        keep,
      } = options;
      if (
        resumed &&
        (seedText ?? named ?? kinds ?? weights ?? maxLayers ?? ranks ?? maxElements ?? maxFlops ?? shard ?? keep) !==
          undefined
      )
        throw new UsageError(
          '--resume goes on with what the run drew, asked and kept: give it with --cases or --budget alone.',
        );
      const { seed, from } = resumed ? { seed: resumed.plan.seed, from: '' } : seedFrom(seedText ?? usual.seed);
      const workers =
        options.workers === undefined ? usualWorkers() : parseWhole('--workers', options.workers, 1, 1024);
      const memory = options.memory === undefined ? undefined : parseWhole('--memory', options.memory, 1, 1e9);
      const mostFailures =
        options.failures === undefined ? undefined : parseWhole('--failures', options.failures, 1, 1e6);
      const drawing = drawingFrom(options);
      const corpus = corpusFrom(options.corpus);
      const part = shard === undefined ? {} : { shard: parseShard(shard) };
      const names = resumed?.plan.tools ?? toolsFrom(named);
      const artifacts = options.artifacts ?? usual.artifacts;
      const { hunt, usualFolder } = await import('./hunt.ts');
      const { fuzzText } = await import('../report/campaign.ts');
      const signal = holdSignals();
      note(`Seed ${seed}${from}.`);
      const tools = await openTools(names, {
        workersPerEnvironment: workers,
        ...(memory === undefined ? {} : { memoryLimit: memory * 1_000_000 }),
      });
      try {
        noteMissing(tools, options.allowMissing === true);
        const replayed = corpus === undefined ? undefined : await replayCorpus(corpus, tools, signal);
        const plan: Plan = {
          ...resumed?.plan,
          seed,
          tools: resumed?.plan.tools ?? tools.present,
          ...drawing,
          ...part,
          ...(mostFailures === undefined ? {} : { mostFailures }),
          ...(cases === undefined ? {} : { cases }),
          ...(budget === undefined ? {} : { budget }),
        };
        const versions = tools.pool.versions.tools;
        const run =
          resumed && options.resume !== undefined
            ? await resume(options.resume, resumed, versions)
            : await keepRun(keep, plan, versions);
        const folder = options.save ?? (artifacts === undefined ? usualFolder : `${artifacts}/failures`);
        const { result, settle } = await hunt(plan, tools, folder, signal, run, replayed);
        process.exitCode = exitCodeOf(result.outcome);
        if (artifacts !== undefined) await (await import('./artifacts.ts')).writeArtifacts(artifacts, result);
        await (options.json ? printJson(result) : print(fuzzText(result, stdoutStyle())));
        settle();
      } finally {
        await tools.pool.close();
      }
    });

export const fuzzCommand = () =>
  command({ name: 'fuzz', summary: 'look for disagreements on random networks', help: fuzzHelp });

export const ciCommand = () =>
  command({
    name: 'ci',
    summary: 'fuzz as a check of each commit, with JUnit XML and a summary',
    help: ciHelp,
    seed: 'commit',
    budget: '5m',
    artifacts: 'countersign-artifacts',
  });
