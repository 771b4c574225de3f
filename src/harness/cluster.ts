/** What makes failures one: a mistake is kept once, however many networks show it. */

import { type ArchitectureJson, isLeaf, parseArchitecture, shapeNetwork } from '../engine/index.ts';
import type { Examined } from './examine.ts';
import { kindOf } from './features.ts';

const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));

/** A figure and the other one as a ratio in lowest terms; as they are where they are no numbers. */
const ratio = (predicted: string | undefined, measured: string | undefined): string => {
  const isCount = (text: string | undefined): text is string => /^[1-9][0-9]*$/.test(text ?? '');
  if (!isCount(predicted) || !isCount(measured)) return `${measured ?? 'nothing'} for ${predicted ?? 'nothing'}`;
  const [ours, theirs] = [BigInt(predicted), BigInt(measured)];
  const common = divisor(ours, theirs);
  return `${theirs / common}:${ours / common}`;
};

const kindsIn = (architecture: ArchitectureJson): string[] => {
  const { calls } = shapeNetwork(parseArchitecture(architecture));
  return [...new Set(calls.filter(isLeaf).flatMap((call) => kindOf(call) ?? []))].sort();
};

/** The tool, the kinds of the shrunk network, and the first figure that differs with its ratio, or what came instead of one. */
export const clusterName = ({
  tool,
  architecture,
  examined: { verdict },
}: {
  readonly tool: string;
  readonly architecture: ArchitectureJson;
  readonly examined: Pick<Examined, 'verdict'>;
}): string => {
  const of = `${tool}, ${kindsIn(architecture).join(' with ')}`;
  if (verdict.status === 'disagrees') {
    const [{ figure, predicted, measured }] = verdict.differences;
    return `${of}: ${figure} ${ratio(predicted, measured)}`;
  }
  return verdict.status === 'crashed' ? `${of}: raises ${verdict.error.class}` : `${of}: ${verdict.status}`;
};

/** A cluster as the name of a file. */
export const fileNameOf = (cluster: string): string =>
  cluster
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 120);
