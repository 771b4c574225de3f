/** What is checked beyond a JSON's form: how deep it is, its kinds and their options; and how a finding is told. */

import type { z } from 'zod';
import { moduleKinds } from './containers.ts';
import { type Issue, issue, Refusal } from './issues.ts';
import type { AnyOptions, LayerDefinition } from './layer.ts';
import { layers } from './layers/index.ts';
import { nearest } from './nearest.ts';

/** Calls within calls and lists within lists; far beyond any real network, and well within what checking can follow. */
export const deepest = 100;

/** `within` is how deep the value lies itself. */
export const isTooDeep = (value: unknown, within = 0): boolean => {
  let level: unknown[] = [value];
  for (let depth = within; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((item) =>
      item !== null && typeof item === 'object'
        ? Object.values(item).filter((inner) => inner !== null && typeof inner === 'object')
        : [],
    );
  }
  return false;
};

const place = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );

const received = (value: unknown, path: readonly PropertyKey[]): string => {
  let found: unknown = value;
  for (const key of path)
    found =
      found !== null && typeof found === 'object' && Object.hasOwn(found, key)
        ? (found as Record<PropertyKey, unknown>)[key]
        : undefined;
  if (found === undefined) return 'nothing';
  if (typeof found === 'number') return String(found);
  const text = JSON.stringify(found) ?? String(found);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Zod's findings as issues: the place, what is wrong with it, and what stands there. */
export const issuesOf = (error: z.ZodError, value: unknown, prefix: string): Issue[] =>
  error.issues.slice(0, 20).map((found) => {
    let { message } = found;
    let path = found.path;
    if (found.code === 'invalid_union') {
      // The branch that came furthest is the one that was meant.
      const branches = found.errors.map((branch) => branch[0]).filter((inner) => inner !== undefined);
      const best = branches.sort((a, b) => b.path.length - a.path.length)[0];
      if (best) {
        message = [
          ...new Set(
            branches.filter((branch) => branch.path.length === best.path.length).map((branch) => branch.message),
          ),
        ].join('; or ');
        path = [...found.path, ...best.path];
      }
    }
    const reason = `${message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, received ${received(value, path)}.`;
    const where = [prefix, place(path)].filter(Boolean).join('.');
    return issue('invalid', where, { reason: reason.charAt(0).toUpperCase() + reason.slice(1) });
  });

export const refuseAll = (issues: readonly Issue[]): never => {
  throw new Refusal(...(issues as [Issue, ...Issue[]]));
};

export const refuseOne = (found: Issue): never => refuseAll([found]);

export const parse = (schema: z.ZodType<AnyOptions>, given: AnyOptions | undefined, path: string): AnyOptions => {
  const result = schema.safeParse(given ?? {});
  return result.success ? result.data : refuseAll(issuesOf(result.error, given ?? {}, `${path}.options`));
};

export const findKind = (kind: string, target: 'module' | 'function', place: () => string): LayerDefinition => {
  const definition = layers.get(kind);
  if (definition?.target === target) return definition;
  if (definition) return refuseOne(issue('wrong_target', place(), { kind, target: definition.target }));
  const known =
    target === 'module'
      ? moduleKinds()
      : [...layers.values()].filter((layer) => layer.target === 'function').map((layer) => layer.kind);
  return refuseOne(issue('unknown_kind', place(), { kind, nearest: nearest(kind, known) }));
};
