/** What an equation of torch.einsum says: which dimensions of the operands go together, and which are summed. */

import type { Complaint } from './complaint.ts';
import type { Inputs } from './layer.ts';

export interface Contraction {
  /** The label of each dimension of the operands; those of `...` are numbers, counted from the last. */
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
}

export const ellipsis = '...';

/** The labels of one operand of a given number of dimensions; undefined where they do not fit. */
export const labelsOf = (text: string, rank: number): readonly string[] | undefined => {
  const [before, after, ...more] = text.split(ellipsis);
  if (more.length > 0 || /[^A-Za-z]/.test(`${before}${after ?? ''}`)) return undefined;
  if (after === undefined) return text.length === rank ? [...text] : undefined;
  const covered = rank - (before as string).length - after.length;
  if (covered < 0) return undefined;
  return [...(before as string), ...Array.from({ length: covered }, (_, place) => String(covered - place)), ...after];
};

/** An equation without an arrow returns the labels that occur once, in alphabetical order, behind those of `...`. */
export const contractionOf = (equation: string, inputs: Inputs): Contraction | undefined => {
  const [left, right, ...more] = equation.replaceAll(' ', '').split('->') as [string, string?];
  const texts = left.split(',');
  if (more.length > 0 || texts.length !== inputs.length) return undefined;
  const operands = texts.map((text, index) => labelsOf(text, inputs[index]?.shape.length ?? 0));
  if (operands.includes(undefined)) return undefined;
  const all = (operands as string[][]).flat();
  const covered = [...new Set(all.filter((label) => /[0-9]/.test(label)))].sort((a, b) => Number(b) - Number(a));
  const letters = all.filter((label) => /[A-Za-z]/.test(label));
  const once = letters.filter((label) => letters.indexOf(label) === letters.lastIndexOf(label)).sort();
  const output =
    right === undefined
      ? [...covered, ...once]
      : right.includes(ellipsis)
        ? labelsOf(right, covered.length + right.length - ellipsis.length)
        : [...right];
  if (!output || output.some((label) => !all.includes(label)) || new Set(output).size !== output.length)
    return undefined;
  return { operands: operands as string[][], output };
};

/** The size of each label; a complaint where a label has two. */
export const sizesOf = ({ operands }: Contraction, inputs: Inputs): ReadonlyMap<string, number> | Complaint => {
  const sizes = new Map<string, number>();
  for (const [index, labels] of operands.entries()) {
    const { shape } = inputs[index] as Inputs[0];
    for (const [place, label] of labels.entries()) {
      const size = shape[place] as number;
      const known = sizes.get(label) ?? 1;
      const hasOneSize = shape[labels.indexOf(label)] === size;
      if (!hasOneSize || (known !== size && known !== 1 && size !== 1))
        return { code: 'mismatch', shapes: inputs.map((input) => input.shape), rule: `"${label}" has two sizes` };
      sizes.set(label, Math.max(known, size));
    }
  }
  return sizes;
};

const product = (labels: Iterable<string>, sizes: ReadonlyMap<string, number>): number =>
  [...labels].reduce((all, label) => all * (sizes.get(label) as number), 1);

/**
 * The multiply-accumulates of the matrix products by which PyTorch contracts: the first two operands, then the result and the
 * next. A label that only one of the two has is summed before; without a label to sum, there is no matrix product.
 * Source: torch 2.15, aten/src/ATen/native/Linear.cpp.
 */
export const pairwiseMacs = ({ operands, output }: Contraction, sizes: ReadonlyMap<string, number>): number => {
  const sets = operands.map((labels) => new Set(labels.filter((label) => sizes.get(label) !== 1)));
  let macs = 0;
  let [result] = sets as [Set<string>];
  for (const [index, next] of sets.entries()) {
    if (index === 0) continue;
    const later = new Set([...output, ...sets.slice(index + 1).flatMap((labels) => [...labels])]);
    const shared = [...result].filter((label) => next.has(label) && !later.has(label));
    const kept = [...new Set([...result, ...next])].filter((label) => later.has(label) || shared.includes(label));
    if (shared.length > 0) macs += product(kept, sizes);
    result = new Set(kept);
  }
  return macs;
};
