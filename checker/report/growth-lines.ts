/** What kept growing while a model was explored, as lines of a report. */

import { match } from 'ts-pattern';
import type { Findings, Growth } from '../check/findings.types.ts';
import { changes } from '../trace/difference.ts';
import { changeLines } from './step-changes.ts';
import { countText, counted } from './numbers.ts';
import type { Palette } from './palette.ts';
import { fitted, reportWidth } from './page.ts';
import { cut } from './wording.ts';

/** How many changes of one example are shown. */
const mostChanges = 4;

/** What grew, with examples; nothing where nothing is known to have. */
export function growthLines(
  model: string,
  { growing, stoppedBy }: Pick<Findings, 'growing' | 'stoppedBy'>,
  colours: Palette,
): readonly string[] {
  if (growing.length === 0) return [];
  // Whoever interrupts a search has set no limit, and may not think it endless.
  const isInterrupted = stoppedBy === 'interrupted';
  const until = isInterrupted ? 'it was interrupted' : 'the limit';
  return [
    '',
    ...growing.flatMap((growth) => [
      ...fitted([`${model}: ${nameOf(growth)} kept growing until ${until}`]).map(colours.odd),
      ...fitted(evidence(growth)),
      ...growth.examples.flatMap(({ before, after }, index) => [
        `  ${index === 0 ? 'the last step that was new to it' : 'the one before'}:`,
        ...exampleLines(changeLines(readable(changes(before, after)), ['', '→'])),
      ]),
    ]),
    '  If it has no end, give it one: a script, a budget, a guard, a field that is left out. If it',
    isInterrupted ? '  has one, give it more time.' : '  has one, raise the limit.',
  ];
}

function nameOf({ kind, name }: Growth): string {
  return match(kind)
    .with('host', () => `the host ${name}`)
    .with('inbox', () => `what is on its way to ${name}`)
    .with('monitor', () => `the monitor of ${name}`)
    .exhaustive();
}

function evidence({ measure, states, recent }: Growth): readonly string[] {
  const lately = recent.map(countText).join(', ');
  const lines = [
    `  ${counted(states, 'distinct state')} so far; the last ${recent.length} levels found ${lately} new ones`,
  ];
  if (measure === null) return lines;
  const { path, reached, records, levels } = measure;
  return [
    `  ${readablePath(path)} grew in ${countText(records)} of the last ${counted(levels, 'level')}, to ${countText(reached)}`,
    ...lines,
  ];
}

function exampleLines(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, mostChanges).map((line) => `      ${cut(line, reportWidth - 6)}`);
  const more = lines.length - mostChanges;
  return more > 0 ? [...shown, `      and ${counted(more, 'more change')}`] : shown;
}

type Changes = ReturnType<typeof changes>;

function readable(found: Changes): Changes {
  return found.map((change) => ({ ...change, path: readablePath(change.path) }));
}

/** A place in a host's state as a reader knows it: `counter.n`, `put.r1.targets`. */
function readablePath(path: string): string {
  return path
    .replace(/^(residents|families)\./, '')
    .replace('.context', '')
    .replace(/^"(.*)"$/, '$1');
}
