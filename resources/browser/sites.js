// In which pages the content script runs: those of listed sites that the user has let this browser tell.

import { api } from "./host.js";

const ID = "payment";

export const pages = (host) => `https://${host}/*`;

export const isAllowed = (host) => api.permissions.contains({ origins: [pages(host)] });

// One at a time, also when the popup and the background want to: each replaces what the other made.
export function register(sites) {
  return navigator.locks.request(ID, async () => {
    // In the protected browser some are there from the start: it opens its first page at once.
    const fixed = (api.runtime.getManifest().content_scripts ?? []).flatMap((each) => each.matches);
    const hosts = sites.map((site) => site.host).filter((host) => !fixed.includes(pages(host)));
    const allowed = await Promise.all(hosts.map(isAllowed));
    const matches = hosts.filter((_, at) => allowed[at]).map(pages);
    const registered = await api.scripting.getRegisteredContentScripts({ ids: [ID] });
    if (registered.length > 0) await api.scripting.unregisterContentScripts({ ids: [ID] });
    if (matches.length > 0) {
      await api.scripting.registerContentScripts([
        { id: ID, js: ["payment.js"], matches, allFrames: false, runAt: "document_end", persistAcrossSessions: true },
      ]);
    }
  });
}
