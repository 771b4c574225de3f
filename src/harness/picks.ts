/** Picks: the decisions behind a random network, and how numbers become choices. */

import { type AnyOptions, type Draw, type LayerDefinition, layers, numel } from '../engine/index.ts';

/** One decision of a generator: natural numbers only, so that it shrinks to nothing special. */
export interface Pick {
  readonly kind: number;
  /** Which value to take: 0 is the latest. */
  readonly from: number;
  /** Whether a container opens or closes before the call. */
  readonly structure: number;
  /** Whether a module is used again. */
  readonly share: number;
  /** Whether lists of numbers among the options have one number throughout, as square windows do: where 3 does not divide it. */
  readonly even: number;
  /** Read one after the other for options. */
  readonly numbers: readonly number[];
}

export interface Picks {
  readonly input: readonly number[];
  readonly picks: readonly Pick[];
}

/** What the generator may use. */
export interface Bounds {
  readonly kinds?: readonly string[];
  /** Refuse containers, sharing and further inputs: single layers and plain chains only. */
  readonly plain?: boolean;
  /** Numbers of dimensions that layers take. */
  readonly ranks?: readonly number[];
  /** How often kinds are drawn, relative to what they would be; 0 leaves one out. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Elements that a result may have, 20,000 unless stated. */
  readonly maxElements?: number;
}

/** Numbers that choose are below this. */
export const choices = 100;

/** Numbers as choices, evenly over their range; 0, and whatever lies behind the end, stands for the first choice. */
export const drawFrom = (numbers: readonly number[]): Draw => {
  let next = 0;
  const integer = (least: number, most: number): number =>
    least + Math.floor(((numbers[next++] ?? 0) * (most - least + 1)) / choices);
  return {
    integer,
    boolean: () => integer(0, 1) === 1,
    oneOf: (choices) => choices[integer(0, choices.length - 1)] as (typeof choices)[number],
  };
};

/** A name for a value or module: kinds that end in a digit, such as `relu6`, are kept apart from the number. */
export const nameOf = (kind: string, number: number): string =>
  `${kind.toLowerCase()}${/\d$/.test(kind) ? '_' : ''}${number}`;

/** Every other network is one of images, which is more than their share of kinds, since most tools know little else. */
export const isImageNetwork = (theme: number): boolean => theme % 2 === 1;

const drawableOf = new Map<string, readonly LayerDefinition[]>();

/** Definitions that may be drawn, each as often as its weight. */
export const drawable = ({ kinds, ranks, weights = {} }: Bounds, theme: number): readonly LayerDefinition[] => {
  const key = `${isImageNetwork(theme)} ${kinds?.join(' ') ?? 'all'} ${ranks ?? 'all'} ${JSON.stringify(weights)}`;
  const known = drawableOf.get(key);
  if (known) return known;
  const chosen = [...layers.values()].filter(
    ({ kind, generate }) =>
      (!kinds || kinds.includes(kind)) &&
      weights[kind] !== 0 &&
      (!ranks || generate.ranks.some((rank) => ranks.includes(rank))),
  );
  const fitting = isImageNetwork(theme) ? chosen.filter(({ generate }) => generate.ranks.includes(4)) : chosen;
  const used = fitting.length > 0 ? fitting : chosen;
  const made = used.flatMap((definition) =>
    new Array<LayerDefinition>(definition.generate.weight ?? 1).fill(definition),
  );
  drawableOf.set(key, made);
  return made;
};

/** Definitions that may be drawn, each once, and where each stands first in the list that picks choose from. */
export interface Distinct {
  readonly definitions: readonly LayerDefinition[];
  readonly places: ReadonlyMap<LayerDefinition, number>;
}

const distinctOf = new WeakMap<readonly LayerDefinition[], Distinct>();

/** What `drawable` gives, without its repeats. */
export const distinct = (candidates: readonly LayerDefinition[]): Distinct => {
  const known = distinctOf.get(candidates);
  if (known) return known;
  const places = new Map<LayerDefinition, number>();
  for (const [place, definition] of candidates.entries()) if (!places.has(definition)) places.set(definition, place);
  const made = { definitions: [...places.keys()], places };
  distinctOf.set(candidates, made);
  return made;
};

/** Every kind that some network may be drawn with. */
export const drawableKinds = (bounds: Bounds): string[] =>
  [...new Set([0, choices - 1].flatMap((theme) => drawable(bounds, theme)))].map(({ kind }) => kind);

/** The ranks that a kind may be drawn with, the usual one first. */
export const ranksOf = ({ generate }: LayerDefinition, { ranks }: Bounds): readonly [number, ...number[]] => {
  const [first, ...others] = ranks ? generate.ranks.filter((rank) => ranks.includes(rank)) : generate.ranks;
  return first === undefined ? generate.ranks : [first, ...others];
};

/** A small shape of the given rank, with no more elements than given: batch, channels or features, then sizes. */
export const drawShape = (draw: Draw, rank: number, batch: number, mostElements: number): number[] => {
  const shape = Array.from({ length: rank }, (_, dimension) => {
    if (dimension === 0 && rank > 1) return batch;
    return dimension === 1 || rank === 1 ? draw.integer(1, 8) : draw.integer(1, rank > 4 ? 5 : 10);
  });
  while (numel(shape) > mostElements) {
    const largest = shape.indexOf(Math.max(...shape));
    shape[largest] = Math.floor((shape[largest] as number) / 2);
  }
  return shape;
};

/** Parameters of a layer and of the modules that its constructor makes. */
const learnable = (definition: LayerDefinition, options: AnyOptions): string[] => [
  ...definition.weights(options).flatMap(({ name, buffer }) => (buffer ? [] : [name])),
  ...definition.children(options).flatMap((child) => {
    const inner = layers.get(child.kind);
    return inner ? learnable(inner, inner.schema.parse(child.options)).map((name) => `${child.name}.${name}`) : [];
  }),
];

/** Names of frozen parameters: mostly none, sometimes all, the first or the last. */
export const drawFrozen = (definition: LayerDefinition, options: AnyOptions, draw: Draw): string[] => {
  const names = learnable(definition, options);
  const choice = draw.integer(0, 9);
  if (choice === 9) return names;
  if (choice === 8) return names.slice(0, 1);
  return choice === 7 ? names.slice(-1) : [];
};
