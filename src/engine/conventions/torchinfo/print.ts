/** What torchinfo prints, with its own settings: names to a depth of three, sizes of outputs, and parameters. */

import { commas, fixed, fixedCommas } from '../../pythonFormat.ts';
import { type Entry, nameOf } from './entry.ts';

const deepest = 3;
const columnWidth = 25;

const megabytes = (bytes: bigint): string => fixed(Number(bytes) / 1e6, 2);

/** `format_output_num`: a whole number with commas, or two digits behind the point. */
const amount = (value: number): string => (Number.isInteger(value) ? commas(BigInt(value)) : fixedCommas(value, 2));

/** A count in the unit that is chosen for it. */
const scaled = (multAdds: bigint): { readonly unit: string; readonly text: string } => {
  const units = [
    [10n ** 12n, 'TERABYTES'],
    [10n ** 9n, 'GIGABYTES'],
    [10n ** 6n, 'MEGABYTES'],
  ] as const;
  const [size, unit] = units.find(([least]) => multAdds >= least) ?? units[2];
  return { unit, text: amount(Number(multAdds) / Number(size)) };
};

export interface Sums {
  readonly params: bigint;
  readonly trainable: bigint;
  readonly mult_adds: bigint;
  readonly input: bigint;
  readonly output_bytes: bigint;
  readonly param_bytes: bigint;
}

/** The totals as they are printed. */
export const shown = ({ mult_adds, input, output_bytes, param_bytes }: Sums) => ({
  mult_adds_string: scaled(mult_adds).text,
  input_mb: megabytes(input),
  forward_backward_mb: megabytes(output_bytes),
  params_mb: megabytes(param_bytes),
  total_mb: megabytes(input + output_bytes + param_bytes),
});

/** Sizes as Python prints a list. */
export const list = (size: readonly number[]): string => `[${size.join(', ')}]`;

const paramsOf = (entry: Entry, left: bigint): string => {
  const { parameters, isRecursive, isLeaf, depth } = entry;
  if (parameters.count === 0n) return '--';
  if (isRecursive) return '(recursive)';
  if (isLeaf || depth === deepest) {
    const text = commas(parameters.count);
    return parameters.trainable > 0n ? text : `(${text})`;
  }
  return left > 0n ? commas(left) : '--';
};

const prefix = (depth: number): string => (depth < 2 ? (depth === 0 ? '' : '├─') : `${'│    '.repeat(depth - 1)}└─`);

/** The width of the first column: 40, or what the longest name needs, rounded up to a multiple of 5. */
const nameWidth = (entries: readonly Entry[]): number => {
  let longest = 0;
  for (const entry of entries) longest = Math.max(longest, nameOf(entry).length + entry.depth * 5 + 1);
  return longest < 40 ? 40 : Math.ceil(longest / 5) * 5;
};

/** All that is printed; `left` gives a container's parameters that are in none of its lines. */
export const textOf = (entries: readonly Entry[], sums: Sums, left: (entry: Entry) => bigint): string => {
  const width = nameWidth(entries);
  const rule = '='.repeat(width + 2 * columnWidth);
  const row = (name: string, size: string, params: string): string =>
    `${name.padEnd(width)} ${size.padEnd(columnWidth)} ${params}`;
  const { mult_adds_string, input_mb, forward_backward_mb, params_mb, total_mb } = shown(sums);
  return [
    rule,
    row('Layer (type:depth-idx)', 'Output Shape', 'Param #'),
    rule,
    ...entries
      .filter(({ depth }) => depth <= deepest)
      .map((entry) =>
        row(
          prefix(entry.depth) + nameOf(entry),
          entry.size.length > 0 ? list(entry.size) : '--',
          paramsOf(entry, left(entry)),
        ),
      ),
    rule,
    `Total params: ${commas(sums.params)}`,
    `Trainable params: ${commas(sums.trainable)}`,
    `Non-trainable params: ${commas(sums.params - sums.trainable)}`,
    // The unit is an Enum, whose name Python prints with that of its class.
    `Total mult-adds (Units.${scaled(sums.mult_adds).unit}): ${mult_adds_string}`,
    rule,
    `Input size (MB): ${input_mb}`,
    `Forward/backward pass size (MB): ${forward_backward_mb}`,
    `Params size (MB): ${params_mb}`,
    `Estimated Total Size (MB): ${total_mb}`,
    rule,
    '',
  ].join('\n');
};
