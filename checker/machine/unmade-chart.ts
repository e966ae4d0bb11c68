/** What XState says of a chart that it refuses to make a machine of, in words that say what to do. */

import { suggestion } from '../nearest-names.ts';
import { keysOfRoot } from './chart-mistakes.ts';

const howToTarget =
  "A target is a state beside it by its name, one within it as '.name', or any as '#' and its id";

/**
 * The mistake in a chart that a message of XState is about; null where it is about something else. `source`
 * is the text of the file that the chart stands in, for the names in it.
 */
export function unmadeChart(message: string, source: string): string | null {
  for (const [pattern, words] of mistakes) {
    const found = pattern.exec(message);
    if (found !== null) return words(found.slice(1), namesIn(source));
  }
  return null;
}

type Words = (found: readonly string[], names: readonly string[]) => string;

const mistakes: readonly (readonly [RegExp, Words])[] = [
  [
    /^Invalid transition definition for state node '(.+)':\n.*Child state '(.+)' does not exist on '(.+)'$/s,
    ([from = '', to = '', within = ''], names) =>
      `a transition of the state '${from}' goes to '${to}', and '${within}' has no such state.${suggestion(to, names)} ${howToTarget}`,
  ],
  [
    /^Invalid transition definition for state node '(.+)':\n.*child state '(.+)' from '(.+)'; no child/s,
    ([from = '', to = '', within = '']) =>
      `a transition of the state '${from}' goes to '${to}' within '${within}', which has no states. ${howToTarget}`,
  ],
  [
    /^Child state '(.+)' does not exist on '(.+)'$/,
    ([to = '', within = ''], names) =>
      `a transition goes to '${to}', and '${within}' has no such state.${suggestion(to, names)} ${howToTarget}`,
  ],
  [
    /^Child state node '#(.+)' does not exist on machine '(.+)'$/,
    ([to = '', machine = '']) =>
      `a transition of the machine '${machine}' goes to '#${to}', and no state has that id. ${howToTarget}`,
  ],
  [
    /^Invalid target: "(.+)" is not a valid target from the root node/,
    ([to = '']) =>
      `a transition of a machine's root goes to '${to}'. Write '.${to}': from there all states are within it`,
  ],
  [
    /^No initial state specified for compound state node "#(.+)"\. Try adding \{ initial: "(.+)" \}/,
    ([state = '', first = '']) =>
      `the state '${state}' has states within it, and doesn't say which of them it begins in. Write initial: '${first}' there, or type: 'parallel'`,
  ],
];

/** What may be states in a source: the keys of objects, but for those that charts are written with. */
function namesIn(source: string): readonly string[] {
  const keys = [...source.matchAll(/([\w$]+)['"]?\s*:\s*\{/g)].map(([, key = '']) => key);
  return [...new Set(keys)].filter((key) => !keysOfRoot.includes(key));
}
