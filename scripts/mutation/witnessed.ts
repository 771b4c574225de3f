/** What witnesses said of a network, to be said again by an engine with a mistake in it. */

import type { Made } from '../../properties/contract/ours.ts';
import type { Running } from '../../src/engine/dispatch.ts';
import type { ArchitectureJson } from '../../src/engine/index.ts';

type Figures = Readonly<Record<string, string>>;

/** A network, and what is known of it from others than the engine. */
export interface Witnessed {
  readonly architecture: ArchitectureJson;
  /** How PyTorch ran it; without gradients and modes where nothing is said. */
  readonly running?: Running;
  /** Its weights and results by PyTorch, or `refused`. */
  readonly made?: Made | 'refused';
  /** The class of the exception, where it is refused with the one that the engine names. */
  readonly error?: string;
  /** By the id of each call: the figures that its loops executed, those of 0 left out. */
  readonly executed?: Readonly<Record<string, Figures>>;
  /** By the name of each convention, the definition's and the tools': the totals of its conformance vector, or the error. */
  readonly totals?: Readonly<Record<string, Figures>>;
}

/** What is known of a kind. */
export interface WitnessedKind {
  readonly networks: readonly Witnessed[];
  /** PyTorch's defaults of those options that have one. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

export interface Witnesses {
  readonly kinds: Readonly<Record<string, WitnessedKind>>;
  /** The text of kinds.json, by which the builder calls PyTorch. */
  readonly calling: string;
}
