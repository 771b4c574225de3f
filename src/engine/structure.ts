/** How tensors are packed in what a call takes or returns, and sizes that follow from the batch. */

import { z } from 'zod';

/** A tensor by its place in the list, None, a tuple or list, or a dict (or an object with fields). */
export type Structure = number | null | readonly Structure[] | { readonly [name: string]: Structure };

export const structureSchema: z.ZodType<Structure, Structure> = z.lazy(() =>
  z.union([z.int().min(0), z.null(), z.array(structureSchema), z.record(z.string().max(200), structureSchema)]),
);

/** The arguments of a call: by place, then by name. */
export interface Takes {
  readonly args: readonly Structure[];
  readonly kwargs?: Readonly<Record<string, Structure>> | undefined;
}

export const takesSchema = z.strictObject({
  args: z.array(structureSchema),
  kwargs: z.record(z.string().max(200), structureSchema).optional(),
});

/** The places of a structure's tensors, from left to right. */
export const placesIn = (structure: Structure): number[] => {
  if (structure === null) return [];
  if (typeof structure === 'number') return [structure];
  return Object.values(structure).flatMap(placesIn);
};

/** Whether the tensors are 0, 1, 2 ... up to their number, so that a list of them says the rest. */
export const isInOrder = (structure: Structure, count: number): boolean => {
  const places = placesIn(structure);
  return places.length === count && places.every((place, index) => place === index);
};

/** What a call returns as Python sees it: a tensor, a flat tuple or list of tensors, or something else. */
export const shapeOfResult = (returns: Structure | undefined, outputs: number): 'tensor' | 'tuple' | 'other' => {
  if (returns === undefined) return outputs === 1 ? 'tensor' : 'tuple';
  if (typeof returns === 'number') return 'tensor';
  return Array.isArray(returns) && returns.every((item) => typeof item === 'number') ? 'tuple' : 'other';
};

/** A size that follows from the batch: `{ "batch": 4, "plus": 1 }` is four times the batch and one. */
const isOfBatch = (value: unknown): value is { readonly batch: number; readonly plus?: number } =>
  value !== null &&
  typeof value === 'object' &&
  Number.isSafeInteger((value as { batch?: unknown }).batch) &&
  Object.entries(value).every(([key, one]) => key === 'batch' || (key === 'plus' && Number.isSafeInteger(one)));

/** Whether options hold a size that follows from the batch. */
export const dependsOnBatch = (value: unknown): boolean =>
  isOfBatch(value) || (value !== null && typeof value === 'object' && Object.values(value).some(dependsOnBatch));

/** Options with the numbers that hold for a batch. */
export const atBatch = (value: unknown, batch: number): unknown => {
  if (isOfBatch(value)) return value.batch * batch + (value.plus ?? 0);
  if (Array.isArray(value)) return value.map((item) => atBatch(item, batch));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, atBatch(item, batch)]));
};
