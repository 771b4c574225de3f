/** Every convention that the engine knows, in the order in which they are shown. */

import type { Convention } from '../convention.ts';
import { article } from './article.ts';
import { calflops } from './calflops/index.ts';
import { deepspeed } from './deepspeed/index.ts';
import { definition } from './definition/index.ts';
import { flopCounter } from './flopCounter/index.ts';
import { fvcore } from './fvcore/index.ts';
import { ptflops } from './ptflops/index.ts';
import { ptflopsAten } from './ptflopsAten/index.ts';
import { thop } from './thop/index.ts';
import { torchinfo } from './torchinfo/index.ts';
import { torchprofile } from './torchprofile/index.ts';
import { torchstat } from './torchstat/index.ts';
import { torchsummary } from './torchsummary/index.ts';
import { ultralyticsThop } from './ultralyticsThop/index.ts';

const all: readonly Convention[] = [
  definition,
  article,
  torchsummary,
  torchstat,
  thop,
  ptflops,
  ptflopsAten,
  flopCounter,
  calflops,
  deepspeed,
  torchinfo,
  fvcore,
  ultralyticsThop,
  torchprofile,
];

export const conventions: ReadonlyMap<string, Convention> = new Map(
  all.map((convention) => [convention.name, convention]),
);
