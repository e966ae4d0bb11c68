/**
 * The thread that walks, so that the command line hears Ctrl-C and shows progress meanwhile, and so
 * that several walk at once. It imports the model file itself, since functions can't be sent to it.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { failed } from '../engine/threads/answers.ts';
import type { Failed } from '../engine/threads/answers.ts';
import { modelsIn } from '../check/model-file.ts';
import { modelOf } from '../check/subject.ts';
import { minimised } from '../engine/minimised.ts';
import type { LoadedModel } from '../system/load.ts';
import { load } from '../system/load.ts';
import { recorded } from '../trace/recording.ts';
import { showCallsOn } from '../watch/present-call.ts';
import { Simulator } from './simulator.ts';
import type { WalkWatch } from './simulator.ts';
import type {
  SimulatorAnswer,
  SimulatorReply,
  SimulatorRequest,
  SimulatorTask,
} from './simulator-messages.types.ts';

const port = parentPort;
if (port === null) throw new Error('this file is the start of a thread, not a program');
const reply = (message: SimulatorReply | Failed): void => port.postMessage(message);
// Whoever starts this thread gives it such a task.
const { subject, plan, stop, board } = workerData as SimulatorTask;
showCallsOn(board);

/** Milliseconds between two tellings of progress. */
const pause = 100;
let told = 0;
let walks = 0;
let steps = 0;
const watch: WalkWatch = {
  onProgress: (more, moreSteps) => {
    walks += more;
    steps += moreSteps;
    const now = performance.now();
    if (now - told < pause) return;
    told = now;
    reply({ kind: 'progress', walks, steps });
    walks = 0;
    steps = 0;
  },
  stop: () => Atomics.load(stop, 0) !== 0,
};

interface Ready {
  readonly loaded: LoadedModel;
  readonly simulator: Simulator;
}

let ready: Ready | null = null;

async function answer(request: SimulatorRequest): Promise<SimulatorAnswer> {
  if (ready === null) {
    const loaded = load(modelOf(subject, await modelsIn(subject.file)));
    ready = { loaded, simulator: new Simulator(loaded, plan) };
  }
  const { loaded, simulator } = ready;
  switch (request.kind) {
    case 'load':
      return { kind: 'loaded' };
    case 'walk':
      return { kind: 'walked', report: simulator.walk(request.range, watch) };
    case 'tally':
      return { kind: 'tallied', tally: simulator.tally() };
    case 'trace': {
      const { property, run } = request;
      return {
        kind: 'traced',
        trace: recorded(loaded, property, minimised(loaded, property, run)),
      };
    }
  }
}

port.on('message', (request: SimulatorRequest) => {
  answer(request).then(reply, (cause: unknown) => reply(failed(cause)));
});
