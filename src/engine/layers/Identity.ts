import { defineLayer } from '../layer.ts';

export const Identity = defineLayer({
  kind: 'Identity',
  target: 'module',
  source: 'https://pytorch.org/docs/stable/generated/torch.nn.Identity.html',
  options: () => ({}),
  takes: ['any'],
  requires: () => undefined,
  outputs: (_, [input]) => [input],
  storage: () => 'alias',
  generate: { ranks: [4, 2, 3, 1, 5], options: () => ({}) },
});
