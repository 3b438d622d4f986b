// The function key, which is kept only for this tab, and the app's HTTP functions.

const slot = 'hopsworks-functions-key';
const base = location.pathname.replace(/dashboard\/?$/, '');

function takeKeyFromAddress() {
  const key = new URLSearchParams(location.search).get('code') ?? new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return false;
  sessionStorage.setItem(slot, key);
  // A link to one of the pages still opens that page.
  history.replaceState(null, '', `${pageAddress()}${location.hash.startsWith('#/') ? location.hash : ''}`);
  return true;
}

const key = {
  get: () => sessionStorage.getItem(slot),
  set: value => sessionStorage.setItem(slot, value),
  forget: () => sessionStorage.removeItem(slot),
};

// An error answer, in the app's own words.
class Refused extends Error {
  constructor(status, title, detail) {
    super(detail ? `${title}: ${detail}` : title);
    this.status = status;
  }
}

async function call(path, method = 'GET', body = undefined) {
  const answer = await fetch(base + ofAccount(path), {
    method,
    headers: { 'x-functions-key': key.get() ?? '', ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
    cache: 'no-store',
  });
  const text = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '') && text ? JSON.parse(text) : null;
  if (answer.ok) return json;
  const refused = new Refused(answer.status, json?.title ?? `The app answered ${answer.status}`, json?.detail);
  refused.answer = json;
  throw refused;
}

// Requests optional data. Returns null if it is not available now, and `none` if the app does not know the requested object.
async function callOrNull(path, none = null) {
  try {
    return await call(path);
  } catch (e) {
    if (e instanceof Refused && e.status !== 401) return e.status === 404 ? none : null;
    throw e;
  }
}

// Reads all pages of a part. Returns null if the first page is not available, and leaves out later pages that are not.
async function callWhole(path, part = 'clusters') {
  const all = await callOrNull(path);
  for (let page = all; page?.after; all[part].push(...page?.[part] ?? [])) page = await callOrNull(`${path}&after=${page.after}`);
  return all;
}
