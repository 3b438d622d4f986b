// The function key, kept for this tab only, and the app's HTTP functions.

const slot = 'hopsworks-functions-key';
const base = location.pathname.replace(/dashboard\/?$/, '');

function takeKeyFromAddress() {
  const key = new URLSearchParams(location.search).get('code') ?? new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return false;
  sessionStorage.setItem(slot, key);
  // A link to a page keeps its page.
  history.replaceState(null, '', `${pageAddress()}${location.hash.startsWith('#/') ? location.hash : ''}`);
  return true;
}

const key = {
  get: () => sessionStorage.getItem(slot),
  set: value => sessionStorage.setItem(slot, value),
  forget: () => sessionStorage.removeItem(slot),
};

// An answer that is no success, in the app's own words.
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

// What the page can do without: null when it cannot be had just now, `none` where the app knows nothing of what is asked for.
async function callOrNull(path, none = null) {
  try {
    return await call(path);
  } catch (e) {
    if (e instanceof Refused && e.status !== 401) return e.status === 404 ? none : null;
    throw e;
  }
}

// With all pages of a part; null when the first cannot be had, and without what a later page lacks.
async function callWhole(path, part = 'clusters') {
  const all = await callOrNull(path);
  for (let page = all; page?.after; all[part].push(...page?.[part] ?? [])) page = await callOrNull(`${path}&after=${page.after}`);
  return all;
}
