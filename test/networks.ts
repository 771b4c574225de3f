/** Small networks that several tests use. */

import type { ArchitectureJson, CallJson } from '../src/engine/index.ts';

type Given = {
  readonly kind: string;
  readonly class?: string;
  readonly options?: Record<string, unknown>;
  readonly frozen?: string[];
  readonly tied?: Readonly<Record<string, string>>;
};

/** A chain of modules `layer0`, `layer1` ... over one input. */
export const chain = (shape: number[], ...given: readonly Given[]): ArchitectureJson => ({
  schema: 'countersign/architecture@1',
  name: 'Chain',
  inputs: [{ name: 'x', shape }],
  modules: given.map((module, index) => ({ path: `layer${index}`, ...module })),
  calls: given.map(
    (_, index): CallJson => ({
      id: `call${index}`,
      module: `layer${index}`,
      inputs: [index === 0 ? 'x' : `call${index - 1}`],
    }),
  ),
  outputs: [`call${given.length - 1}`],
});

export const linear = (in_features: number, out_features: number, bias = true): Given => ({
  kind: 'Linear',
  options: { in_features, out_features, bias },
});

export const conv2d = (in_channels: number, out_channels: number, options: Record<string, unknown>): Given => ({
  kind: 'Conv2d',
  options: { in_channels, out_channels, ...options },
});

const relu: Given = { kind: 'ReLU', options: { inplace: true } };
const pool: Given = { kind: 'MaxPool2d', options: { kernel_size: 3, stride: 2 } };
const plain = { bias: false };

/** AlexNet as textbooks draw it, convolutions without bias: 61,264,904 parameters. */
export const alexnet = (batch = 1): ArchitectureJson => {
  const features = [
    conv2d(3, 96, { kernel_size: 11, stride: 4, padding: 2, ...plain }),
    relu,
    pool,
    conv2d(96, 192, { kernel_size: 5, padding: 2, ...plain }),
    relu,
    pool,
    conv2d(192, 384, { kernel_size: 3, padding: 1, ...plain }),
    relu,
    conv2d(384, 256, { kernel_size: 3, padding: 1, ...plain }),
    relu,
    conv2d(256, 256, { kernel_size: 3, padding: 1, ...plain }),
    relu,
    pool,
  ];
  const dropout: Given = { kind: 'Dropout' };
  const classifier = [dropout, linear(9216, 4096), relu, dropout, linear(4096, 4096), relu, linear(4096, 1000)];
  return {
    schema: 'countersign/architecture@1',
    name: 'AlexNet',
    inputs: [{ name: 'x', shape: [batch, 3, 224, 224] }],
    modules: [
      { path: 'features', kind: 'Sequential' },
      ...features.map((module, index) => ({ path: `features.${index}`, ...module })),
      { path: 'classifier', kind: 'Sequential' },
      ...classifier.map((module, index) => ({ path: `classifier.${index}`, ...module })),
    ],
    calls: [
      { id: 'features', module: 'features', inputs: ['x'] },
      { id: 'view', op: 'view', inputs: ['features'], options: { shape: [-1, 9216] } },
      { id: 'classifier', module: 'classifier', inputs: ['view'] },
    ],
    outputs: ['classifier'],
  };
};
