/** A violation as its reader needs it: the steps, the picture, the last change, and how to go on. */

import type { PropertyResult } from '../check/results.types.ts';
import type { Trace } from '../trace/trace.ts';
import { extentText, failingText } from './endings.ts';
import { messageDiagram } from './message-diagram.ts';
import { counted } from './numbers.ts';
import { fitted, reportWidth } from './page.ts';
import type { Palette } from './palette.ts';
import { shellWord } from './shell-word.ts';
import { keyText, waiverText } from './source-text.ts';
import { numberedSteps } from './steps.ts';
import type { Extent } from './steps.ts';
import { cut } from './wording.ts';

/** A trace as its steps and its picture, as `show` prints it; without steps there is nothing to draw. */
export function traceLines(trace: Trace, colours: Palette, extent: Extent = {}): readonly string[] {
  const steps = numberedSteps(trace, colours, extent);
  return trace.steps.length === 0 ? steps : [...steps, '', ...messageDiagram(trace, colours)];
}

/** What there is to say of a violation beside its trace. */
export interface ViolationPlace {
  readonly model: string;
  /** The trace's file as somebody would type it; null where it could not be written. */
  readonly file: string | null;
  /** The model's file as somebody would type it; null where commands find the model by its name. */
  readonly modelFile: string | null;
  /** Whether the project has a store to replay it on. */
  readonly hasStore: boolean;
  /** Whether no run to the violation has fewer steps. */
  readonly isShortest: boolean;
}

/** The report on an unexpected violation, or on one of another length than expected. */
export function violationLines(
  property: PropertyResult,
  { model, file, modelFile, hasStore, isShortest }: ViolationPlace,
  colours: Palette,
): readonly string[] {
  const { name, trace, problem } = property;
  if (problem === 'vacuous') {
    const what = property.kind === 'leadsTo' ? `the condition of ${name}` : name;
    return [
      ...fitted([`✗ ${model}: ${what} never happens`]).map(colours.bad),
      '  No reachable state satisfies it, so the model proves less than it seems to.',
      '  If that is as it should be, say so in the model, with the reason:',
      `      waivers: [${waiverText(name)}]`,
    ];
  }
  const ofModel = modelFile === null ? '' : ` --model ${modelFile}`;
  return [
    ...headlines(property, model, colours),
    ...(trace === null || trace.failing.length === 0
      ? []
      : fitted([`  in the last state ${failingText(trace.failing)}`])),
    '',
    ...(trace === null ? [] : traceLines(trace, colours)),
    ...putOffLines(property, colours),
    '',
    ...expectLines(property, isShortest),
    ...(file === null
      ? []
      : [
          `  trace    ${file}`,
          `  again    npx quorate verify ${file}${ofModel}`,
          ...(hasStore ? [`  store    npx quorate replay ${file}${ofModel}`] : []),
          `  in full  npx quorate show --full ${file}`,
          `  picture  npx quorate show --format mermaid ${file}`,
        ]),
  ];
}

/** How the model's author says that this is known. */
function expectLines({ name, steps }: PropertyResult, isShortest: boolean): readonly string[] {
  const pinned = isShortest && steps !== null ? `{ steps: ${steps} }` : '';
  const now = `expect: { ${keyText(name)}: violated(${pinned}) }`;
  return fitted([`  If that is as it should be, say so in the model: ${now}`]);
}

function putOffLines({ putOff }: PropertyResult, colours: Palette): readonly string[] {
  if (putOff.length === 0) return [];
  const lines = putOff.map((line) => `      ${cut(line, reportWidth - 6)}`);
  return ['', colours.strong('  Possible, and put off for ever'), ...lines];
}

/** The same in a line, and how to see the steps, where the like of it was told in full. */
export function briefViolation(
  property: PropertyResult,
  { model, file }: ViolationPlace,
  colours: Palette,
): readonly string[] {
  const how =
    file === null
      ? `the same check with --property ${shellWord(property.name)} tells them`
      : `npx quorate show ${file}`;
  return ['', ...headlines(property, model, colours), `  steps    ${how}`];
}

function headlines(property: PropertyResult, model: string, colours: Palette): readonly string[] {
  const { name, steps, cycle, kind, problem, expectedSteps } = property;
  const expected =
    problem === 'length'
      ? `${counted(expectedSteps ?? 0, 'step is', 'steps are')} expected`
      : 'not expected';
  const what = kind === 'deadlock' ? 'a run gets stuck before it is done' : `${name} is violated`;
  const text = `✗ ${model}: ${what} ${extentText(steps ?? 0, cycle)} (${expected})`;
  return fitted([text]).map(colours.bad);
}
