/**
 * Traces as ITF files: `encode` gives the file's text, `decode` takes one apart and refuses what it
 * can't trust. The same trace gives the same bytes.
 */

import * as v from 'valibot';
import { brokenJson, brokenJsonWords } from '../broken-json.ts';
import { asJson, canonical } from '../json.ts';
import type { Json, JsonRecord } from '../json.ts';
import type { Action } from '../state/action.ts';
import type { State } from '../state/state.ts';
import { reasonOf } from '../thrown.ts';
import { decoded, encoded, encodedInOrder } from './itf-value.ts';
import { printedJson, tidied } from './printed-json.ts';
import { RefusedTrace } from './refused-trace.ts';
import {
  actionOf,
  formatVersion,
  logOf,
  stateMeta,
  stateOf,
  traceFile,
  vars,
} from './trace-schema.ts';
import type { Trace, TracePoint, TraceStep } from './trace.ts';

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

function encodedPoint({ state, log }: TracePoint, index: number): JsonRecord {
  const { hosts, ...rest } = state;
  return {
    '#meta': { index, log: encoded(asJson(log)) },
    // Hosts stay in declared order, which is the order of the lanes of a diagram.
    hosts: encodedInOrder(asJson(hosts) as JsonRecord),
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
  if (isDeeper(data, mostLevels)) {
    const why = `it is nested more than ${mostLevels} levels deep, which no trace is. Likely cause: ${likelyCauses.misplaced}`;
    throw new RefusedTrace(file, '', why);
  }
  refuseForeign(data, file);
  const { '#meta': meta, states, loop = null } = checked(traceFile, data, { file, path: '' });
  const { actions, replay } = meta;
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
  if (replay !== null && 'step' in replay && replay.step > actions.length) {
    throw new RefusedTrace(
      file,
      '#meta.replay.step',
      `the store is said to answer at step ${replay.step}, and there are ${actions.length} steps`,
    );
  }
  const points = states.map((state, index) => pointOf(state, index, file));
  const [start, ...rest] = points;
  if (start === undefined) throw new Error('a run has at least its start');
  const steps = rest.map(
    (point, index): TraceStep => ({ ...point, action: actionAt(actions, index, file) }),
  );
  const { model, parameters, scope, property, failing = [], groupings } = meta;
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

/** How deep the data of a trace may be nested: all that reads it calls itself for each level. */
const mostLevels = 1000;

/** Whether there are more levels of objects and lists than so many. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1));
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
  const dotted = v.getDotPath(issue);
  const below = dotted === null ? '' : `.${dotted}`.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
  throw new RefusedTrace(file, `${path}${below}`.replace(/^\./, ''), issue.message);
}

function pointOf(
  { '#meta': meta = null, ...expressions }: JsonRecord,
  index: number,
  file: string,
): TracePoint {
  const path = `states[${index}]`;
  const place = { file, path: `${path}.#meta` };
  const { index: number, log } = checked(stateMeta, meta, place);
  if (number !== index) {
    const why = `the state is numbered ${number}, not ${index}: states were added or left out`;
    throw new RefusedTrace(file, `${place.path}.index`, why);
  }
  const state = checked(stateOf, expressed(expressions, { file, path }), { file, path });
  const inLog = { file, path: `${place.path}.log` };
  // The schema is the type State, but for branches of unions that the compiler can't match up.
  return { state: state as State, log: checked(logOf, expressed(log, inLog), inLog) };
}

/** The value of an expression that may be none that is ever written. */
function expressed(expression: Json, { file, path }: Place): Json {
  try {
    return decoded(expression, path);
  } catch (cause) {
    throw new RefusedTrace(file, path, reasonOf(cause));
  }
}

function actionAt(actions: readonly JsonRecord[], index: number, file: string): Action {
  const { step, ...action } = actions[index] ?? {};
  const path = `#meta.actions[${index}]`;
  if (step !== index + 1) {
    const found = step === undefined ? 'not at all' : canonical(step);
    throw new RefusedTrace(
      file,
      `${path}.step`,
      `the action is numbered ${found}, not ${index + 1}: actions were added or left out`,
    );
  }
  return checked(actionOf, action, { file, path });
}
