// The data that the page reads, and how often. The other files show it.

const every = 15_000, everyRarely = 5 * minute, soonFor = minute, soonEvery = 3_000;
let timer = null, soonUntil = 0, rarelyAt = 0, seenAt = 0;

async function refresh() {
  clearTimeout(timer);
  if (document.hidden || !key.get()) return;
  try {
    // This also happens if the account itself cannot be read, so that people find the others.
    if (account && !accounts) await guard(readAccounts)();
    await readAll().catch(async e => {
      await chooseAccount(e);
      await readAll();
    });
    seenAt = Date.now();
    say(byId('trouble'), '');
    byId('trouble').hidden = true;
    showFreshness();
  } catch (e) {
    trouble(e);
  }
  if (!key.get()) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, Date.now() < soonUntil ? soonEvery : every);
}

async function readAll() {
  // The range has whole UTC days, with one more on each side, because only the answer names the page's zone.
  const now = Date.now(), today = Math.floor(now / day) * day;
  const from = new Date(today - (daysBack + 1) * day), to = new Date(today + (daysAhead + 2) * day);
  const [listing, timeline, runs] = await Promise.all([
    call(`clusters?${zoneQuery()}`),
    // Clusters that are missing here are shown without their past.
    callWhole(`timeline?${new URLSearchParams({ from: from.toISOString(), to: to.toISOString() })}`),
    call('runs?limit=1'),
  ]);
  unlock();
  setZone(listing.timeZone);
  report = listing;
  lastRun = runs.runs[0];
  if (now >= rarelyAt) {
    rarelyAt = now + everyRarely;
    if (accounts) guard(readAccounts)();
    await readSavings();
    guard(readForecast)();
    guard(readCoverage)();
  }
  schedules = timeline?.schedules ?? {};
  const past = new Map(timeline?.clusters.map(c => [c.id, c]));
  fleet = report.clusters.map(c => {
    const known = past.get(c.id), saved = savedBy.get(c.id);
    return { ...c, schedule: c.schedule ?? known?.schedule, up: known?.up, holds: known?.holds, saved: saved ? worth(saved) : 0 };
  });
  byId('run-now').hidden = !may('run');
  showZone();
  showAuditClusters();
  showPage();
  const { page, word } = address(), cluster = page === 'cluster' && findCluster(word);
  if (page === 'history') await readAudit();
  if (!cluster) return;
  await Promise.all([readPast(cluster), readHeat(cluster), readAdvice(cluster)].map(async read => {
    await read;
    if (address().word === word) showCluster(word);
  }));
}

function showPage() {
  if (!report) return;
  const items = attention();
  const emulated = /^emulated\b|^emulated\d+$/.test(report.account);
  byId('account').hidden = accounts && !emulated;
  say(byId('account'), emulated ? 'Emulated clusters: nothing here is real' : report.account === 'default' ? '' : report.account);
  const { name, role } = report.access ?? {};
  byId('reader').hidden = !name;
  if (name) refill(byId('reader'), make('span', { class: 'label' }, 'Signed in as'), ' ', make('b', {}, name), ` (${role})`);
  say(byId('version'), `HopsworksFunctions ${report.version}`);
  showFrozen();
  showNow(items);
  showNext();
  showSavings();
  showAttention(items);
  showCoverage();
  showFleet(weekOf(Date.now()));
  const { page, word } = address();
  if (page === 'cluster') showCluster(word);
}

// Refreshes often for a while after a request, to show its effect.
async function refreshSoon() {
  soonUntil = Date.now() + soonFor;
  await refresh();
}

const showFreshness = () => say(byId('freshness'), seenAt ? clock(new Date(seenAt)) : '');

// Countdowns change only their text.
setInterval(() => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll('.in[data-at]')) say(element, fromNow(new Date(element.dataset.at)));
}, 10_000);

function trouble(e) {
  if (e instanceof Refused && e.status === 401) return lock('The function key was rejected. It may have been replaced.');
  unlock();
  const asOf = seenAt ? ` Data as of ${when(new Date(seenAt))}.` : '';
  byId('trouble').textContent = e instanceof Refused ? e.message : `Cannot reach the app. Retrying.${asOf}`;
  byId('trouble').hidden = false;
  if (!(e instanceof Refused || e instanceof TypeError)) throw e;
}

function lock(why) {
  key.forget();
  sessionStorage.removeItem(zoneSlot);
  sessionStorage.removeItem(bySlot);
  say(byId('locked-why'), why);
  toggle(true);
  byId('key').value = '';
  byId('key').focus();
}

const unlock = () => toggle(false);

function toggle(isLocked) {
  if (byId('locked').hidden === !isLocked && byId('content').hidden === isLocked) return;
  byId('locked').hidden = !isLocked;
  byId('content').hidden = byId('facts').hidden = byId('tools').hidden = isLocked;
}

const guard = read => async () => { try { await read(); } catch (e) { trouble(e); } };

byId('key-form').addEventListener('submit', e => {
  e.preventDefault();
  key.set(byId('key').value.trim());
  rarelyAt = 0;
  refresh();
});
byId('run-now').addEventListener('click', askRun);
byId('more').addEventListener('click', e => openMenu(e.currentTarget, [
  ['Keyboard', askHelp], ['Remove key', () => lock('Function key removed.')]]));
byId('skip').addEventListener('click', e => { e.preventDefault(); byId('fleet').focus(); byId('fleet').scrollIntoView(); });
document.addEventListener('visibilitychange', refresh);
window.addEventListener('hashchange', () => {
  const hadKey = takeKeyFromAddress();
  route();
  if (hadKey || address().page !== 'home') refresh();
});

setZone(null);
put(byId('legend'), ...legend().childNodes);
takeKeyFromAddress();
route();
if (key.get()) refresh();
else lock('Enter a function key to see and control your clusters.');
