#!/usr/bin/env node
/** The `quorate` program. Looks at the version of Node before it loads what older ones can't. */

const oldestNode = [22, 18] as const;
const internalError = 70;

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
  const { keepCompiled } = await import('./compiling.ts');
  keepCompiled();
  const { optimizeLate } = await import('./optimizing.ts');
  optimizeLate();
  const argv = process.argv.slice(2);
  const { runInThread, threadedCommands } = await import('./supervision.ts');
  process.exitCode = threadedCommands.includes(argv[0] ?? '')
    ? await runInThread(argv)
    : await runHere(argv);
}

/** Does what is no command of ours, or needs the process, such as a project's own command. */
async function runHere(argv: readonly string[]): Promise<number> {
  const { processIo } = await import('./process-io.ts');
  const { run } = await import('./run.ts');
  return run(argv, processIo());
}
