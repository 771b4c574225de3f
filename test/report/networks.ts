/** Small networks for tests of reports and commands. */

import { type ArchitectureJson, parseArchitecture, type ShapedNetwork, shapeNetwork } from '../../src/engine/index.ts';

export const shaped = (architecture: ArchitectureJson): ShapedNetwork => shapeNetwork(parseArchitecture(architecture));

/** A convolution, an activation and a linear layer, one of them in a Sequential. */
export const small: ArchitectureJson = {
  name: 'Small',
  inputs: [{ name: 'x', shape: [2, 3, 8, 8] }],
  modules: [
    { path: 'features', kind: 'Sequential' },
    { path: 'features.0', kind: 'Conv2d', options: { in_channels: 3, out_channels: 4, kernel_size: 3 } },
    { path: 'features.1', kind: 'ReLU' },
    { path: 'head', kind: 'Linear', options: { in_features: 144, out_features: 5 }, frozen: ['bias'] },
  ],
  calls: [
    { id: 'features', module: 'features', inputs: ['x'] },
    { id: 'flat', op: 'flatten', inputs: ['features'], options: { start_dim: 1 } },
    { id: 'head', module: 'head', inputs: ['flat'] },
  ],
  outputs: ['head'],
};

/** The same linear layer twice, once under an alias in a block, and one that never runs. */
export const shared: ArchitectureJson = {
  name: 'Shared',
  inputs: [{ name: 'x', shape: [2, 4] }],
  modules: [
    { path: 'block', kind: 'Module', class: 'Block' },
    { path: 'block.fc', kind: 'Linear', options: { in_features: 4, out_features: 4 } },
    { path: 'again', same_as: 'block.fc' },
    { path: 'idle', kind: 'Linear', options: { in_features: 4, out_features: 1 } },
  ],
  calls: [
    {
      id: 'block',
      module: 'block',
      inputs: ['x'],
      calls: [{ id: 'block/fc', module: 'block.fc', inputs: ['x'] }],
      outputs: ['block/fc'],
    },
    { id: 'again', module: 'again', inputs: ['block'] },
    { id: 'sum', op: 'add', inputs: ['again', 'x'] },
  ],
  outputs: ['sum'],
};

/** A bare LSTM, on which torchsummary raises. */
export const recurrent: ArchitectureJson = {
  name: 'LSTM',
  inputs: [{ name: 'x', shape: [5, 2, 3] }],
  modules: [{ path: 'rnn', kind: 'LSTM', options: { input_size: 3, hidden_size: 4, num_layers: 2 } }],
  calls: [{ id: 'rnn', module: 'rnn', inputs: ['x'] }],
  outputs: ['rnn'],
};
