// In the top frame of a listed payment site: hands the page what Vitrine tells it, and nothing where Vitrine is silent.
//
// The page gets the event "vitrine-payment" on its document; its `detail` is the exact text that Vitrine shows and keeps.
// A page that began to listen too late may dispatch "vitrine-payment-ask", and is given the same text again.

const api = globalThis.browser ?? globalThis.chrome;

let facts = null;

function hand() {
  document.dispatchEvent(new CustomEvent("vitrine-payment", { detail: facts }));
}

async function tell() {
  facts = await api.runtime.sendMessage("tell");
  if (facts) hand();
}

async function again() {
  if (facts && (await api.runtime.sendMessage("again"))) hand();
}

document.addEventListener("vitrine-payment-ask", again);
// A page that the browser loads in advance was not opened by anybody yet.
if (document.prerendering) document.addEventListener("prerenderingchange", tell, { once: true });
else tell();
