/** Which fairness instance an action belongs to (R15). */

import { match } from 'ts-pattern';
import { BrokenModel } from '../../broken-model.ts';
import type { FairActions } from '../../model/fairness.ts';
import type { Action } from '../../state/action.ts';
import { isFault } from '../../state/action.ts';
import type { LoadedModel } from '../../system/load.ts';
import { strongly, weakly } from './graph.ts';

const mostInstances = 2 ** 16 - 1;

/** Numbers the fairness instances that are met. */
export class FairLabels {
  readonly #loaded: LoadedModel;
  readonly #labels = new Map<string, number>();
  readonly #strengths: number[] = [0];

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
  }

  /** Per instance, see `Graph.strengths`. */
  get strengths(): Uint8Array {
    return Uint8Array.from(this.#strengths);
  }

  /** The label of an action; 0 where no assumption covers it. */
  labelOf(action: Action): number {
    const { model, system } = this.#loaded;
    if (isFault(action, system.faultInputs)) return 0;
    const covering = model.fairness.filter(({ actions }) => covers(actions, action));
    if (covering.length === 0) return 0;
    const text = JSON.stringify(instanceOf(action));
    const known = this.#labels.get(text);
    if (known !== undefined) return known;
    if (this.#strengths.length > mostInstances) {
      throw new BrokenModel(
        `fairness is asked of more than ${mostInstances} instances: let the assumptions cover fewer actions`,
        { model: model.name },
      );
    }
    const isStrong = covering.some(({ strength }) => strength === 'strong');
    const label = this.#strengths.push(isStrong ? strongly : weakly) - 1;
    this.#labels.set(text, label);
    return label;
  }
}

/** What tells an action's instance from others. */
function instanceOf(action: Action): readonly string[] {
  return match(action)
    .with({ kind: 'deliver' }, ({ kind, from, to, message }) => [kind, from, to.host, message.type])
    .with({ kind: 'timer' }, ({ kind, at, delay }) => [kind, at.host, delay])
    .with({ kind: 'input' }, ({ kind, host, event }) => [kind, host, event.type])
    .with({ kind: 'restart' }, ({ kind, host }) => [kind, host])
    .otherwise(({ kind }) => [kind]);
}

function covers(actions: FairActions, action: Action): boolean {
  const [kind, ...details] = instanceOf(action);
  if (kind !== actions.kind) return false;
  const wanted = match(actions)
    .with({ kind: 'deliver' }, ({ from, to, type }) => [from, to, type])
    .with({ kind: 'timer' }, ({ host, delay }) => [host, delay])
    .with({ kind: 'input' }, ({ host, type }) => [host, type])
    .with({ kind: 'restart' }, ({ host }) => [host])
    .with({ kind: 'heal' }, () => [])
    .exhaustive();
  return wanted.every((name, at) => name === null || name === details[at]);
}
