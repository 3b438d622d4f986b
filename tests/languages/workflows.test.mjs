import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { files } from './files.mjs';

register('./json.mjs', import.meta.url);
const { validate } = await import('@actions/languageservice/validate');

const workflows = files('.github/workflows', '.yml');

let asked = 0;

/** What GitHub would say against a workflow. The service remembers what it parsed by address: each text has one of its own. */
const complaints = async (text) =>
  (await validate(TextDocument.create(`file:///${++asked}.yml`, 'github-actions', 0, text))).map(({ message }) => message);

for (const { path, text } of workflows) test(`${path} is a workflow`, async () => assert.deepEqual(await complaints(text), []));

for (const [right, wrong] of [
  ['inputs.environment }}', 'inputs.enviroment }}'],
  ['id-token: write', 'id-tokn: write'],
  ['timeout-minutes', 'timeout-minuts'],
])
  test(`is no workflow: ${wrong}`, async () => {
    const { text } = workflows.find(({ path }) => path.endsWith('/deploy.yml'));
    assert.ok(text.includes(right));
    assert.notDeepEqual(await complaints(text.replace(right, wrong)), []);
  });
