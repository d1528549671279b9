// What is on, what this page is, and the list of payment sites. Everything is asked of Vitrine; nothing is kept here.

import { api, ask } from "./host.js";
import { isAllowed, pages, register } from "./sites.js";

const WATCHING = { permissions: ["webNavigation"] };
const NOT_REACHED = "Vitrine does not answer this browser. To connect them, in a terminal:";
const OFF = {
  open: "You have not decided on the agreement yet.",
  declined: "You declined the agreement.",
  withdrawn: "You withdrew the agreement.",
  paused: "All sending is paused.",
  changed: "What you agreed to has changed since: look again in Vitrine.",
  off: "Switched off in Vitrine.",
  unread: "Vitrine’s record cannot be read, so nothing is told.",
};

const find = (id) => document.getElementById(id);

let here = null;

async function show(state) {
  document.body.ariaBusy = "true";
  await fill(state);
  document.body.ariaBusy = "false";
}

async function fill(state) {
  const isState = state?.answer === "state";
  find("problem").hidden = isState;
  find("problem-words").textContent = state?.why ?? NOT_REACHED;
  find("problem-command").hidden = Boolean(state?.why);
  if (!isState) return;
  find("connected").hidden = false;
  find("product").textContent = state.product;
  find("mode").hidden = state.mode !== "safe";
  const allowed = new Map();
  for (const { host } of state.sites) allowed.set(host, await isAllowed(host));
  showPage(state, allowed);
  await showGroups(state);
  showSites(state, allowed);
  await register(state.sites);
}

function showPage(state, allowed) {
  const listed = state.sites.some((site) => site.host === here);
  find("page-host").textContent = here ?? "";
  find("page-host").hidden = here === null;
  if (here === null) {
    offer("page", "Only a page whose address begins with https:// can be a payment site.");
  } else if (!listed) {
    offer("page", "Not a payment site: it is told nothing.", "Add as a payment site", () => add(here));
  } else if (!allowed.get(here)) {
    offer("page", "A payment site. Your browser does not let Vitrine tell it yet.", "Allow", () => allow([here]));
  } else {
    offer("page", state.payment.on ? "A payment site: it is told when you open it." : "A payment site. Nothing is told now.");
  }
}

async function showGroups(state) {
  say("payment", state.payment, `${state.product} is named to the payment sites below when you open them.`);
  say("web_request", state.web_request, `The https servers you go to are told to ${state.vendor}. Private windows never.`);
  const isWatching = await api.permissions.contains(WATCHING);
  const button = find("notice-act");
  button.hidden = !(state.web_request.on || isWatching);
  button.textContent = isWatching ? "Stop noticing addresses in this browser" : "Let this browser notice addresses";
  button.onclick = () => then(isWatching ? api.permissions.remove(WATCHING) : api.permissions.request(WATCHING));
  if (state.web_request.on && !isWatching) {
    find("web_request-words").textContent += " This browser does not notice them yet.";
  }
}

function say(key, group, words) {
  const pill = find(`${key}-pill`);
  pill.textContent = group.on ? "on" : "off";
  pill.classList.toggle("on", group.on);
  find(`${key}-words`).textContent = group.on ? words : OFF[group.why];
}

function showSites(state, allowed) {
  const rows = state.sites.map(({ host }) => {
    const row = find("site").content.cloneNode(true);
    row.querySelector(".host").textContent = host;
    row.querySelector(".allow").hidden = allowed.get(host);
    row.querySelector(".allow").setAttribute("aria-label", `Allow ${host} to be told`);
    row.querySelector(".allow").onclick = () => allow([host]);
    row.querySelector(".remove").setAttribute("aria-label", `Take ${host} off the list`);
    row.querySelector(".remove").onclick = () => remove(host);
    return row;
  });
  find("sites").replaceChildren(...rows);
  find("sites-none").hidden = rows.length > 0;
}

function offer(key, words, label = "", act = null) {
  find(`${key}-words`).textContent = words;
  find(`${key}-act`).hidden = act === null;
  find(`${key}-act`).textContent = label;
  find(`${key}-act`).onclick = act;
}

// The browser asks the user; that may close this popup, so whatever else is to be done is begun before.
function add(host) {
  const answered = ask({ ask: "add_site", host });
  allow([host]);
  answered.then(show);
}

function allow(hosts) {
  return then(api.permissions.request({ origins: hosts.map(pages) }));
}

async function remove(host) {
  await show(await ask({ ask: "remove_site", host }));
  await api.permissions.remove({ origins: [pages(host)] }).catch(() => false);
}

async function then(done) {
  await done.catch(() => false);
  await show(await ask({ ask: "state" }));
}

async function start() {
  const [tab] = await api.tabs.query({ active: true, currentWindow: true });
  here = tab?.url?.startsWith("https://") ? new URL(tab.url).hostname : null;
  await show(await ask({ ask: "state" }));
}

start();
