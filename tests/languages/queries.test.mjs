import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@kusto/language-service-next/bridge.min.js';
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
import { files } from './files.mjs';
import { tables } from './tables.mjs';

const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;
const known = Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(`(${columns})`).WithName(name));
const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor('insights', known));

/** What Azure Monitor would say against a query. */
function complaints(query) {
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, i) => found.getItem(i).Message);
}

/** Those in blocks, one on each line, and those within a line. */
function queriesOf(page) {
  const blocks = [...page.matchAll(/^```kusto\n(.*?)^```/gms)].flatMap(([, block]) => block.split('\n').filter(Boolean));
  const inline = [...page.matchAll(new RegExp(`\`((?:${Object.keys(tables).join('|')}) \\|[^\`]*)\``, 'g'))].map(([, query]) => query);
  return [...blocks, ...inline];
}

for (const { path, text } of [...files('infra/alerts', '.kql'), ...files('infra/queries', '.kql')])
  // The workbook puts the value of its parameter in place of the name.
  test(`${path} is a query`, () => assert.deepEqual(complaints(text.replaceAll('{Cluster}', 'dev-1')), []));

const pages = files('docs', '.md').flatMap(({ path, text }) => queriesOf(text).map((query) => ({ path, query })));
for (const { path, query } of pages) test(`${path}: ${query}`, () => assert.deepEqual(complaints(query), []));

test('pages have queries', () => assert.ok(pages.length > 3));

for (const wrong of ['traces | where mesage has "x"', 'request | count', 'traces | summarise count()', 'traces | where isempty()'])
  test(`is no query: ${wrong}`, () => assert.notDeepEqual(complaints(wrong), []));
