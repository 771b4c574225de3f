/** Figures as ptflops prints them. Source: ptflops/utils.py. */

import { repr, round } from '../../pythonFormat.ts';

/** `flops_to_string(macs)` with ptflops' own choice of unit. */
export const macsString = (macs: number): string => {
  for (const [size, unit] of [
    [1e9, 'GMac'],
    [1e6, 'MMac'],
    [1e3, 'KMac'],
  ] as const) {
    if (Math.floor(macs / size) > 0) return `${repr(round(macs / size, 2))} ${unit}`;
  }
  return `${macs} Mac`;
};

/** The same for a float, as the print of each layer has it. */
export const layerMacsString = (macs: number): string => (macs < 1000 ? `${repr(macs)} Mac` : macsString(macs));

/** `params_to_string(params)` with ptflops' own choice of unit. */
export const paramsString = (params: bigint): string => {
  for (const [size, unit] of [
    [10n ** 6n, 'M'],
    [10n ** 3n, 'k'],
  ] as const) {
    if (params / size > 0n) return `${repr(round(Number(params) / Number(size), 2))} ${unit}`;
  }
  return String(params);
};
