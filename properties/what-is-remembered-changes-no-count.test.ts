import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ArchitectureJson,
  conventions,
  type Prediction,
  parseArchitecture,
  Refusal,
  shapeNetwork,
} from '../src/engine/index.ts';
import { forget } from '../src/engine/remembered.ts';
import { architectureArbitrary } from '../src/harness/generate.ts';

const numRuns = Number(process.env.COUNTERSIGN_CASES ?? 12);

const rowsOf = (prediction: Prediction) =>
  prediction.status === 'raises'
    ? []
    : prediction.layers.map(({ id, path, kind, output_shapes, figures, formulas, symbols, reason, depends }) => ({
        row: { id, path, kind, output_shapes, figures, symbols, reason, depends },
        formulas: Object.entries(formulas).map(([figure, { text }]) => [figure, text]),
      }));

/** All that every convention says of a network, or why it is refused. */
const said = (architecture: ArchitectureJson): unknown => {
  try {
    const network = shapeNetwork(parseArchitecture(architecture));
    return [...conventions.values()].map((convention) => {
      const prediction = convention.count(network);
      return { prediction: { ...prediction, layers: [] }, rows: rowsOf(prediction) };
    });
  } catch (error) {
    if (error instanceof Refusal) return error.issues;
    throw error;
  }
};

it('a network is counted alike whatever was counted before it', () => {
  fc.assert(
    fc.property(fc.array(architectureArbitrary(), { minLength: 2, maxLength: 6 }), (architectures) => {
      const fresh = architectures.map((architecture) => {
        forget();
        return said(architecture);
      });
      expect(architectures.map(said)).toEqual(fresh);
      expect(architectures.map(said)).toEqual(fresh);
    }),
    { numRuns },
  );
});
