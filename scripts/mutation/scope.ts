/** What mutants are made of: the layers, the formulas, and all that the numbers in formulas and shapes are computed by. */
const parts = [
  ...['body', 'composition', 'contraction', 'convention', 'counts', 'dimensions', 'elementwise', 'evaluate', 'exact'],
  ...['fast', 'formula', 'formulaTree', 'geometry', 'operations', 'options', 'results', 'strides', 'symbols', 'tensor'],
  'views',
];

/** As globs. The tools' conventions and their way through a network, reading of JSON, messages and drawing are left out. */
export const scope: readonly string[] = [
  'src/engine/layers/**/!(*Draw).ts',
  'src/engine/conventions/definition/*.ts',
  ...parts.map((name) => `src/engine/${name}.ts`),
];
