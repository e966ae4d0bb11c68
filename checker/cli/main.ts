#!/usr/bin/env node
/** The `quorate` program. Looks at the version of Node before it loads what older ones can't. */

const oldestNode = [22, 18] as const;
const internalError = 70;
const interrupted = 130;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  console.error(
    [
      `quorate: Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node} (${process.execPath}).`,
      "  Older ones can't load model files in TypeScript. Install a newer one, or put it first on the PATH.",
    ].join('\n'),
  );
  process.exitCode = internalError;
} else {
  const forget = leaveAtSignals();
  endWithLauncher();
  const { keepCompiled } = await import('./compiling.ts');
  keepCompiled();
  const { optimizeLate } = await import('./optimizing.ts');
  optimizeLate();
  const argv = process.argv.slice(2);
  const { runInThread, threadedCommands } = await import('./supervision.ts');
  const isThreaded = threadedCommands.includes(argv[0] ?? '');
  const running = isThreaded ? runInThread(argv) : runHere(argv);
  forget();
  const code = await running;
  // An output that can't be written is told by its code where there is no other.
  if (code !== 0) process.exitCode = code;
}

/** Does what is no command of ours, or needs the process, such as a project's own command. */
async function runHere(argv: readonly string[]): Promise<number> {
  const { processIo } = await import('./process-io.ts');
  if (argv.length === 1 && argv[0] === '--version') {
    // Nothing of the project is needed for that, nor any command.
    const { version } = await import('./version.ts');
    processIo().stdout.write(`${version()}\n`);
    return 0;
  }
  const { run } = await import('./run.ts');
  return run(argv, processIo());
}

function leave(): never {
  process.exit(interrupted);
}

/** What was started by a launcher that is gone comes to an end as if it had been asked to. */
function endWithLauncher(): void {
  if (process.channel === undefined) return;
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

/** Whoever ends it before it has begun hears the same as later on; answers how to leave that to others. */
function leaveAtSignals(): () => void {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, leave);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, leave);
  };
}
