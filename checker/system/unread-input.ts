/** Inputs that a machine is given and never asks for: misplaced options, and misspelt names. */

import { BrokenModel } from '../broken-model.ts';
import { optionHomes } from '../definition/system-shape.ts';
import type { Json, JsonRecord } from '../json.ts';
import { deepFreeze } from '../json.ts';
import { boot } from '../machine/step.ts';
import { nearestNames } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import type { Slot } from './host.ts';
import type { LoadedSlot } from './loaded.types.ts';

/** What a machine asked its input for as it started. */
interface Asked {
  readonly read: ReadonlySet<string>;
  /** What it asked for and isn't given. */
  readonly missing: ReadonlySet<string>;
  /** Whether it came to its first state, so that there is no more that it reads. */
  readonly isStarted: boolean;
}

/** Options that nothing else is likely to be called almost like. */
const longOptions = Object.keys(optionHomes).filter((name) => name.length > 6);

/**
 * Refuses an input that the machine doesn't read as it starts, if it is called (almost) like an option
 * that belongs elsewhere, or almost like one that the machine asks for in vain. Any other may be one that
 * is read under a condition.
 * @throws BrokenModel naming the input, and what was meant.
 */
export function refuseUnreadInput(loaded: LoadedSlot): void {
  const given = Object.keys(loaded.slot.input);
  if (given.length === 0) return;
  const asked = askedOf(loaded);
  for (const name of given) {
    const why = asked.read.has(name) ? null : whyMisplaced(name, asked);
    if (why === null) continue;
    throw new BrokenModel(
      `the machine is given the input '${name}', which it doesn't read as it starts. ${why}`,
      { host: loaded.host, machine: loaded.chart.machine.id },
    );
  }
}

function whyMisplaced(name: string, { missing, isStarted }: Asked): string | null {
  const near = nearestNames(name, [...missing]);
  if (near.length > 0) return `It asks for ${near.join(', ')}, which isn't given: correct the name`;
  if (!isStarted) return null;
  const home = ownField(optionHomes, name);
  if (home !== undefined) return `'${name}' belongs elsewhere: ${home}`;
  const [meant] = nearestNames(name, longOptions);
  return meant === undefined
    ? null
    : `Did you mean ${meant}? That belongs elsewhere: ${ownField(optionHomes, meant)}`;
}

function askedOf({ slot, chart }: LoadedSlot): Asked {
  const [read, missing] = [new Set<string>(), new Set<string>()];
  const watched = new Proxy(deepFreeze({ ...slot.input, ...particularOf(slot) }), {
    get: (input, name) => {
      if (typeof name === 'string') (Object.hasOwn(input, name) ? read : missing).add(name);
      return Reflect.get(input, name) as unknown;
    },
  });
  try {
    // Of the same JSON as what it watches.
    boot(chart, watched as Json);
    return { read, missing, isStarted: true };
  } catch {
    // What is amiss is told where it is started in earnest.
    return { read, missing, isStarted: false };
  }
}

function particularOf(slot: Slot): JsonRecord {
  const self = { host: '(any)', machine: '(any)', key: null };
  return slot.kind === 'perRequest'
    ? { self, request: anyRequest(slot.opens) }
    : { self, disk: null };
}

/** A message of which nobody knows what it holds: whatever is asked for. */
function anyRequest(type: string): JsonRecord {
  const known: JsonRecord = { type };
  return new Proxy(known, {
    get: (_, name) => (typeof name === 'symbol' ? undefined : (ownField(known, name) ?? '(any)')),
  });
}
