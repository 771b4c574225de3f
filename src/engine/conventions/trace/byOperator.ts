/** Figures of operators, as tools that see the graph sum them up. */

/** Figures by operator. */
export type ByOperator = readonly (readonly [operator: string, value: bigint])[];

/** Sums of what is not 0 under their names, in order. */
export const summed = (prefix: string, terms: ByOperator): Record<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const [name, value] of terms) sums.set(name, (sums.get(name) ?? 0n) + value);
  return Object.fromEntries(
    [...sums]
      .filter(([, sum]) => sum > 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, sum]) => [`${prefix}.${name}`, sum]),
  );
};
