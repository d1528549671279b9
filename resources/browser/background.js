// Answers the content script of a listed site, and hands on which servers the user goes to where that is switched on.
// Vitrine decides both, at each question; nothing is kept here.

import { api, ask } from "./host.js";
import { register } from "./sites.js";

const QUESTIONS = {
  // The exact text that the page is to be given, already in Vitrine's record; null where there is none.
  tell: async (url) => (await ask({ ask: "payment", url: reduced(url) }))?.facts ?? null,
};

// Never more of an address than where its server is; the path only by the user's second choice.
function reduced(url, withPath = false) {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${withPath ? pathname : ""}`;
}

function answer(question, sender, respond) {
  const isTopOfPage = sender.id === api.runtime.id && sender.frameId === 0 && sender.tab && !sender.tab.incognito;
  const isKnown = isTopOfPage && sender.url?.startsWith("https://") && Object.hasOwn(QUESTIONS, question);
  if (isKnown) QUESTIONS[question](sender.url).then(respond);
  else respond(null);
  return Boolean(isKnown);
}

async function visited({ frameId, tabId, url, documentLifecycle = "active" }) {
  if (frameId !== 0 || documentLifecycle !== "active" || !url.startsWith("https://")) return;
  const state = await ask({ ask: "state" });
  if (!state?.web_request.on) return;
  const tab = await api.tabs.get(tabId).catch(() => null);
  if (tab === null || tab.incognito) return;
  await ask({ ask: "web_request", url: reduced(url, state.paths), private: tab.incognito });
}

function watch() {
  const committed = api.webNavigation?.onCommitted;
  if (committed && !committed.hasListener(visited)) committed.addListener(visited, { url: [{ schemes: ["https"] }] });
}

async function update() {
  const state = await ask({ ask: "state" });
  if (state?.sites) await register(state.sites);
}

api.runtime.onMessage.addListener(answer);
api.runtime.onInstalled.addListener(update);
api.runtime.onStartup.addListener(update);
api.permissions.onRemoved.addListener(update);
api.permissions.onAdded.addListener(() => {
  watch();
  return update();
});
watch();
