/** What a step brings about, as XState asks for it: messages, observations, and timers armed and cancelled. */

import { BrokenModel } from '../broken-model.ts';
import { jsonFault } from '../json.ts';
import type { Chart, ChartTimer } from './chart.ts';
import type { Address, Effect, Message } from './local.ts';

/** An action that XState asks to be carried out. */
export interface Requested {
  readonly type: string;
  readonly params: unknown;
}

interface Noted {
  readonly timers: Set<string>;
  readonly effects: Effect[];
}

/**
 * What comes of all that XState asks for in one step, in order; `before` are the timers armed until then.
 * @throws BrokenModel where something is asked for that nobody would carry out.
 */
export function broughtAbout(
  chart: Chart,
  requested: readonly Requested[],
  before: readonly string[],
): { readonly timers: ReadonlySet<string>; readonly effects: readonly Effect[] } {
  const noted: Noted = { timers: new Set(before), effects: [] };
  for (const request of requested) note(chart, request, noted);
  return noted;
}

// What XState gives along with each of its own effects is in no type of its.
function note(chart: Chart, request: Requested, { timers, effects }: Noted): void {
  switch (request.type) {
    case 'xstate.emit':
      effects.push(effectOf((request.params as { readonly event: unknown }).event));
      return;
    case 'xstate.raise': {
      const { id, delay } = request.params as { readonly id?: string; readonly delay?: number };
      const timer = id === undefined ? undefined : chart.timers.get(id);
      if (timer !== undefined) timers.add(armed(timer, delay));
      else if (delay !== undefined) throw lost('a delayed raise');
      return;
    }
    case 'xstate.cancel':
      timers.delete((request.params as { readonly sendId: string }).sendId);
      return;
    case 'xstate.log':
      return;
    default:
      throw lost(`the effect '${request.type}'`);
  }
}

/** The id of a timer, where its delay is one: XState fires any other at once, so that nothing could come before. */
function armed({ id, delay, state }: ChartTimer, length: unknown): string {
  if (typeof length === 'number' && !Number.isNaN(length)) return id;
  throw new BrokenModel(
    `the delay '${delay}' of the state '${state}' came to ${String(length)}, which is no number: XState would fire it at once. Let it be a number of milliseconds, or a function that answers one; how long it is makes no difference here`,
    {},
  );
}

function lost(what: string): BrokenModel {
  return new BrokenModel(
    `${what} would be lost: a machine's only outputs are emitted 'send' and 'observe' events, and its timers are named 'after' delays`,
    {},
  );
}

function effectOf(emitted: unknown): Effect {
  const fault = jsonFault(emitted);
  if (fault !== null) {
    throw new BrokenModel(
      `an emitted event holds ${fault.found} at '${fault.path}': messages are plain JSON`,
      {},
    );
  }
  if (hasType(emitted, 'send') && 'to' in emitted && 'message' in emitted) {
    const { to, message } = emitted;
    if (isReceiver(to) && isMessage(message)) return { kind: 'send', to, message };
  }
  if (hasType(emitted, 'observe') && 'event' in emitted && isMessage(emitted.event)) {
    return { kind: 'observe', event: emitted.event };
  }
  throw new BrokenModel(
    `the emitted event ${JSON.stringify(emitted)} is neither { type: 'send', to, message } nor { type: 'observe', event }`,
    {},
  );
}

function hasType(value: unknown, type: string): value is { readonly type: string } {
  return isMessage(value) && value.type === type;
}

function isMessage(value: unknown): value is Message {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

function isReceiver(value: unknown): value is string | Address {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null) return false;
  return 'host' in value && 'machine' in value && 'key' in value;
}
