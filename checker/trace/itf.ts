/**
 * Traces as ITF files: `encode` gives the file's text, `decode` takes one apart and refuses what it
 * can't trust. The same trace gives the same bytes.
 */

import * as v from 'valibot';
import { brokenJson, brokenJsonWords } from '../broken-json.ts';
import type { Json, JsonRecord } from '../json.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import { decoded, encoded } from './itf-value.ts';
import { printedJson, tidied } from './printed-json.ts';
import { RefusedTrace } from './refused-trace.ts';
import { actionOf, formatVersion, logOf, stateOf, traceFile } from './trace-schema.ts';
import type { Trace, TracePoint, TraceStep } from './trace.ts';

const vars = ['hosts', 'inFlight', 'monitors', 'partition', 'used'] as const;

/** The text of a trace's file, newline included. */
export function encode(trace: Trace): string {
  const { model, parameters, scope, property, failing, replay, groupings, start, steps, loop } =
    trace;
  const actions = steps.map(({ action: { kind, ...details } }, index) => ({
    step: index + 1,
    kind,
    ...(tidied(asJson(details)) as JsonRecord),
  }));
  const file = {
    '#meta': {
      format: 'ITF',
      formatVersion,
      model,
      parameters: tidied(parameters),
      scope,
      property,
      ...(failing.length === 0 ? {} : { failing }),
      replay: replay === null ? null : { ...replay },
      groupings,
      actions,
    },
    vars,
    states: [start, ...steps].map(encodedPoint),
    ...(loop === null ? {} : { loop }),
  };
  return `${printedJson(file)}\n`;
}

// Actions, states and messages are JSON; their interfaces merely lack an index signature.
function asJson(value: object): Json {
  return value as Json;
}

function encodedPoint({ state, log }: TracePoint, index: number): JsonRecord {
  const { hosts, ...rest } = state;
  return {
    '#meta': { index, log: encoded(asJson(log)) },
    // Hosts stay in declared order, which is the order of the lanes of a diagram.
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([id, host]) => [id, encoded(asJson(host))]),
    ),
    ...(encoded(asJson(rest)) as JsonRecord),
  };
}

/**
 * The trace in a file's text.
 * @throws RefusedTrace where the text is cut off, is not ITF, has another format version, or holds
 * anything that a trace doesn't.
 */
export function decode(text: string, file: string): Trace {
  const data = parsed(text, file);
  refuseForeign(data, file);
  const { '#meta': meta, states, loop = null } = checked(traceFile, data, { file, path: '' });
  const { actions } = meta;
  if (states.length !== actions.length + 1) {
    throw new RefusedTrace(
      file,
      'states',
      `there are ${actions.length} actions but ${states.length} states; a run has one state more than actions. Likely cause: the file was edited or cut`,
    );
  }
  if (loop !== null && loop >= states.length) {
    throw new RefusedTrace(
      file,
      'loop',
      `the run is said to go on from state ${loop}, but its states are numbered 0 to ${states.length - 1}`,
    );
  }
  const points = states.map((state, index) => pointOf(state, { file, path: `states[${index}]` }));
  const [start, ...rest] = points;
  if (start === undefined) throw new Error('a run has at least its start');
  const steps = rest.map(
    (point, index): TraceStep => ({ ...point, action: actionAt(actions, index, file) }),
  );
  const { model, parameters, scope, property, failing = [], replay, groupings } = meta;
  return { model, parameters, scope, property, failing, replay, groupings, start, steps, loop };
}

interface Place {
  readonly file: string;
  readonly path: string;
}

const likelyCauses = {
  foreign: 'it is a file of another kind; those of traces end in .itf.json',
  cut: 'the file was cut off while it was written; make it again with quorate check',
  misplaced: 'the file was edited; make it again with quorate check',
} as const;

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const broken = brokenJson(text);
    if (broken === null) throw cause;
    const { where, why } = brokenJsonWords(broken);
    throw new RefusedTrace(
      file,
      where,
      `it is not JSON (${why}). Likely cause: ${likelyCauses[broken.kind]}`,
    );
  }
}

/** What is worth a message of its own, as opposed to a missing or wrong field. */
function refuseForeign(data: unknown, file: string): void {
  const isRecord = typeof data === 'object' && data !== null;
  if (!isRecord || !('vars' in data) || !('states' in data) || !('#meta' in data)) {
    throw new RefusedTrace(
      file,
      '',
      "it is no ITF trace of quorate's: an object with #meta, vars and states is expected",
    );
  }
  const { '#meta': meta } = data;
  const found = typeof meta === 'object' && meta !== null && 'formatVersion' in meta;
  if (found && meta.formatVersion !== formatVersion) {
    throw new RefusedTrace(
      file,
      '#meta.formatVersion',
      `the format version is ${String(meta.formatVersion)}, and this version of quorate reads ${formatVersion}. Make the trace again with quorate check`,
    );
  }
}

function checked<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  { file, path }: Place,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const below = (v.getDotPath(issue) ?? '').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
  const where = [path, below].filter((part) => part !== '').join('.');
  throw new RefusedTrace(file, where, issue.message);
}

function pointOf({ '#meta': meta, ...expressions }: JsonRecord, place: Place): TracePoint {
  try {
    const state = decoded(expressions, place.path);
    const log = decoded((meta as { readonly log?: Json } | undefined)?.log ?? [], place.path);
    return {
      // The schema is the type State, but for branches of unions that the compiler can't match up.
      state: checked(stateOf, state, place) as State,
      log: checked(logOf, log, { ...place, path: `${place.path}.#meta.log` }),
    };
  } catch (cause) {
    if (cause instanceof RefusedTrace) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedTrace(place.file, place.path, reason);
  }
}

function actionAt(actions: readonly unknown[], index: number, file: string): Action {
  const { step, ...action } = actions[index] as { readonly step: number };
  const path = `#meta.actions[${index}]`;
  if (step !== index + 1) {
    throw new RefusedTrace(
      file,
      `${path}.step`,
      `the action is numbered ${step}, not ${index + 1}: actions were added or left out`,
    );
  }
  return checked(actionOf, action, { file, path });
}
