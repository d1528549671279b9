// The only door to Vitrine on this computer: one connection, its questions answered in their order.

export const api = globalThis.browser ?? globalThis.chrome;

const NAME = "org.vitrine.browser";
// A program that nobody asks anything need not run.
const IDLE_MILLISECONDS = 5 * 60 * 1000;

let port = null;
let waiting = [];
let idle;

// What Vitrine answers; null where it cannot be reached.
export function ask(question) {
  return new Promise((resolve) => {
    try {
      port ??= connected();
      port.postMessage(question);
      waiting.push(resolve);
    } catch {
      resolve(null);
      return;
    }
    clearTimeout(idle);
    idle = setTimeout(hangUp, IDLE_MILLISECONDS);
  });
}

function connected() {
  const made = api.runtime.connectNative(NAME);
  made.onMessage.addListener((answer) => waiting.shift()?.(answer));
  made.onDisconnect.addListener(() => {
    // Read, or the browser calls it an error that nobody looked at.
    void api.runtime.lastError;
    if (port === made) forget();
  });
  return made;
}

function hangUp() {
  if (waiting.length === 0) {
    port?.disconnect();
    forget();
  }
}

function forget() {
  const left = waiting;
  port = null;
  waiting = [];
  for (const resolve of left) resolve(null);
}
