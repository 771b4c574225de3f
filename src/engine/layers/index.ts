/** Every kind that the engine knows: one line each, sorted; kinds that are rows of a table come with it. */

import type { LayerDefinition } from '../layer.ts';
import { AdaptiveAvgPool2d } from './AdaptiveAvgPool2d.ts';
import { AvgPool2d } from './AvgPool2d.ts';
import { activations } from './activations.ts';
import { BatchNorm1d } from './BatchNorm1d.ts';
import { BatchNorm2d } from './BatchNorm2d.ts';
import { Conv1d } from './Conv1d.ts';
import { Conv2d } from './Conv2d.ts';
import { Dropout } from './Dropout.ts';
import { Flatten } from './Flatten.ts';
import { add } from './functional/add.ts';
import { cat } from './functional/cat.ts';
import { flatten } from './functional/flatten.ts';
import { relu } from './functional/relu.ts';
import { view } from './functional/view.ts';
import { GRU } from './GRU.ts';
import { GRUCell } from './GRUCell.ts';
import { Linear } from './Linear.ts';
import { LSTM } from './LSTM.ts';
import { LSTMCell } from './LSTMCell.ts';
import { MaxPool2d } from './MaxPool2d.ts';
import { ReLU } from './ReLU.ts';
import { RNN } from './RNN.ts';
import { RNNCell } from './RNNCell.ts';

const all: readonly LayerDefinition[] = [
  ...activations,
  AdaptiveAvgPool2d,
  AvgPool2d,
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  Dropout,
  Flatten,
  LSTM,
  GRU,
  GRUCell,
  LSTMCell,
  RNN,
  RNNCell,
  Linear,
  MaxPool2d,
  ReLU,
  add,
  cat,
  flatten,
  relu,
  view,
];

/** A registry of kinds by name; throws where a kind is registered twice, since one would hide the other. */
export const registry = (definitions: readonly LayerDefinition[]): ReadonlyMap<string, LayerDefinition> => {
  const known = new Map<string, LayerDefinition>();
  for (const definition of definitions) {
    if (known.has(definition.kind)) throw new Error(`Kind "${definition.kind}" is registered twice.`);
    known.set(definition.kind, definition);
  }
  return known;
};

export const layers = registry(all);
