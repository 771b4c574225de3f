import { describe, expect, it } from 'vitest';
import { type Cell, type Convention, conventions, type LayerDefinition, layers } from '../../../src/engine/index.ts';
import type { FormulaName } from '../../../src/engine/operations.ts';
import { counterparts } from '../../../src/report/figures.ts';

const known = new Set(['params', 'trainable', 'macs', 'flops', 'memory.parameters', 'memory.reads', 'memory.writes']);

/** The definition's texts for a figure. */
const truths = ({ formulas }: LayerDefinition, names: readonly string[]): readonly string[] =>
  names
    .flatMap((name) => (name === 'flops' ? ['multiplications', 'additions'] : [name]))
    .flatMap((name) => formulas[name as FormulaName]?.text ?? []);

/** A cell's text for a figure, or for the pieces of MACs that a tool counts apart. */
const toldText = (texts: Readonly<Record<string, { readonly text: string }>>, figure: string): string | undefined =>
  texts[figure]?.text ?? (figure === 'macs' ? texts.functional?.text : undefined);

/** The figures in which a cell's text is not the definition's. */
const departures = (convention: Convention, kind: string, cell: Cell): readonly string[] => {
  if (cell.type === 'same') return [];
  const texts: Readonly<Record<string, { readonly text: string }>> = cell.type === 'formulas' ? cell.figures : {};
  return convention.figures.filter((figure) => {
    // These do not follow from cells.
    if (convention.whole?.[figure] || convention.derived?.[figure]) return false;
    const own = truths(layers.get(kind) as LayerDefinition, counterparts(convention.name, figure, known));
    return own.length > 0 && toldText(texts, figure) !== own.join(' + ');
  });
};

const stated = [...conventions.values()].filter(({ name }) => name !== 'definition');
const all = stated.flatMap((convention) =>
  Object.entries(convention.cells).map(([kind, cell]) => ({ convention, kind, cell })),
);
const reasons = all.flatMap(({ convention, kind, cell }) =>
  [cell.type === 'same' ? undefined : cell.reason, cell.raises].flatMap((reason) =>
    reason ? [{ convention, kind, reason }] : [],
  ),
);

describe('every cell', () => {
  it('has a reason where it is not the definition', () => {
    const without = all
      .filter(({ cell }) => cell.type !== 'same' && !cell.reason)
      .flatMap(({ convention, kind, cell }) =>
        departures(convention, kind, cell).map((figure) => `${convention.name} ${kind} ${figure}`),
      );
    expect(all.length).toBeGreaterThan(3000);
    expect(without).toEqual([]);
  });

  it('says why in a sentence, and where that is written, with the version', () => {
    expect(reasons.length).toBeGreaterThan(900);
    for (const { convention, kind, reason } of reasons) {
      const where = `${convention.name} ${kind}`;
      expect(reason.because, where).toMatch(/^\S.{15,}\.$/);
      if (!convention.tool) continue;
      // A file of the tool, or of torch where torch itself is what raises.
      expect(reason.source, where).toMatch(/^[\w-]+ \d+\.\d+\S*, [\w./]+\.(py|cpp)\b/);
      const [, version] = /^[\w-]+ (\S+),/.exec(reason.source) as RegExpExecArray;
      const versions = [...conventions.values()].flatMap(({ tool }) => tool?.version ?? []);
      expect([...versions, '2.15'], where).toContain(version);
    }
  });
});
