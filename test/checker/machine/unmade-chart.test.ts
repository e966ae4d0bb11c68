import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { unmadeChart } from '../../../checker/machine/unmade-chart.ts';

/** What is said of a chart that XState refuses to make, when it stands in a file. */
function told(config: object): string | null {
  try {
    createMachine(config as Parameters<typeof createMachine>[0]);
  } catch (cause) {
    const source = JSON.stringify(config);
    return cause instanceof Error ? unmadeChart(cause.message, source) : null;
  }
  return 'it was made';
}

const lamp = (state: object): object => ({
  id: 'lamp',
  initial: 'dark',
  states: { dark: state, lit: {} },
});
const howTo =
  "A target is a state beside it by its name, one within it as '.name', or any as '#' and its id";

test.each<[string, object, string]>([
  [
    'a target beside it that there is not',
    lamp({ on: { go: 'litt' } }),
    `a transition of the state 'lamp.dark' goes to 'litt', and 'lamp' has no such state. Did you mean lit? ${howTo}`,
  ],
  [
    'a target within a state without any',
    lamp({ on: { go: '.on' } }),
    `a transition of the state 'lamp.dark' goes to 'on', and 'lamp.dark' has no such state. ${howTo}`,
  ],
  [
    'a target by an id and a name',
    lamp({ on: { go: '#lamp.litt' } }),
    `a transition goes to 'litt', and 'lamp' has no such state. Did you mean lit? ${howTo}`,
  ],
  [
    'an id that there is not',
    lamp({ on: { go: '#lmp' } }),
    `a transition of the machine 'lamp' goes to '#lmp', and no state has that id. ${howTo}`,
  ],
  [
    'a target of the root that is no state within it by its name',
    { ...lamp({}), on: { go: 'lit' } },
    "a transition of a machine's root goes to 'lit'. Write '.lit': from there all states are within it",
  ],
  [
    'no initial state',
    lamp({ states: { on: {}, off: {} } }),
    "the state 'lamp.dark' has states within it, and doesn't say which of them it begins in. Write initial: 'on' there, or type: 'parallel'",
  ],
])('%s is told in words that say what to do', (_, config, words) => {
  expect(told(config)).toBe(words);
});

test('what is no mistake in a chart is told by others', () => {
  expect(unmadeChart('leadsto is not defined', '')).toBe(null);
});
