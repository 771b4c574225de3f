/** Which kinds a file of layers may have to do with: those that it names, or that the files name which import it. */

import { basename } from 'node:path';
import type { Plugin } from 'rolldown';

export interface Words {
  readonly plugin: Plugin;
  /** Words among which are the kinds that a file can change; none for a file that all kinds use. */
  readonly reachedFrom: (file: string) => ReadonlySet<string>;
}

/** A word in quotes, or the name of a property. */
const naming = /['"]([A-Za-z_]\w*)['"]|\b([A-Za-z_]\w*):/g;

/** Collects them while a suite is bundled. */
export const wordsOf = (root: string): Words => {
  const words = new Map<string, readonly string[]>();
  const importers = new Map<string, Set<string>>();
  const layers = `${root}/src/engine/layers/`;
  const isLayer = (file: string): boolean => file.startsWith(layers) && basename(file) !== 'index.ts';
  const reachedFrom = (file: string): ReadonlySet<string> => {
    const files = new Set(isLayer(file) ? [file] : []);
    for (const one of files) for (const importer of importers.get(one) ?? []) files.add(importer);
    return new Set([...files].flatMap((one) => words.get(one) ?? []));
  };
  const plugin: Plugin = {
    name: 'words',
    moduleParsed: ({ id, code, importedIds }) => {
      if (!isLayer(id)) return;
      words.set(id, [
        basename(id, '.ts'),
        ...[...(code ?? '').matchAll(naming)].map(([, word, name]) => (word ?? name) as string),
      ]);
      for (const imported of importedIds) importers.set(imported, (importers.get(imported) ?? new Set()).add(id));
    },
  };
  return { plugin, reachedFrom };
};
