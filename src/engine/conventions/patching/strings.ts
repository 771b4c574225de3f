/** Numbers as the tools that replace functions print them. */

import { general, round } from '../../pythonFormat.ts';

const units = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const;

/** `number_to_string(num)`; a negative number is below all units and so in millionths. */
export const numberString = (count: bigint | number): string => {
  const value = Number(count);
  const small = value >= 1 || value === 0 ? ([1, ''] as const) : ([1e-6, 'u'] as const);
  const [size, unit] = units.find(([least]) => value >= least) ?? small;
  return `${general(round(value / size, 2))} ${unit}`;
};

export const macsString = (macs: bigint | number): string => `${numberString(macs)}MACs`;

export const flopsString = (flops: bigint | number): string => `${numberString(flops)}FLOPS`;

export const paramsString = (params: bigint): string => numberString(params).replaceAll('G', 'B').trim();
