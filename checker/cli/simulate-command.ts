/** `simulate`: walks through a model at random and says what was met. */

import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { winning } from '../check/exit-code.ts';
import { exitCodes } from '../check/exit-codes.ts';
import { isModelFile } from '../check/model-file.ts';
import type { Selected } from '../check/suite.ts';
import { stuckLines } from '../report/failure.ts';
import { palette } from '../report/palette.ts';
import { overwrittenLine } from '../report/progress-line.ts';
import type { OverwrittenLine } from '../report/progress-line.ts';
import { simulationJson } from '../report/simulation-json.ts';
import { findingLines, outcomeLines, planLines, walkLines } from '../report/simulation-table.ts';
import { rateLine, simulationProgressParts } from '../report/simulation-progress.ts';
import { outcomeOf } from '../simulation/outcome.ts';
import type { PropertyOutcome, SimulationOutcome } from '../simulation/outcome.ts';
import type { WalkOrder } from '../simulation/simulation.ts';
import type { StrategyName, WalkPlan } from '../simulation/walk.types.ts';
import { simulateInThreads } from '../simulation/simulating.ts';
import { load } from '../system/load.ts';
import { traceFileOf, writeTrace } from '../trace/trace-files.ts';
import type { OnStuck } from '../watch/stuck.types.ts';
import { complain } from './context.ts';
import type { Context } from './context.ts';
import { hasColour } from './io.ts';
import { attempt, refuseUnwritableFile, writeJson } from './output-file.ts';
import { simulatePresets } from './presets.ts';
import { listedFiles } from './project.ts';
import { selection } from './selection.ts';
import { traceDirOf } from './trace-places.ts';
import { typedPath } from './typed-path.ts';
import { UsageError } from './usage-error.ts';

/** The options of `simulate`, as commander hands them over. */
export interface SimulateOptions {
  readonly seed?: number;
  readonly walks?: number;
  readonly walk?: number;
  readonly depth: number;
  readonly maxSeconds?: number;
  readonly strategy: StrategyName;
  readonly faultWeight: number;
  readonly changes: number;
  readonly workers?: number;
  readonly property: readonly string[];
  readonly param: readonly string[];
  readonly traceDir?: string;
  readonly json?: string;
  /** Undefined where neither --progress nor --no-progress was given. */
  readonly progress?: boolean;
}

/** Walks through one model; answers the exit code. */
export async function simulateModel(
  outer: Context,
  names: readonly string[],
  options: SimulateOptions,
): Promise<number> {
  const { io } = outer;
  const out = options.json === '-' ? io.stderr : io.stdout;
  const context = { ...outer, colours: palette(hasColour(io, out)) };
  const project = context.project();
  const narrowing = { parameters: options.param, properties: options.property };
  const selected = only(await selection(project, names, { cwd: io.cwd, narrowing }), names);
  refuseContradictions(options);
  refuseUnwritableFile(context, options.json);
  const traceDir = traceDirOf(context, options.traceDir);
  const plan = planOf(options);
  const order = orderOf(options);
  const again = commandFor(names, plan, options);
  const say = (lines: readonly string[]): void => out.write(`${lines.join('\n')}\n`);
  say(planLines(selected.model.name, { plan, order, maxSeconds: options.maxSeconds ?? null }));
  const { outcome, isInterrupted } = await simulated(context, selected, { plan, order, options });
  const { model, subject } = selected;
  const told = {
    modelFile: listedFiles(project).includes(subject.file) ? null : typedPath(io.cwd, subject.file),
    hasStore: project.configuration?.replay !== undefined && model.store !== null,
    colours: context.colours,
  };
  const { files, couldWrite } = writeTraces(context, outcome, traceDir);
  say([
    ...walkLines(outcome),
    ...outcomeLines(outcome, order, context.colours),
    ...findingLines(outcome, { files, again, ...told }),
    ...(isInterrupted ? [context.colours.odd('interrupted: this is what is known so far')] : []),
  ]);
  const wroteJson = writeJson(context, options.json, simulationJson(outcome, { plan, files }));
  return winning([
    ...outcome.properties.flatMap(({ problem }) => (problem === null ? [] : [exitCodes[problem]])),
    ...(outcome.simulation.lost + outcome.simulation.givenUp > 0 ? [exitCodes.inconclusive] : []),
    ...(couldWrite && wroteJson ? [] : [exitCodes.output]),
    ...(isInterrupted ? [exitCodes.interrupted] : []),
  ]);
}

/** How many names a message lists before it refers to `list`. */
const namesTold = 4;

function only(selected: readonly Selected[], written: readonly string[]): Selected {
  const [one, ...others] = selected;
  if (one !== undefined && others.length === 0) return one;
  const names = selected.map(({ model }) => model.name);
  const more = names.length > namesTold ? `, … (quorate list names them all)` : '';
  throw new UsageError(
    `'${written.join(' ')}' means ${names.length} models, and simulate walks through one: name one of ${names.slice(0, namesTold).join(', ')}${more}${written.some(isModelFile) ? ' as well' : ''}`,
  );
}

function refuseContradictions({
  walk,
  walks,
  maxSeconds,
  strategy,
  faultWeight,
}: SimulateOptions): void {
  if (walk !== undefined && (walks !== undefined || maxSeconds !== undefined)) {
    throw new UsageError(
      '--walk makes one walk, and --walks and --max-seconds say when to stop making more: leave one out',
    );
  }
  if (strategy === 'pct' && faultWeight !== 1) {
    throw new UsageError(
      '--fault-weight says how likely a fault is to be drawn, and pct draws priorities instead: leave one out',
    );
  }
}

function planOf({ seed, depth, strategy, faultWeight, changes }: SimulateOptions): WalkPlan {
  return { seed: seed ?? randomInt(2 ** 32), depth, strategy, faultWeight, changes };
}

function orderOf({ walk, walks, maxSeconds }: SimulateOptions): WalkOrder {
  if (walk !== undefined) return { kind: 'one', walk };
  return { kind: 'all', walks: walks ?? (maxSeconds === undefined ? simulatePresets.walks : null) };
}

/** The command that makes one walk again. */
function commandFor(
  names: readonly string[],
  { seed, depth, strategy, faultWeight, changes }: WalkPlan,
  { param }: SimulateOptions,
): (walk: number) => string {
  const words = [
    'npx quorate simulate',
    ...names.map(quoted),
    ...param.map((one) => `--param ${quoted(one)}`),
    `--seed ${seed}`,
    ...(strategy === 'uniform' ? [] : [`--strategy ${strategy}`]),
    ...(depth === simulatePresets.depth ? [] : [`--depth ${depth}`]),
    ...(faultWeight === simulatePresets.faultWeight ? [] : [`--fault-weight ${faultWeight}`]),
    ...(strategy !== 'pct' || changes === simulatePresets.changes ? [] : [`--changes ${changes}`]),
  ];
  return (walk) => [...words, `--walk ${walk}`].join(' ');
}

function quoted(word: string): string {
  return /^[\w./=:,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

interface Wanted {
  readonly plan: WalkPlan;
  readonly order: WalkOrder;
  readonly options: SimulateOptions;
}

interface Simulated {
  readonly outcome: SimulationOutcome;
  readonly isInterrupted: boolean;
}

async function simulated(
  context: Context,
  { subject, model }: Selected,
  { plan, order, options }: Wanted,
): Promise<Simulated> {
  const { io } = context;
  const loaded = load(model);
  const line = overwrittenLine(io.stderr);
  const show = (parts: readonly string[]): void => {
    if (options.progress ?? io.stderr.isTerminal) line.show(model.name, parts);
  };
  const limits = {
    walks: order.kind === 'all' ? order.walks : null,
    seconds: options.maxSeconds ?? null,
  };
  const threads = simulateInThreads(
    { subject, plan },
    {
      workers: order.kind === 'one' && plan.strategy !== 'guided' ? 1 : workersOf(options),
      maxSeconds: limits.seconds,
      onProgress: (progress) => show(simulationProgressParts(progress, limits)),
      onStuck: tellingOnce(context, line),
    },
  );
  let isInterrupted = false;
  const forget = io.onInterrupt(() => {
    isInterrupted = true;
    threads.stop();
  });
  try {
    const { simulation, seconds } = await threads.simulate(order);
    show(['making what was found short']);
    const outcome = await outcomeOf({ subject, loaded }, simulation, threads.trace);
    line.clear();
    io.stderr.write(`${rateLine(simulation, seconds, threads.workers)}\n`);
    return { outcome, isInterrupted };
  } finally {
    forget();
    line.clear();
    await threads.close();
  }
}

/** Several threads may be at the same call, and are told to end for one reason or the other: that is told once. */
function tellingOnce(context: Context, line: OverwrittenLine): OnStuck {
  const told = new Set<string>();
  return (stuck) => {
    const what = `${stuck.call}, ${stuck.brokenOffBy === null ? 'going on' : 'broken off'}`;
    if (told.has(what)) return;
    told.add(what);
    line.clear();
    complain(context, stuckLines(stuck));
  };
}

function workersOf({ workers }: SimulateOptions): number {
  return workers ?? availableParallelism();
}

interface Written {
  /** The trace files as somebody in the current folder would type them. */
  readonly files: ReadonlyMap<PropertyOutcome, string>;
  readonly couldWrite: boolean;
}

function writeTraces(context: Context, outcome: SimulationOutcome, folder: string): Written {
  const files = new Map<PropertyOutcome, string>();
  let couldWrite = true;
  for (const property of outcome.properties) {
    const { name, trace } = property;
    if (trace === null) continue;
    const file = join(folder, traceFileOf(outcome.model.name, name));
    const isWritten = attempt(context, file, () => writeTrace(file, trace));
    if (isWritten) files.set(property, typedPath(context.io.cwd, file));
    couldWrite &&= isWritten;
  }
  return { files, couldWrite };
}
