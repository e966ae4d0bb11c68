/** The state of one machine, and what a step of it brings about, as plain data. */

import type { Json } from '../json.ts';

/** The value of a chart: a state's name, or one per region. */
export type ChartValue = string | { readonly [region: string]: ChartValue };

/** A machine's local state: chart value, context, whether it is final, and its armed timers. */
export interface Local {
  readonly value: ChartValue;
  readonly context: Json;
  readonly final: boolean;
  /** The ids of the armed timers (see `Chart.timers`), sorted. */
  readonly timers: readonly string[];
}

/** Anything that machines send each other. */
export interface Message {
  readonly type: string;
}

/** One machine of a host; `key` is null for a resident machine. */
export interface Address {
  readonly host: string;
  readonly machine: string;
  readonly key: string | null;
}

/** What a machine asks for while it steps, in the order in which it asks. */
export type Effect =
  | { readonly kind: 'send'; readonly to: string | Address; readonly message: Message }
  | { readonly kind: 'observe'; readonly event: Message };

/** The outcome of one macrostep. */
export interface LocalStep {
  readonly local: Local;
  readonly effects: readonly Effect[];
  /** Names of the chart transitions taken, in order (see `Chart.transitions`). */
  readonly taken: readonly string[];
  /**
   * How guards were answered, see `guardOutcomes`. Of an event that nothing handles: the answers that
   * made it so.
   */
  readonly guards: readonly string[];
  /** Whether the chart selected a transition for the event itself, even one that does nothing. */
  readonly handled: boolean;
}

/** A chart value as text: `holding`, `up.idle`, `a.x+b.y` for parallel regions. */
export function formatValue(value: ChartValue): string {
  if (typeof value === 'string') return value;
  return Object.entries(value)
    .map(([region, inner]) => `${region}.${formatValue(inner)}`)
    .join('+');
}
