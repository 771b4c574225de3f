/** Networks of known size for the engine. */

import type { ArchitectureJson } from '../../src/engine/index.ts';

interface Net {
  readonly modules: { path: string; kind: string; options?: Record<string, unknown> }[];
  readonly calls: { id: string; module?: string; op?: string; inputs: string[]; options?: Record<string, unknown> }[];
}

const add = (net: Net, id: string, kind: string, input: string, options: Record<string, unknown>): string => {
  net.modules.push({ path: id, kind, options });
  net.calls.push({ id, module: id, inputs: [input] });
  return id;
};

const convolution = (net: Net, id: string, input: string, from: number, to: number, size: number, stride: number) => {
  const options = {
    in_channels: from,
    out_channels: to,
    kernel_size: size,
    stride,
    padding: (size - 1) / 2,
    bias: false,
  };
  const made = add(net, `${id}_conv`, 'Conv2d', input, options);
  return add(net, `${id}_norm`, 'BatchNorm2d', made, { num_features: to });
};

const relu = (net: Net, id: string, input: string): string => add(net, id, 'ReLU', input, { inplace: true });

const bottleneck = (net: Net, id: string, input: string, from: number, width: number, stride: number): string => {
  const to = width * 4;
  const one = relu(net, `${id}_relu1`, convolution(net, `${id}_1`, input, from, width, 1, 1));
  const two = relu(net, `${id}_relu2`, convolution(net, `${id}_2`, one, width, width, 3, stride));
  const three = convolution(net, `${id}_3`, two, width, to, 1, 1);
  const beside = from === to ? input : convolution(net, `${id}_beside`, input, from, to, 1, stride);
  net.calls.push({ id: `${id}_add`, op: 'add', inputs: [three, beside] });
  return relu(net, `${id}_relu3`, `${id}_add`);
};

/** ResNet-50 at 224 x 224: 175 calls, 25,557,032 parameters, 4,089,184,256 MACs. */
export const resnet50 = (): ArchitectureJson => {
  const net: Net = { modules: [], calls: [] };
  let value = relu(net, 'relu', convolution(net, 'stem', 'x', 3, 64, 7, 2));
  value = add(net, 'pool', 'MaxPool2d', value, { kernel_size: 3, stride: 2, padding: 1 });
  let from = 64;
  for (const [stage, [width, blocks]] of (
    [
      [64, 3],
      [128, 4],
      [256, 6],
      [512, 3],
    ] as const
  ).entries()) {
    for (let block = 0; block < blocks; block++) {
      value = bottleneck(net, `stage${stage}_${block}`, value, from, width, stage > 0 && block === 0 ? 2 : 1);
      from = width * 4;
    }
  }
  value = add(net, 'mean', 'AdaptiveAvgPool2d', value, { output_size: 1 });
  value = add(net, 'flat', 'Flatten', value, {});
  value = add(net, 'fc', 'Linear', value, { in_features: 2048, out_features: 1000 });
  return { name: 'ResNet50', inputs: [{ name: 'x', shape: [1, 3, 224, 224] }], ...net, outputs: [value] };
};

/** A chain of so many layers. */
export const chainOf = (layers: number): ArchitectureJson => {
  const net: Net = { modules: [], calls: [] };
  let value = 'x';
  for (let index = 0; index < layers; index++)
    value =
      index % 2 === 0
        ? add(net, `fc${index}`, 'Linear', value, { in_features: 8, out_features: 8 })
        : relu(net, `relu${index}`, value);
  return { name: 'Chain', inputs: [{ name: 'x', shape: [1, 8] }], ...net, outputs: [value] };
};
