/** The process while a thread of it does the command: it prints, hears signals, and ends what hangs. */

import { Worker } from 'node:worker_threads';
import { exitCodes } from '../check/exit-codes.ts';
import { answerFrom } from '../engine/threads/answers.ts';
import { LostThread, isOutOfThreadMemory } from '../engine/threads/thread-fault.ts';
import { stackOf } from '../thrown.ts';
import { usualPatience, watchCalls } from '../watch/call-watch.ts';
import type { CallWatch } from '../watch/call-watch.ts';
import { callBoard, presentCall } from '../watch/present-call.ts';
import type {
  CommandNews,
  CommandReply,
  CommandTask,
  StreamName,
  Terminal,
} from './command-messages.types.ts';
import type { Output } from './io.ts';
import { outputTo } from './process-io.ts';

/** The commands that are done in a thread: all that are not a project's own, which may want the process. */
export const threadedCommands: readonly string[] = [
  'audit',
  'check',
  'list',
  'replay',
  'show',
  'simulate',
  'start',
  'verify',
];

/** What asks a process to come to an end: Ctrl-C, and whoever gives it a certain time. */
const endings = ['SIGINT', 'SIGTERM'] as const;

/** How long a thread whose command is done may take to end, in milliseconds: files may hold it up. */
const lastGrace = 1000;

/** Prints to standard error. How to say it is loaded only now: there is hardly ever anything to say. */
type Complain = (
  lines: (report: typeof import('../report/failure.ts')) => readonly string[],
) => Promise<void>;

/** A command in its thread. */
interface Supervised {
  readonly thread: Worker;
  readonly watch: CallWatch;
  readonly streams: Readonly<Record<StreamName, Output>>;
  readonly complain: Complain;
  /** Whether anybody waits to hear of an interrupt. */
  readonly isHeard: () => boolean;
  /** The call that it is in the midst of, in words. */
  readonly call: () => string | null;
}

/** Signals that come within so many milliseconds are one: who sends them may reach the process in two ways. */
const sameMoment = 500;

/** Where the files of this program stand, as they are named in stacks. */
const ownFiles = new URL('..', import.meta.url).href;

/** Does a command in a thread; answers the exit code. A second Ctrl-C ends the process at once. */
export async function runInThread(argv: readonly string[]): Promise<number> {
  const supervised = started(argv);
  const { thread, watch, complain } = supervised;
  const seconds = maxSecondsIn(argv);
  // Whoever does the work keeps to it, but for what is done before and after.
  if (seconds !== null) watch.begin('max-seconds', Math.max(usualPatience.last, seconds * 1000));
  const signals = hearSignals(supervised);
  try {
    const ended = await Promise.race([codeOf(supervised), watch.over]);
    if (typeof ended === 'number') return ended;
    if (ended === 'idle') return await toldIdle(supervised);
    await complain(({ stuckLines }) => stuckLines(ended));
    void thread.terminate();
    return exitCodes[ended.brokenOffBy === 'interrupted' ? 'interrupted' : 'inconclusive'];
  } catch (cause) {
    return told(cause, supervised);
  } finally {
    signals.workIsDone();
    watch.end();
    setTimeout(() => void thread.terminate(), lastGrace).unref();
  }
}

/** Tells of a thread that has nothing more to do, though its command isn't done; answers the exit code. */
async function toldIdle({ complain, call }: Supervised): Promise<number> {
  const words = call();
  if (words === null) throw new Error('a command waits for what never comes');
  await complain(({ unsettledLines }) => unsettledLines(words));
  return exitCodes.brokenModel;
}

/** Tells what ended the thread before its command was done; answers the exit code. */
async function told(cause: unknown, { complain, call }: Supervised): Promise<number> {
  if (cause instanceof LostThread || isOutOfThreadMemory(cause)) {
    await complain(({ lostThreadLines }) => lostThreadLines(cause, call()));
    return exitCodes.internal;
  }
  const [origin] = /file:\/\/\S+/.exec(stackOf(cause)) ?? [];
  const isOurs = cause instanceof Error && (origin?.startsWith(ownFiles) ?? true);
  await complain(({ internalErrorLines, uncaughtErrorLines }) =>
    isOurs ? internalErrorLines(cause) : uncaughtErrorLines(cause),
  );
  return isOurs ? exitCodes.internal : exitCodes.brokenModel;
}

function started(argv: readonly string[]): Supervised {
  const streams = { stdout: outputTo(process.stdout), stderr: outputTo(process.stderr) };
  const complain: Complain = async (lines) => {
    const report = await import('../report/failure.ts');
    const { fitted } = await import('../report/page.ts');
    streams.stderr.write(`${fitted(lines(report)).join('\n')}\n`);
  };
  const board = callBoard();
  const listeners = new Int32Array(new SharedArrayBuffer(4));
  const workerData: CommandTask = {
    argv,
    cwd: process.cwd(),
    streams: { stdout: terminalOf(streams.stdout), stderr: terminalOf(streams.stderr) },
    board,
    listeners,
  };
  const thread = new Worker(new URL('./command-thread.ts', import.meta.url), {
    workerData,
    stdout: true,
  });
  // What a project's own code logs isn't the command's answer.
  thread.stdout.on('data', (logged: Buffer) => streams.stderr.write(logged.toString()));
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].on('resize', () =>
      tell(thread, { kind: 'columns', stream, columns: streams[stream].columns }),
    );
  }
  return {
    thread,
    watch: watchCalls({
      board,
      model: null,
      onStuck: (stuck) => void complain(({ stuckLines }) => stuckLines(stuck)),
      // What other threads do for it they are waited for there.
      patience: { ...usualPatience, orderly: Infinity },
    }),
    streams,
    complain,
    isHeard: () => Atomics.load(listeners, 0) > 0,
    call: () => presentCall(board)?.words ?? null,
  };
}

function terminalOf({ isTerminal, columns }: Output): Terminal {
  return { isTerminal, columns };
}

function tell(thread: Worker, news: CommandNews): void {
  thread.postMessage(news, []);
}

/** Prints what the thread says, and waits for its exit code. */
function codeOf({ thread, streams }: Supervised): Promise<number | 'idle'> {
  return answerFrom<CommandReply, number | 'idle'>(thread, (reply) => {
    if (reply.kind === 'ended') return reply.code;
    if (reply.kind === 'idle') return reply.kind;
    streams[reply.stream].write(reply.text);
    return null;
  });
}

/** What hears the signals of the process, to its end. */
interface Signals {
  /** From here on only what was printed is still on its way to whoever reads it. */
  readonly workIsDone: () => void;
}

/** Hands the first signal on; where nobody hears of it there, or it isn't the first, all ends at once. */
function hearSignals({ thread, watch, complain, isHeard, call }: Supervised): Signals {
  let askedAt: number | null = null;
  let isDone = false;
  const exit = (): never => {
    // To exit is to wait for all threads. Should one of them be kept by the system, the next signal kills.
    for (const ending of endings) process.off(ending, onSignal);
    process.exit(exitCodes.interrupted);
  };
  const onSignal = (): void => {
    const now = performance.now();
    if (askedAt !== null && now - askedAt < sameMoment) return;
    if (askedAt !== null) exit();
    askedAt = now;
    if (isDone) return;
    if (!isHeard()) {
      const words = call();
      void complain(({ interruptedLines }) => interruptedLines(words)).finally(exit);
      return;
    }
    tell(thread, { kind: 'interrupt' });
    watch.begin('interrupted');
  };
  for (const ending of endings) process.on(ending, onSignal);
  return {
    workIsDone: () => {
      isDone = true;
    },
  };
}

/** The limit of time that a command line sets, in seconds; null where it sets none that means anything. */
export function maxSecondsIn(argv: readonly string[]): number | null {
  const at = argv.findLastIndex((word) => /^--max-seconds(=|$)/.test(word));
  const [, value = argv[at + 1]] = argv[at]?.split('=') ?? [];
  const seconds = Number(value ?? '');
  return at >= 0 && seconds > 0 ? seconds : null;
}
