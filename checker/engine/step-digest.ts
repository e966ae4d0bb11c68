/** Whether two explorations took the very same steps, without keeping the steps. */

import { createHash } from 'node:crypto';
import { asJson, canonical } from '../json.ts';
import type { MachineMemo, MachineStep } from './machine-memo.ts';
import type { World } from './world.ts';

/**
 * A text of all distinct steps that the machines of a world took. Where two models differ in nothing but
 * what runs in some machine's stead, and both were explored to the end, the same text means the same states
 * and the same transitions: the first that differed would have been by a step of a machine that differs.
 * Linear in the size of the steps.
 */
export function stepDigest({ hosts }: World): string {
  const slots = hosts.flatMap(({ memo }) => memo.states.slots);
  const machines = [...new Set(slots.map(({ memo }) => memo))].map(digestOf);
  return hashOf(machines.join(' '));
}

/** The steps of one machine, in whatever order they were taken. */
function digestOf(memo: MachineMemo): string {
  const texts = memo.locals.items().map((local) => canonical(asJson(local)));
  const steps = Array.from(memo.steps(), ([key, step]) => hashOf(stepText(key, step, texts)));
  return hashOf(steps.toSorted().join(' '));
}

/** A step with the texts of local states in place of their numbers, which depend on the order. */
function stepText(
  key: string,
  { local, effects, handled }: MachineStep,
  texts: readonly string[],
): string {
  const [kind = '', from = '', ...given] = key.split(' ');
  const cause = kind === 'b' ? key : `${kind} ${texts[Number(from)]} ${given.join(' ')}`;
  return `${cause} ${texts[local]} ${canonical(asJson(effects))} ${handled}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
