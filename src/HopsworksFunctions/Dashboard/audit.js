// The audit log, newest first, one page at a time. A search covers the loaded entries, and loads older ones while it has few matches.

const pageSize = 200, searchSize = 1000, enough = 50, mostPages = 10, mostRows = 500;
let entries = [], after = null, reading = 0;

const auditQuery = (limit = pageSize) => {
  const query = new URLSearchParams({ limit }), { value: until } = byId('audit-before');
  if (byId('audit-cluster').value) query.set('cluster', byId('audit-cluster').value);
  if (until) query.set('to', startOfDay(fromField(`${until}T12:00`), 1).toISOString());
  return query;
};

// Reads the newest page. A later call replaces an earlier one.
async function readAudit() {
  const turn = ++reading;
  const page = await call(`actions?${auditQuery()}`);
  if (turn !== reading) return;
  const newest = JSON.stringify(page.actions[0]);
  // Older entries that were loaded stay on the page if nothing is new.
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
    const oldest = entries.at(-1);
    say(byId('audit-state'), oldest ? `Searching, back to ${when(new Date(oldest.at))} so far…` : 'Searching…');
    await readPage(turn, searchSize);
    showAudit();
  }
}

const outcomes = {
  intent: 'in progress', accepted: 'accepted', failed: 'failed', uncertain: 'outcome unknown', refused: 'refused', dryRun: 'dry run',
};

const happenings = {
  addWorkers: 'Restore workers', backup: 'Back up', backupEnded: 'Backup ended', deleteBackup: 'Delete backup', cameUp: 'Started',
  wentDown: 'Stopped', holdOver: 'Hold ended', warn: 'Stop warning', warnOver: 'Warning over', incidentOver: 'Resolved', vanished: 'Deleted',
};

// Leaves out the intent of a call if its result is there.
function joined(list) {
  const ended = new Set();
  return list.filter(entry => {
    const call = `${entry.runId} ${entry.clusterId} ${entry.kind}`;
    if (entry.step === 'intent' && ended.has(call)) return false;
    if (entry.step) ended.add(call);
    return true;
  });
}

function matches() {
  const words = byId('audit-text').value.toLowerCase().split(/\s+/).filter(Boolean);
  return joined(entries).filter(entry => {
    entry.text ??= [entry.clusterName, entry.clusterId, spaced(entry.kind), happenings[entry.kind], entry.message, who(entry), entry.rule,
      entry.answer, entry.runId, entry.trigger, outcomes[entry.step]].join(' ').toLowerCase();
    return words.every(w => entry.text.includes(w));
  });
}

// Returns the person, or the rule for which the app acted; empty if the app only observed something.
const who = entry => entry.by ?? (entry.cause === 'hand' ? 'manual' : entry.rule && entry.kind !== 'vanished' ? `rule ${entry.rule}` : '');

function auditCells(entry, now, withCluster) {
  const name = entry.clusterName ?? (entry.clusterId || 'account'), cluster = withCluster && fleet.find(c => c.id === entry.clusterId);
  return [
    make('td', { class: 'a-when' }, make('time', { datetime: entry.at, title: entry.at }, when(new Date(entry.at), now))),
    withCluster ? make('td', { class: 'a-cluster' }, cluster ? make('a', { href: linkTo(cluster) }, name) : name) : null,
    make('td', { class: 'a-what' }, happenings[entry.kind] ?? titled(entry.kind)),
    make('td', { class: 'a-who' }, who(entry)),
    make('td', { class: 'a-why' }, inZone(entry.message)),
    make('td', { class: `a-outcome ${entry.step ?? ''}` }, [outcomes[entry.step], entry.answer].filter(Boolean).join(': ')),
  ];
}

const auditLines = (list, withCluster) => list.slice(0, mostRows).map(entry => auditCells(entry, Date.now(), withCluster));

const clusterAudit = list => list.length === 0 ? quietly('Nothing was recorded yet.')
  : make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Entries' },
    table(['When', 'What', 'Who', 'Why', 'Outcome'], auditLines(list, false), 'plain audit'));

function showAudit() {
  const found = matches(), now = Date.now();
  whenChanged(byId('audit-rows'), [found.length, found[0], found.at(-1), dayAndZone(), byId('audit-text').value], () =>
    refill(byId('audit-rows'), auditLines(found, true).map(cells => make('tr', {}, cells))));
  const oldest = entries.length ? `, back to ${when(new Date(entries.at(-1).at), now)}` : '', all = after ? '' : ' All loaded.';
  const most = found.length > mostRows ? ` First ${mostRows} shown.` : '';
  const of = byId('audit-text').value ? ` of ${entries.length}` : '';
  say(byId('audit-state'), `${count(found.length, 'entry', 'entries')}${of}${oldest}.${all}${most}`);
  byId('audit-more').hidden = !after;
}

function showAuditClusters() {
  const select = byId('audit-cluster'), wanted = select.value || select.dataset.wanted || '';
  whenChanged(select, fleet.map(c => [c.id, c.name]), () => refill(select, make('option', { value: '' }, 'all'),
    [...fleet].sort(byName).map(c => make('option', { value: c.id, selected: c.id === wanted }, c.name))));
}

const historyOf = cluster => `#/history?${new URLSearchParams({ cluster: cluster.id })}`;

byId('audit-more').addEventListener('click', () => guard(readOlder)());
byId('audit-cluster').addEventListener('change', () => { rememberView(); guard(readAudit)(); });
byId('audit-before').addEventListener('change', () => guard(readAudit)());
byId('audit-text').addEventListener('input', () => { rememberView(); guard(() => searchOn(++reading))(); });
