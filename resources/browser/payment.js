// In the top frame of a listed payment site: hands the page what Vitrine tells it, and nothing where Vitrine is silent.
//
// The page gets the event "vitrine-payment" on its document; its `detail` is the exact text that Vitrine shows and keeps.
// A page that began to listen too late may dispatch "vitrine-payment-ask": Vitrine decides and records that anew.

const api = globalThis.browser ?? globalThis.chrome;

async function tell() {
  const facts = await api.runtime.sendMessage("tell");
  if (facts) document.dispatchEvent(new CustomEvent("vitrine-payment", { detail: facts }));
}

function begin() {
  document.addEventListener("vitrine-payment-ask", tell);
  return tell();
}

// A page that the browser loads in advance was not opened by anybody yet.
if (document.prerendering) document.addEventListener("prerenderingchange", begin, { once: true });
else begin();
