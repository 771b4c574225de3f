/** From an architecture to what it costs under a convention. */

import { type Architecture, parseArchitecture } from './architecture.ts';
import type { Convention, Prediction } from './convention.ts';
import { conventions } from './conventions/index.ts';
import { issue, Refusal } from './issues.ts';
import { nearest } from './nearest.ts';
import { shapeNetwork } from './shapes.ts';

/** The convention of that name; throws Refusal, naming the nearest, where there is none. */
export const findConvention = (name: string): Convention => {
  const found = conventions.get(name);
  if (!found)
    throw new Refusal(
      issue('unknown_convention', 'convention', { convention: name, nearest: nearest(name, conventions.keys()) }),
    );
  return found;
};

/**
 * Counts a network under a convention, `definition` unless another is named. Takes an architecture, its JSON value or its
 * text. Throws Refusal where the input is not a network that PyTorch would run.
 */
export const count = (
  architecture: Architecture | string | object,
  convention: Convention | string = 'definition',
): Prediction => {
  const parsed = isArchitecture(architecture) ? architecture : parseArchitecture(architecture);
  const chosen = typeof convention === 'string' ? findConvention(convention) : convention;
  return chosen.count(shapeNetwork(parsed));
};

const isArchitecture = (value: unknown): value is Architecture =>
  value !== null && typeof value === 'object' && 'root' in value && 'json' in value;
