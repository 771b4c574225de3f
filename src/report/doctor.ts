/** What is installed, what is wrong, and what to do. */

import type { DoctorJson } from './schemas.ts';
import { harmless, type Style, wrap } from './style.ts';
import { type Cell, table } from './table.ts';

type Found = DoctorJson['programs'][number];

const rowOf = ({ name, expected, installed, status }: Found, style: Style, indent = ''): Cell[] => [
  `${indent}${name}`,
  expected ?? '-',
  installed ?? '-',
  {
    text: status,
    paint:
      status === 'ok' ? style.green : status === 'not needed' || status === 'other version' ? style.yellow : style.red,
  },
];

/** What `doctor` prints. */
export const doctorText = (json: DoctorJson, style: Style): string => {
  const columns = [{ title: '' }, { title: 'Expected' }, { title: 'Installed' }, { title: '' }];
  const rows = [
    ...json.programs.map((found) => rowOf(found, style)),
    ...json.environments.flatMap((environment) => [
      rowOf({ ...environment, name: `environment ${environment.name}` }, style),
      ...environment.tools.map((tool) => rowOf(tool, style, '  ')),
    ]),
  ];
  const all = [...json.programs, ...json.environments, ...json.environments.flatMap(({ tools }) => tools)];
  const problems = all.flatMap(({ name, problem }) => (problem === undefined ? [] : [`${name}: ${problem}`]));
  const unique = [...new Set(problems)].map((problem) => wrapLines(harmless(problem), style.width));
  const verdict = json.ok ? style.green('Everything is in place.') : style.red('Something is missing.');
  const todo = json.remedies.map((remedy) => wrap(`To do: ${remedy}`, style.width));
  return [
    `${style.bold(`countersign ${json.version}`)}`,
    table(columns, rows, style),
    ...(unique.length > 0 ? [unique.join('\n')] : []),
    ...todo,
    style.bold(verdict),
  ]
    .join('\n\n')
    .concat('\n');
};

const wrapLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line, index) => wrap(line, width, index === 0 ? '' : '  '))
    .join('\n');
