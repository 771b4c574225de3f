/** `countersign replay`. */

import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { exitCodeOf, UsageError } from './exit.ts';
import { holdSignals } from './interrupt.ts';
import { print, printJson, stdoutStyle } from './output.ts';

const help = `
A case agrees where each tool says what the case holds, and what its convention predicts today.
With --record each case is asked of every tool, and keeps what they say today in the place of what it held: for a new
tool or a new version. Read the difference before you commit it.

Examples:
  countersign replay corpus/alexnet.json
  countersign replay corpus --json`;

export const replayCommand = () =>
  new Command('replay')
    .summary('ask the tools again about a saved case')
    .description('Asks the tools again about a saved case, or about every case in a folder.')
    .argument('<CASE>', 'a file that fuzz has saved, or a folder of them')
    .option('--record', 'write what every tool says today into the cases')
    .option('--json', 'print JSON (countersign/replay@1)')
    .addHelpText('after', help)
    .action(async (place, { json, record }) => {
      const { listCases, readCase, witnessOf, writeCase } = await import('../harness/corpus.ts');
      const { isToolName, toolNames } = await import('../harness/environments.ts');
      const { parseArchitecture, shapeNetwork } = await import('../engine/index.ts');
      const { checkFile } = await import('./read.ts');
      const { naming } = await import('./network.ts');
      const { judged } = await import('../harness/judged.ts');
      const { openTools } = await import('./tools.ts');
      const { replayedJson, replayJson, replayText } = await import('../report/replay.ts');
      const isFolder = (await stat(place).catch(() => undefined))?.isDirectory() ?? false;
      if (!isFolder) await checkFile(place, 'a case');
      const files = isFolder ? await listCases(place) : [place];
      if (files.length === 0)
        throw new UsageError(`${place} holds no cases. "countersign fuzz" saves what it finds as cases.`);
      const cases = [];
      for (const file of files) {
        const kept = await readCase(file);
        const asked = record ? [...toolNames] : Object.keys(kept.witnesses).filter(isToolName);
        if (asked.length === 0) throw new UsageError(`${file} names no tool under "witnesses" that countersign knows.`);
        const network = naming(file, () => shapeNetwork(parseArchitecture(kept.architecture)));
        cases.push({ file, kept, asked, network });
      }
      const tools = await openTools([...new Set(cases.flatMap(({ asked }) => asked))], { signal: holdSignals() });
      try {
        const replayed = [];
        for (const { file, kept, asked, network } of cases) {
          const question = { architecture: kept.architecture, tools: asked };
          const examined = await judged(tools.pool, question, network);
          replayed.push(replayedJson(file, kept, examined));
          if (!record) continue;
          const versions = tools.pool.versions.tools;
          const witnesses = Object.fromEntries(
            examined.flatMap(({ tool, answer }) => {
              const said = witnessOf(answer, versions.get(tool));
              const before = kept.witnesses[tool];
              const hasText = said?.status === 'answered' && before?.status === 'answered' && before.text !== undefined;
              const text = hasText && answer.status === 'answered' ? { text: answer.text } : {};
              return said ? [[tool, { ...said, ...text }] as const] : [];
            }),
          );
          await writeCase(dirname(file), { ...kept, witnesses });
        }
        const result = replayJson(replayed);
        process.exitCode = exitCodeOf(result.outcome);
        await (json ? printJson(result) : print(replayText(result, stdoutStyle())));
      } finally {
        await tools.pool.close();
      }
    });
