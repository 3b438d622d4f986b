import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';

const folder = fileURLToPath(new URL('../../src/HopsworksFunctions/Dashboard/', import.meta.url));
// The scripts are in the same order as in the page.
const scripts = readFileSync(`${folder}DashboardPage.cs`, 'utf8').match(/Scripts =\s*\[([^\]]+)\]/)[1].match(/\w+/g);
const source = scripts.map((name) => readFileSync(`${folder}${name}.js`, 'utf8')).join('\n');

// This stands in for the page's elements, and accepts every use of them.
const anything = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => '' : name === Symbol.iterator ? () => [].values() : anything),
  apply: () => anything,
  construct: () => anything,
  set: () => true,
});

/** Runs the dashboard's scripts against an app. `answers` maps each address below /api/ to a status and a body. `now` is in milliseconds. */
const before = (answers, now = Date.now()) => {
  const asked = [];
  const context = createContext({
    document: anything, window: anything, history: anything, URLSearchParams, URL, setTimeout, clearTimeout, setInterval: () => 0, Intl,
    Date: class extends Date { static now = () => now; },
    location: { pathname: '/api/dashboard', search: '', hash: '' },
    sessionStorage: { getItem: () => null, setItem() {}, removeItem() {} },
    fetch: async (address) => {
      asked.push(address);
      const [status, body] = answers[address.replace('/api/', '')] ?? [404, {}];
      return { ok: status < 400, status, text: async () => JSON.stringify(body), headers: new Map([['content-type', 'application/json']]) };
    },
  });
  return { asked, ...runInContext(`${source}\n;({ callWhole, readSavings });`, context) };
};

const cluster = (id) => ({ id });
const ids = (timeline) => [...timeline.clusters].map(({ id }) => id);

test('a timeline of three pages is shown with the clusters of all', async () => {
  const { asked, callWhole } = before({
    'timeline?from=a': [200, { clusters: ['c-1', 'c-2'].map(cluster), after: '2' }],
    'timeline?from=a&after=2': [200, { clusters: ['c-3', 'c-4'].map(cluster), after: '4' }],
    'timeline?from=a&after=4': [200, { clusters: ['c-5'].map(cluster), after: null }],
  });
  assert.deepEqual(ids(await callWhole('timeline?from=a')), ['c-1', 'c-2', 'c-3', 'c-4', 'c-5']);
  assert.equal(asked.length, 3);
});

test('a page that cannot be had ends the timeline with what there is', async () => {
  const { callWhole } = before({
    'timeline?from=a': [200, { clusters: ['c-1'].map(cluster), after: '1' }],
    'timeline?from=a&after=1': [503, { title: 'down' }],
  });
  assert.deepEqual(ids(await callWhole('timeline?from=a')), ['c-1']);
});

test('a range with too many entries leaves the page without a past', async () => {
  const { callWhole } = before({ 'timeline?from=a': [400, { title: 'Invalid query parameter' }] });
  assert.equal(await callWhole('timeline?from=a'), null);
});

test('the month before is read up to the same point of the month, and not at its very start', async () => {
  const start = new Date(2026, 11, 1), earlier = new Date(2026, 10, 1);
  const askedAt = async (now) => {
    const { asked, readSavings } = before({}, now);
    await readSavings();
    return asked.map((address) => Object.fromEntries(new URL(address, 'http://app').searchParams));
  };
  assert.deepEqual(await askedAt(+start), [{ from: start.toISOString() }]);
  assert.deepEqual(await askedAt(+start + 1000), [
    { from: start.toISOString() },
    { from: earlier.toISOString(), to: new Date(+earlier + 1000).toISOString() },
  ]);
});
