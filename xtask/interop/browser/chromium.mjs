// Chromium without a window, that talks to loopback and to nobody else, and does not outlive the player.

import { mkdtemp } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

/** Milliseconds that it is given to end by itself. */
const TO_END = 5_000;

/** No name is resolved, so even what Chromium asks for by itself goes nowhere. */
const LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1";

/** Starts it. Commands go through a pipe, and Chromium ends when the pipe does, however the player ended. */
export async function start(executablePath) {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-domain-reliability"];
  return puppeteer.launch({
    executablePath,
    headless: true,
    pipe: true,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    userDataDir: await mkdtemp(join(homedir(), "chromium-")),
    args: [LOOPBACK_ONLY, ...quiet, "--no-first-run", "--no-proxy-server", ...sandbox()],
  });
}

/** Ends it, and whatever it has started: they are one group of processes. */
export async function end(browser) {
  const running = browser.process();
  const ended = running.exitCode ?? running.signalCode ?? new Promise((resolve) => running.once("exit", resolve));
  const timer = setTimeout(() => running.kill("SIGKILL"), TO_END);
  // It may be gone already, and then there is nobody to ask.
  await browser.close().catch((error) => console.error("chromium:", error));
  await ended;
  clearTimeout(timer);
  try {
    process.kill(-running.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Chromium does not start as root with its sandbox. */
function sandbox() {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
