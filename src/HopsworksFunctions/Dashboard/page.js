// What the page reads, and how often; all else shows it.

const every = 15_000, everyRarely = 5 * minute, soonFor = minute, soonEvery = 3_000;
let timer = null, soonUntil = 0, rarelyAt = 0, seenAt = 0;

async function refresh() {
  clearTimeout(timer);
  if (document.hidden || !key.get()) return;
  try {
    await readAll();
    seenAt = Date.now();
    say(byId('trouble'), '');
    byId('trouble').hidden = true;
  } catch (e) {
    trouble(e);
  }
  if (!key.get()) return;
  say(byId('freshness'), seenAt ? `as of ${new Date(seenAt).toLocaleTimeString('en-GB')}` : '');
  clearTimeout(timer);
  timer = setTimeout(refresh, Date.now() < soonUntil ? soonEvery : every);
}

async function readAll() {
  const now = Date.now(), { from, to } = week(now);
  const [report, timeline, runs] = await Promise.all([
    call('clusters'),
    wholeTimeline(`timeline?${new URLSearchParams({ from: from.toISOString(), to: to.toISOString() })}`),
    call('runs?limit=1'),
  ]);
  unlock();
  schedules = timeline?.schedules ?? {};
  const past = new Map(timeline?.clusters.map(c => [c.id, c]));
  showFleet(report.clusters.map(c => ({ ...c, schedule: past.get(c.id)?.schedule ?? c.schedule, up: past.get(c.id)?.up, holds: past.get(c.id)?.holds })));
  drawDays(byId('days').firstElementChild, week(now));
  byId('legend').hidden = false;
  showAuditClusters();
  showOverview(report, runs.runs[0]);
  showIncidents(report);
  await readAudit();
  if (now >= rarelyAt) {
    rarelyAt = now + everyRarely;
    showSavings(await callOrNull(savingsPath()));
  }
}

// With all pages of its clusters; what a page lacks is shown without its past.
async function wholeTimeline(path) {
  const all = await callOrNull(path);
  for (let page = all; page?.after; all.clusters.push(...page?.clusters ?? []))
    page = await callOrNull(`${path}&after=${page.after}`);
  return all;
}

// After something was asked for its effect is shown as it comes.
async function refreshSoon() {
  soonUntil = Date.now() + soonFor;
  await refresh();
}

function showOverview(report, run) {
  say(byId('account'), report.account === 'emulated' ? 'an emulated fleet: nothing here is real' : report.account === 'default' ? '' : report.account);
  const of = kind => fleet.filter(c => kindOf(c) === kind).length;
  say(byId('counts'), `${count(fleet.length, 'cluster')}: ${of('up')} up, ${of('down')} down${of('changing') ? `, ${of('changing')} changing` : ''}${of('bad') ? `, ${of('bad')} in error` : ''}`);
  const coming = fleet.filter(c => c.next).sort((a, b) => a.next.at.localeCompare(b.next.at));
  const at = coming.length ? new Date(coming[0].next.at) : null;
  const first = to => coming.filter(c => c.next.at === coming[0].next.at && c.next.to === to).length;
  const what = at ? [[first('down'), 'stop'], [first('up'), 'start']].filter(([n]) => n > 0).map(([n, word]) => count(n, word)).join(' and ') : '';
  say(byId('upcoming'), at ? `Next: ${what} ${when(at)}, ${fromNow(at)}` : '');
  say(byId('last-run'), run ? `Last run ${when(new Date(run.finishedAt))}, ${run.outcome}: ${count(run.counts.stops, 'stop')}, ${count(run.counts.starts, 'start')}${run.error ? ` – ${run.error}` : ''}` : 'No run yet');
}

const blocked = () => fleet.filter(c => c.reason === 'limitReached');

function showIncidents(report) {
  const names = new Map(fleet.map(c => [c.id, c.name]));
  const open = report.incidents ?? report.notices.filter(n => !n.over && n.kind !== 'warn');
  const section = byId('incidents');
  section.hidden = open.length === 0;
  const shown = JSON.stringify([open, blocked().map(c => c.id)]);
  if (section.dataset.shown === shown) return;
  section.dataset.shown = shown;
  section.querySelector('ul').replaceChildren(...open.map(incident => make('li', {},
    make('strong', {}, titled(incident.kind)),
    make('span', {}, [names.get(incident.clusterId), incident.message].filter((text, i) => i === 1 || text && !incident.message.startsWith(text)).join(': ')),
    incident.since ? make('time', { datetime: incident.since }, `since ${when(new Date(incident.since))}`) : null,
    incident.kind === 'limit' && blocked().length > 0 ? make('button', { type: 'button', onclick: () => askAllowStops(blocked()) }, 'Allow once…') : null)));
}

function trouble(e) {
  if (e instanceof Refused && e.status === 401) return lock('The app refuses the key. It may have been renewed.');
  unlock();
  byId('trouble').textContent = e instanceof Refused ? e.message : `The app cannot be reached; trying again.${seenAt ? ' What you see is older.' : ''}`;
  byId('trouble').hidden = false;
  if (!(e instanceof Refused || e instanceof TypeError)) throw e;
}

function lock(why) {
  key.forget();
  say(byId('locked-why'), why);
  toggle(true);
  byId('key').value = '';
  byId('key').focus();
}

const unlock = () => toggle(false);

function toggle(isLocked) {
  byId('locked').hidden = !isLocked;
  byId('content').hidden = isLocked;
  byId('run-now').hidden = byId('forget-key').hidden = isLocked;
}

const guard = read => async () => { try { await read(); } catch (e) { trouble(e); } };

byId('key-form').addEventListener('submit', e => {
  e.preventDefault();
  key.set(byId('key').value.trim());
  rarelyAt = 0;
  refresh();
});
byId('forget-key').addEventListener('click', () => lock('The key is forgotten.'));
byId('run-now').addEventListener('click', askRun);
document.addEventListener('visibilitychange', refresh);
window.addEventListener('hashchange', () => { takeKeyFromAddress(); refresh(); });

say(byId('zone'), `Times are yours (${zone}); sentences use each schedule’s own zone.`);
takeKeyFromAddress();
if (key.get()) refresh();
else lock('This page shows and changes your fleet, so it asks for the key first.');
