// A cluster's own page: what comes next and why, its week, its activity, advice, worker nodes, the durations of its starts, its savings,
// and its history.

let past = { id: null, entries: [], after: null, read: false };

async function readPast(cluster, older = false) {
  if (past.id !== cluster.id) past = { id: cluster.id, entries: [], after: null, read: false };
  const query = new URLSearchParams({ cluster: cluster.id, limit: 500, ...(older && { after: past.after }) });
  const page = await call(`actions?${query}`);
  if (past.id !== cluster.id) return;
  if (older) past = { ...past, entries: past.entries.concat(page.actions), after: page.after };
  else if (past.entries.length <= 500 || JSON.stringify(past.entries[0]) !== JSON.stringify(page.actions[0]))
    past = { ...past, entries: page.actions, after: page.after };
  past.read = true;
}

function showCluster(word) {
  const page = byId('one'), cluster = report && findCluster(word);
  if (!report) return;
  if (!cluster) return whenChanged(page, ['none', word], () => refill(page, back(),
    make('h2', { tabindex: -1 }, `No cluster is named ${word}`),
    paragraph('It was deleted or renamed in Hopsworks.ai, or the app’s API key has no access to it.')));
  const known = past.id === cluster.id ? past : { entries: [], read: false };
  const now = Date.now(), { up, holds, ...decided } = cluster;
  const seen = [known.read, known.entries[0], known.entries.length, up, holds, heat.of, heat.at, advised.id, advised.at];
  whenChanged(page, [decided, savedBy.get(cluster.id), seen, Math.floor(now / minute), dayAndZone()], () => {
    const stops = () => [...page.querySelectorAll('a, button, summary, [tabindex]')], focused = stops().indexOf(document.activeElement);
    refill(page, back(), heading(cluster), clusterSentence(cluster),
      panel('week', 'This week', make('div', { class: 'bigweek' }, dayHeads(weekOf(now)),
        drawStrip(cluster, schedules[cluster.schedule], weekOf(now), 44, true)), legend()),
      heatPanel(cluster), advicePanel(cluster),
      make('div', { class: 'three' },
        panel('starts', 'How long starts take', ...startTimes(known)),
        panel('saved', savings ? `Saved in ${monthName(savings.start)}` : 'Saved', ...savedHere(cluster)),
        panel('workers', 'Worker nodes', ...workers(cluster, known.entries))),
      panel('history', 'Audit log', known.read ? clusterAudit(joined(known.entries)) : quietly('Loading…'),
        known.after ? button('Load older entries', () => guard(() => readPast(cluster, true).then(() => showCluster(word)))()) : null));
    if (focused >= 0) stops()[focused]?.focus();
  });
}

const back = () => make('p', { class: 'back' }, make('a', { href: '#/' }, 'All clusters'));
const panel = (id, title, ...content) => put(make('section', { class: 'card', id: `panel-${id}`, 'aria-labelledby': `title-${id}` },
  make('h3', { id: `title-${id}` }, title)), content);

function heading(cluster) {
  const [kind, word] = stateOf(cluster);
  const fact = (name, value) => value ? make('span', {}, make('span', { class: 'label' }, name), ' ', make('b', {}, value)) : null;
  const acts = actionsOf(cluster).filter(([word, , whyNot]) => !whyNot && /^(Set|Release|Start|Stop)/.test(word));
  return make('div', { class: 'title' },
    make('h2', { tabindex: -1 }, cluster.name), make('span', { class: `state ${kind}` }, word),
    make('p', { class: 'facts' }, fact('Owner', cluster.owner), fact('Rule', cluster.rule ?? 'none'),
      fact('Schedule', cluster.schedule), fact('ID', cluster.id)),
    make('div', { class: 'tools' }, keepButton(cluster),
      acts.map(([text, act]) => button(text, act, { class: text.startsWith('Stop') ? 'stop' : null }))));
}

function clusterSentence(cluster) {
  const next = nextOf(cluster);
  return make('p', { class: 'sentence' },
    next && cluster.action === 'none'
      ? make('b', {}, `${next.to === 'up' ? 'Starts' : 'Stops'} ${when(next.at)}, ${fromNow(next.at)}. `) : null,
    ...reasonOf(cluster).slice(0, -1),
    cluster.then ? ` Then ${cluster.then.to === 'up' ? 'starts' : 'stops'} ${when(new Date(cluster.then.at))}.` : '',
    cluster.locked ? ` ${cluster.locked}`
      : cluster.cannot && cluster.cannot !== cluster.message ? ` You cannot start or stop it here: ${sentence(cluster.cannot)}` : '');
}

// Measures from the accepted request until a run saw the cluster running, so the result is as exact as runs are frequent.
function startsOf(entries) {
  const starts = [];
  let sent = null;
  for (const entry of [...entries].reverse()) {
    if (entry.kind === 'start' && entry.step === 'accepted') sent = new Date(entry.at);
    else if (entry.kind === 'wentDown') sent = null;
    else if (entry.kind === 'cameUp' && sent) {
      starts.push({ at: sent, took: new Date(entry.at) - sent });
      sent = null;
    }
  }
  return starts.slice(-30);
}

function startTimes({ entries, read }) {
  const starts = startsOf(entries);
  if (!starts.length) return [quietly(read ? 'The audit log has no start by the app yet.' : 'Loading…')];
  const lengths = starts.map(s => s.took).sort((a, b) => a - b), most = axisTop(Math.max(lengths.at(-1) / minute, 1));
  return [
    paragraph([span(lengths[Math.floor((lengths.length - 1) / 2)])], 'lead'),
    quietly(`Median of ${count(starts.length, 'start')}, the longest ${span(lengths.at(-1))}: from the request until a run found it running.`),
    make('figure', { class: 'small' },
      make('div', { class: 'axis', 'aria-hidden': 'true' }, make('span', {}, `${most} min`), make('span', {}, '0')),
      draw('svg', {
        viewBox: `0 0 ${starts.length} 100`, preserveAspectRatio: 'none', role: 'img',
        'aria-label': `The last ${count(starts.length, 'start')} in minutes: ${starts.map(s => Math.round(s.took / minute)).join(', ')}`,
      }, starts.map((s, i) => draw('rect', {
        class: 'time', x: i + .15, width: .7, y: 100 - s.took / minute / most * 100, height: Math.max(1, s.took / minute / most * 100),
      }, draw('title', {}, `${when(s.at)}: ${span(s.took)}`))), draw('path', { class: 'base', d: `M0 100H${starts.length}` })))];
}

function savedHere(cluster) {
  const here = savedBy.get(cluster.id);
  if (!savings) return [quietly('The app cannot read the savings right now.')];
  if (!here) return [quietly('No policy stops were counted this month.')];
  const priced = here.pricedShare < 1 ? `, ${Math.round(here.pricedShare * 100)} % of them priced` : '';
  return [
    paragraph(money(worth(here)), 'lead'),
    quietly(`${count(Math.round(here.nodeHours), 'node-hour')} stopped by policy${priced}; ${savings.label}.`),
    here.spotNodeHours ? quietly(`Not included: ${count(Math.round(here.spotNodeHours), 'node-hour')} of spot machines.`) : null];
}

// Shows the current worker nodes, and the machines that the last stop deleted or kept.
function workers(cluster, entries) {
  const nodes = entries.find(e => e.nodes)?.nodes, lines = (nodes?.groups ?? []).map(g => [
    `${g.role}${g.spot ? ', spot' : ''}`, g.instanceType, String(g.count), `${g.diskSize} GB`]);
  return [
    paragraph(cluster.workers || cluster.workersOwed ? workersOf(cluster) : isUp(cluster) ? 'None.' : 'None while it is stopped.', 'lead'),
    lines.length ? make('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Machines' },
      table(['Role', 'Type', 'Count', 'Disk'], lines.map(l => l.map(text => make('td', {}, text))))) : null,
    lines.length ? quietly('As of its last stop.') : null,
    nodes?.autoscaled ? quietly(`Autoscaled from ${nodes.autoscaled.minWorkers}: the autoscaler recreates them.`) : null];
}

const table = (heads, lines, kind = 'plain') => make('table', { class: kind },
  make('thead', {}, make('tr', {}, heads.map(text => make('th', { scope: 'col' }, text)))),
  make('tbody', {}, lines.map(cells => make('tr', {}, cells))));
