/** Classes of torch.nn that are no kinds, and samples of PyTorch's module database that are not counted exactly, each with the reason. */

/** Bare containers hold modules and compute nothing; an architecture has them as containers, not as kinds. */
export const bareContainers: readonly string[] = [
  'Container',
  'Module',
  'ModuleDict',
  'ModuleList',
  'ParameterDict',
  'ParameterList',
  'Sequential',
];

/** Lazy modules become others at their first call, and are recorded as what they became. */
export const isLazy = (name: string): boolean => name.startsWith('Lazy');

/** Classes that are no kinds. */
export const classes: Readonly<Record<string, string>> = {
  AdaptiveLogSoftmaxWithLoss:
    'It is a loss: its forward takes the targets, returns a mean over them, and runs those of its clusters alone that they ask for.',
  DataParallel: 'It hands its input to copies of another module on several GPUs; record that module.',
  RNNBase: 'The base of RNN, LSTM and GRU, which are kinds.',
  RNNCellBase: 'The base of the cells of RNN, LSTM and GRU, which are kinds; it has no forward.',
};

export interface LeftOut {
  /** Any module where it is absent. */
  readonly module?: string;
  /** A piece of what PyTorch, `record` or the engine says of the samples. */
  readonly says: string;
  readonly because: string;
}

/** Samples that are listed rather than exact. */
export const samples: readonly LeftOut[] = [
  {
    says: 'Too small: expected number to be >=1, received 0',
    because: 'An input without elements has nothing to count.',
  },
  {
    module: 'FractionalMaxPool2d',
    says: '_random_samples',
    because: 'The sample gives random numbers in float64 to an input in float32, which PyTorch itself refuses.',
  },
  {
    module: 'FractionalMaxPool3d',
    says: '_random_samples',
    because: 'The sample gives random numbers in float64 to an input in float32, which PyTorch itself refuses.',
  },
];
