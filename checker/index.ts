/** What an author of machines and models imports. */

export type { Json, JsonRecord } from './json.ts';
export type { Address, Message } from './machine/local.ts';
export { message, observe, send } from './machine/emitted.ts';
export type { Observe, Send } from './machine/emitted.ts';
export { client, host, perKey, perRequest, resident } from './system/host.ts';
export type { Host, Slot } from './system/host.ts';
export { system } from './system/system.ts';
export type { Budget, Channel, System, SystemDefinition } from './system/system.ts';
export { always, everyStep, monitored, never, sometimes, whenQuiet } from './model/property.ts';
export {
  alwaysEventually,
  eventually,
  eventuallyAlways,
  leadsTo,
  terminates,
} from './model/property.ts';
export type { Conjuncts, Predicate, Property, StepPredicate } from './model/property.types.ts';
export { strong, weak } from './model/fairness.ts';
export type { Assumptions, FairActions, Fairness } from './model/fairness.ts';
export { family, model, violated } from './model/model.ts';
export type { Model, ModelDefinition, ModelParameters, Waiver } from './model/model.ts';
export { caughtBy, edit, reparameterised, swap } from './model/mutant.ts';
export type { Mutant } from './model/mutant.ts';
export { explore } from './exploration.ts';
export type { Explored, ExploredProperty, ExploreLimits } from './exploration.ts';
export type { Action } from './state/action.ts';
export type { Envelope, State } from './state/state.ts';
export type { DiskView, HostView, LocalView, View } from './state/view.ts';
export { defineConfig } from './cli/define-config.ts';
export type { CommandPart, Configuration, ExtraCommand } from './cli/define-config.ts';
export type { Replay, ReplayAnswer, ReplayOptions } from './trace/replay-answer.ts';
export type { Trace } from './trace/trace.ts';
