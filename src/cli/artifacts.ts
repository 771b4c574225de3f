/** What a service that runs checks keeps and shows of a campaign. */

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../harness/corpus.ts';
import { HarnessError } from '../harness/environments.ts';
import { junitXml } from '../report/junit.ts';
import type { FuzzJson } from '../report/schemas.ts';
import { summaryMarkdown } from '../report/summary.ts';
import { note } from './output.ts';

/** Writes junit.xml, summary.md and result.json, and adds the summary to that of the step on GitHub. */
export const writeArtifacts = async (folder: string, result: FuzzJson): Promise<void> => {
  const summary = summaryMarkdown(result);
  const files = {
    'junit.xml': junitXml(result),
    'summary.md': summary,
    'result.json': `${JSON.stringify(result, undefined, 2)}\n`,
  };
  try {
    for (const [name, text] of Object.entries(files)) await writeWhole(join(folder, name), text);
    const step = process.env.GITHUB_STEP_SUMMARY;
    if (step) await appendFile(step, summary);
  } catch (error) {
    throw new HarnessError(`The artifacts cannot be written to ${folder}: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  note(
    `Artifacts: ${Object.keys(files)
      .map((name) => join(folder, name))
      .join(', ')}`,
  );
};
