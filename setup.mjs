/**
 * Brings a checkout to the point where every script of package.json runs: the locked packages, the
 * pinned Node that comes with them, and the `quorate` command. Needs a system Node 18 or newer and
 * npm, nothing else. Does nothing when all is in place, prints nothing on stdout, and may be
 * started any number of times at once.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants, hostname } from 'node:os';
import { delimiter, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = import.meta.dirname ?? resolve(new URL('.', import.meta.url).pathname);
const windows = process.platform === 'win32';
const oldestSystemNode = 18;
const bins = 'node_modules/.bin';
const lockFile = '.quorate/setup.lock';
/** A live owner touches its lock every second; one this old (milliseconds) was left behind. */
const abandonedAfter = 300_000;

/** An error whose text is all that its reader needs: what, where, likely cause, what to do. */
class SetupError extends Error {}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

function isMusl() {
  if (process.platform !== 'linux') return false;
  const report = process.report;
  report.excludeNetwork = true;
  return report.getReport().header.glibcVersionRuntime === undefined;
}

/** Whether npm has to install this entry of the lock file on this machine. */
function isNeededHere(entry) {
  if (entry.optional !== true) return true;
  if (entry.os === undefined || entry.cpu === undefined) return false;
  if (!entry.os.includes(process.platform) || !entry.cpu.includes(process.arch)) return false;
  return entry.libc === undefined || entry.libc.includes(isMusl() ? 'musl' : 'glibc');
}

function lockedPackages() {
  try {
    return Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  } catch (cause) {
    throw new SetupError(
      `package-lock.json in ${root} can't be read (${cause.message}). It is part of the repository: restore it with "git checkout package-lock.json".`,
    );
  }
}

/** The locked packages that node_modules lacks or has in another version. */
function missingPackages(locked) {
  let present = {};
  try {
    // npm writes this file last, so an install that was cut short doesn't have it.
    present = readJson('node_modules/.package-lock.json').packages;
  } catch {
    // Nothing is installed, or not completely.
  }
  const isPresent = ([path, entry]) => {
    const found = present[path];
    if (found === undefined) return !isNeededHere(entry);
    const same = found.version === entry.version && found.integrity === entry.integrity;
    return same && existsSync(`${path}/package.json`);
  };
  return locked.filter((entry) => !isPresent(entry)).map(([path]) => path);
}

function versionOf(node) {
  const run = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim() : null;
}

function atLeast(version, [major, minor]) {
  const [itsMajor, itsMinor] = version.split('.').map(Number);
  return itsMajor > major || (itsMajor === major && itsMinor >= minor);
}

const neededVersion = () =>
  /(\d+)\.(\d+)/.exec(readJson('package.json').engines.node).slice(1).map(Number);

/** Symlinks in one step, so that nobody who runs at the same time sees the name missing. */
function link(target, path) {
  mkdirSync(bins, { recursive: true });
  const fresh = `${path}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}

function linksTo(path, target) {
  try {
    return readlinkSync(path) === target && existsSync(path);
  } catch {
    return false;
  }
}

/** The `bin/node` of the Node package that the lock file pins for this platform. */
function pinnedNode(locked) {
  const found = locked.find(
    ([path, entry]) =>
      /^node_modules\/node-(bin-)?(linux|darwin|win)-/.test(path) && isNeededHere(entry),
  );
  return found === undefined ? null : `${found[0]}/bin/${windows ? 'node.exe' : 'node'}`;
}

/** Makes `.bin/node` (npm 10 leaves it out) and `.bin/quorate` (npm never makes it here). */
function linkCommands(locked) {
  if (windows) return;
  const pinned = pinnedNode(locked);
  if (!existsSync(`${bins}/node`) && pinned !== null && existsSync(pinned)) {
    link(pinned.replace('node_modules', '..'), `${bins}/node`);
  }
  const launcher = '../../bin/quorate.mjs';
  if (!linksTo(`${bins}/quorate`, launcher)) link(launcher, `${bins}/quorate`);
}

/** Sees to it that the Node of `.bin` starts and is new enough; the system's may stand in. */
function checkNode(locked) {
  const needed = neededVersion();
  const pinned = windows ? pinnedNode(locked) : `${bins}/node`;
  const version = pinned !== null && existsSync(pinned) ? versionOf(resolve(pinned)) : null;
  if (version !== null && atLeast(version, needed)) return;
  if (!windows && atLeast(process.versions.node, needed)) {
    link(process.execPath, `${bins}/node`);
    return;
  }
  const found = version === null ? "doesn't start here" : `is only ${version}`;
  throw new SetupError(
    `The Node that the lock file pins ${found} (${process.platform} ${process.arch}), and the system's ${process.versions.node} can't run TypeScript. Install Node ${needed.join('.')} or newer and run this again.`,
  );
}

const isReady = (locked) =>
  missingPackages(locked).length === 0 &&
  (windows || (existsSync(`${bins}/node`) && linksTo(`${bins}/quorate`, '../../bin/quorate.mjs')));

const causes = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/,
    'The package registry could not be reached. Check the network and, behind a proxy, "npm config get proxy" and "npm config get registry"; then run this again.',
  ],
  [
    /CERT|certificate/,
    'The package registry\'s certificate is not trusted. Behind a proxy, name its certificate in NODE_EXTRA_CA_CERTS or with "npm config set cafile".',
  ],
  [
    /Exit handler never called/,
    'npm 10 says so when its downloads fail: mostly the network, or a proxy whose certificate Node does not trust (NODE_EXTRA_CA_CERTS). The log named above has the cause.',
  ],
  [
    /\bE40[13]\b/,
    'The package registry refused access. Check "npm config get registry" and its login.',
  ],
  [
    /\bE404\b|ETARGET/,
    'The registry that npm is set to lacks a locked package. Check "npm config get registry".',
  ],
  [
    /EUSAGE/,
    'package.json and package-lock.json disagree. After a change of dependencies run "npm install --ignore-scripts" and commit both.',
  ],
  [/EINTEGRITY/, 'A downloaded package is not the locked one. Try "npm cache verify".'],
  [/ENOSPC/, 'The disk is full: about 600 MB are needed.'],
  [
    /EACCES|EPERM/,
    `A file may not be written. Check who owns ${root} and the npm cache ("npm config get cache").`,
  ],
];

/** Runs `npm ci`, its messages on stderr; `keep` gets the child, so that a signal reaches it. */
function npmCi(path, keep) {
  const flags = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--engine-strict=false',
  ];
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((done, fail) => {
    const child = spawn('npm', ['ci', ...flags, ...quiet], {
      stdio: ['ignore', process.stderr, 'pipe'],
      env: { ...process.env, PATH: path },
      shell: windows,
    });
    keep(child);
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      process.stderr.write(chunk);
    });
    child.on('error', (cause) =>
      fail(
        new SetupError(
          cause.code === 'ENOENT'
            ? 'npm was not found on PATH. It comes with Node: install Node 20 or newer with npm, and run this again.'
            : `npm could not be started: ${cause.message}.`,
        ),
      ),
    );
    child.on('close', (status, signal) => {
      if (status === 0) return done();
      const cause = causes.find(([pattern]) => pattern.test(said));
      const ended = signal === null ? `failed with status ${status}` : `was ended by ${signal}`;
      return fail(
        new SetupError(`npm ci ${ended}. ${cause?.[1] ?? 'Its own message stands above.'}`),
      );
    });
  });
}

/** Installs what the lock file says, a second time with the pinned Node if something is left out. */
async function install(locked, keep) {
  process.stderr.write('Installing the locked packages (once per clone) ...\n');
  await npmCi(process.env.PATH, keep);
  linkCommands(locked);
  if (missingPackages(locked).length === 0) return;
  // npm drops an optional package silently when its download fails or the system's Node is too old.
  await npmCi([resolve(bins), process.env.PATH].join(delimiter), keep);
  linkCommands(locked);
  const missing = missingPackages(locked);
  if (missing.length === 0) return;
  throw new SetupError(
    `npm ci ended well but left out ${missing.map((path) => path.replace('node_modules/', '')).join(', ')}. The registry may lack them: check "npm config get registry", then run this again.`,
  );
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === 'EPERM';
  }
}

/** The owner of the lock, or null if there is none or it is gone. */
function liveOwner() {
  try {
    const owner = readJson(lockFile);
    if (Date.now() - statSync(lockFile).mtimeMs > abandonedAfter) return null;
    if (owner.host !== hostname()) return owner;
    return owner.pids.some(isAlive) ? owner : null;
  } catch {
    return null;
  }
}

/** Takes the lock if it is free or abandoned. The file appears whole: it is linked, not written. */
function takeLock() {
  const mine = `${lockFile}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ host: hostname(), pids: [process.pid] }));
  try {
    if (existsSync(lockFile) && liveOwner() === null) rmSync(lockFile, { force: true });
    linkSync(mine, lockFile);
    return true;
  } catch (cause) {
    if (cause.code === 'EEXIST') return false;
    throw cause;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Runs `work` while no other set-up of this checkout does; a signal ends npm first. */
async function alone(work) {
  mkdirSync('.quorate', { recursive: true });
  let told = false;
  while (!takeLock()) {
    if (!told) process.stderr.write('Another set-up of this checkout is running; waiting ...\n');
    told = true;
    await pause(200);
  }
  let npm = null;
  let ended = null;
  const onSignal = (signal) => {
    ended = signal;
    npm?.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, onSignal);
  const beat = setInterval(() => utimesSync(lockFile, new Date(), new Date()), 1000);
  try {
    return await work((child) => {
      npm = child;
      if (child.pid === undefined) return;
      writeFileSync(lockFile, JSON.stringify({ host: hostname(), pids: [process.pid, child.pid] }));
    });
  } catch (cause) {
    if (ended !== null) process.exitCode = 128 + constants.signals[ended];
    throw cause;
  } finally {
    clearInterval(beat);
    rmSync(lockFile, { force: true });
  }
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < oldestSystemNode) {
    throw new SetupError(
      `Node ${oldestSystemNode} or newer is needed to set up; this is ${process.versions.node} (${process.execPath}). The newer Node that the project itself runs on is then installed with its packages.`,
    );
  }
  process.chdir(root);
  const locked = lockedPackages();
  if (!isReady(locked)) {
    await alone(async (keep) => {
      linkCommands(locked);
      // Whoever held the lock before may have done it all.
      if (!isReady(locked)) await install(locked, keep);
    });
  }
  checkNode(locked);
}

try {
  await main();
} catch (cause) {
  process.exitCode ??= 1;
  if (!(cause instanceof SetupError)) throw cause;
  process.stderr.write(`\nSet-up failed. ${cause.message}\n`);
}
