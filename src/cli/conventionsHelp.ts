/** The names that can stand for NAME, as a help text shows them: written out, since help loads no engine; a test holds it to that. */
export const conventionsHelp = `Conventions: definition, article, torchsummary, torchstat, thop, ptflops, ptflops-aten, flop-counter,
  calflops, deepspeed, torchinfo, fvcore, ultralytics-thop, torchprofile.`;
