// The audit, newest first, a page at a time; words are looked for in what was read, and further back as long as few were found.

const pageSize = 200, searchSize = 1000, enough = 50, mostPages = 10, mostRows = 500;
let entries = [], after = null, reading = 0;

const auditQuery = (limit = pageSize) => {
  const query = new URLSearchParams({ limit });
  if (byId('audit-cluster').value) query.set('cluster', byId('audit-cluster').value);
  if (byId('audit-before').value) query.set('to', startOfDay(new Date(`${byId('audit-before').value}T12:00`), 1).toISOString());
  return query;
};

// From the newest on. A later call overtakes an earlier one.
async function readAudit() {
  const turn = ++reading;
  const page = await call(`actions?${auditQuery()}`);
  if (turn !== reading) return;
  const newest = JSON.stringify(page.actions[0]);
  // What was read further back stays on the page when nothing is new.
  if (entries.length > page.actions.length && JSON.stringify(entries[0]) === newest && readAudit.query === String(auditQuery())) return;
  readAudit.query = String(auditQuery());
  [entries, after] = [page.actions, page.after];
  await searchOn(turn);
}

async function readOlder() {
  const turn = ++reading;
  await readPage(turn);
  await searchOn(turn);
}

async function readPage(turn, limit) {
  const query = auditQuery(limit);
  query.set('after', after);
  const page = await call(`actions?${query}`);
  if (turn !== reading) return;
  entries = entries.concat(page.actions);
  after = page.after;
}

async function searchOn(turn) {
  showAudit();
  for (let pages = 0; byId('audit-text').value && after && matches().length < enough && pages < mostPages && turn === reading; pages++) {
    say(byId('audit-state'), entries.length ? `searching, back to ${when(new Date(entries.at(-1).at))} so far…` : 'searching…');
    await readPage(turn, searchSize);
    showAudit();
  }
}

const outcomes = { intent: 'under way', accepted: 'accepted', failed: 'failed', uncertain: 'answer lost', refused: 'refused', dryRun: 'dry run' };

// The intent of a call says nothing more once its result is there.
function matches() {
  const words = byId('audit-text').value.toLowerCase().split(/\s+/).filter(Boolean);
  const ended = new Set();
  return entries.filter(entry => {
    const call = `${entry.runId} ${entry.clusterId} ${entry.kind}`;
    if (entry.step === 'intent' && ended.has(call)) return false;
    if (entry.step) ended.add(call);
    entry.text ??= [entry.clusterName, entry.clusterId, spaced(entry.kind), entry.message, entry.rule, entry.by, entry.answer, entry.runId, entry.trigger, outcomes[entry.step]].join(' ').toLowerCase();
    return words.every(w => entry.text.includes(w));
  });
}

function showAudit() {
  const found = matches(), now = Date.now();
  byId('audit-rows').replaceChildren(...found.slice(0, mostRows).map(entry => make('tr', {},
    make('td', {}, make('time', { datetime: entry.at, title: entry.at }, when(new Date(entry.at), now))),
    make('td', {}, entry.clusterName ?? (entry.clusterId || 'account')),
    make('td', {}, spaced(entry.kind)),
    make('td', {}, entry.message),
    make('td', { class: entry.step }, [outcomes[entry.step], entry.answer].filter(Boolean).join(': ') || (entry.by ?? '')))));
  const oldest = entries.length ? `, back to ${when(new Date(entries.at(-1).at), now)}` : '';
  say(byId('audit-state'), `${count(found.length, 'entry', 'entries')}${byId('audit-text').value ? ` of ${entries.length}` : ''}${oldest}${after ? '' : ', which is all'}${found.length > mostRows ? `; the first ${mostRows} are shown` : ''}.`);
  byId('audit-more').hidden = !after;
}

function showAuditClusters() {
  const select = byId('audit-cluster');
  const ids = fleet.map(c => c.id).join();
  if (select.dataset.ids === ids) return;
  select.dataset.ids = ids;
  const chosen = select.value;
  select.replaceChildren(make('option', { value: '' }, 'all'), ...[...fleet].sort((a, b) => a.name.localeCompare(b.name))
    .map(c => make('option', { value: c.id, selected: c.id === chosen }, c.name)));
}

function showHistory(cluster) {
  byId('audit-cluster').value = cluster.id;
  guard(readAudit)();
  byId('audit').focus();
  byId('audit').scrollIntoView({ block: 'start' });
}

byId('audit-more').addEventListener('click', () => guard(readOlder)());
byId('audit-cluster').addEventListener('change', () => guard(readAudit)());
byId('audit-before').addEventListener('change', () => guard(readAudit)());
byId('audit-text').addEventListener('input', () => guard(() => searchOn(++reading))());
