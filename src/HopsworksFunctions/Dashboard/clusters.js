// The fleet: one line a cluster. All lines are there at once, so that the browser's own search finds each;
// timeline and buttons, which cost most, are made when a line comes near the screen.

const lines = new Map();
let fleet = [], schedules = {}, only = null;

const near = new IntersectionObserver(entries => {
  for (const entry of entries.filter(e => e.isIntersecting)) {
    const line = lines.get(entry.target.dataset.id);
    if (!line || line.near) continue;
    line.near = true;
    near.unobserve(entry.target);
    detail(line);
  }
}, { rootMargin: '400px' });

const kinds = { running: 'up', stopped: 'down', 'externally-stopped': 'down', error: 'bad' };
const kindOf = cluster => kinds[cluster.state] ?? (/error|fail/.test(cluster.state) ? 'bad' : 'changing');
const isUp = cluster => cluster.state === 'running';
const describeHold = hold => `held ${heldAs(hold.state)} until ${hold.until ? when(new Date(hold.until)) : 'released,'} by ${hold.by}${hold.reason ? ` (${hold.reason})` : ''}`;

function showFleet(clusters) {
  fleet = clusters;
  const ids = new Set(clusters.map(c => c.id));
  for (const [id, line] of lines) {
    if (ids.has(id)) continue;
    line.element.remove();
    lines.delete(id);
  }
  const made = document.createDocumentFragment();
  for (const cluster of clusters) {
    const line = lines.get(cluster.id) ?? makeLine(cluster.id, made);
    showLine(line, cluster);
  }
  byId('clusters').append(made);
  showStates();
  filterFleet();
}

function makeLine(id, into) {
  const line = { text: '', detail: '', near: false };
  line.element = make('li', { 'data-id': id },
    make('div', { class: 'who' }, line.name = make('h3'), line.rule = make('span', { class: 'rule' })),
    line.state = make('span', { class: 'state' }),
    line.why = make('p', { class: 'why' }),
    line.strip = make('div', { class: 'strip' }),
    line.buttons = make('div', { class: 'buttons' }));
  lines.set(id, line);
  into.append(line.element);
  near.observe(line.element);
  return line;
}

function showLine(line, cluster) {
  line.cluster = cluster;
  const text = JSON.stringify(cluster);
  if (line.text !== text) {
    line.text = text;
    line.words = [cluster.name, cluster.id, cluster.state, cluster.rule, cluster.message, cluster.protected && 'protected', cluster.hold && describeHold(cluster.hold)].join(' ').toLowerCase();
    say(line.name, cluster.name);
    say(line.rule, cluster.rule ? `rule ${cluster.rule}` : 'no rule');
    say(line.state, cluster.state.replace('-', ' '));
    line.state.className = `state ${kindOf(cluster)}`;
    line.why.replaceChildren(...explain(cluster));
  }
  if (line.near) detail(line);
}

function explain(cluster) {
  const extra = (kind, text) => text ? make('span', { class: kind }, text) : null;
  const next = cluster.next && new Date(cluster.next.at);
  return [
    make('span', {}, cluster.message),
    extra('soon', next && `${cluster.next.to === 'up' ? 'starts' : 'stops'} ${when(next)}, ${fromNow(next)}`),
    extra('held', cluster.hold && describeHold(cluster.hold)),
    extra('soon', cluster.workersOwed > 0 && `${count(cluster.workersOwed, 'worker')} to be put back`),
    extra('soon', cluster.dryRun && 'dry run: decided, never sent'),
    extra('bad', cluster.error),
  ].filter(Boolean);
}

// Drawn again only when what it shows has changed, or the now line has moved by a pixel or so.
function detail(line) {
  const { cluster } = line;
  const windows = schedules[cluster.schedule];
  const now = Date.now();
  const drawn = line.text + Math.floor(now / (10 * minute)) + JSON.stringify([cluster.up, cluster.holds]);
  if (line.detail === drawn) return;
  line.detail = drawn;
  line.strip.replaceChildren(drawTimeline(cluster, windows, week(now)));
  const buttons = buttonsFor(cluster);
  if (line.buttons.dataset.for !== buttons.map(b => b[0]).join()) {
    line.buttons.dataset.for = buttons.map(b => b[0]).join();
    line.buttons.replaceChildren(...buttons.map(([text, act]) =>
      make('button', { type: 'button', 'aria-label': `${text.replace('…', '')} ${cluster.name}`, onclick: () => act(line.cluster) }, text)));
  }
}

function buttonsFor(cluster) {
  return [
    ['Start…', askStart, 'start'], ['Stop…', askStop, 'stop'], ['Hold…', askHold, 'hold'], ['Release…', askRelease, 'release'],
  ].filter(([, , action]) => cluster.can?.includes(action)).concat([['History', showHistory]]);
}

function showStates() {
  const names = { up: 'up', changing: 'changing', down: 'down', bad: 'in error' };
  const chips = Object.entries(names).map(([kind, name]) => [kind, name, fleet.filter(c => kindOf(c) === kind).length])
    .concat([['held', 'held', fleet.filter(c => c.hold).length], ['due', 'to act on', fleet.filter(c => c.action !== 'none').length]])
    .filter(([kind, , n]) => n > 0 || kind === only);
  const element = byId('states'), shown = JSON.stringify([chips, only]);
  if (element.dataset.shown === shown) return;
  const focused = document.activeElement?.dataset?.kind;
  element.dataset.shown = shown;
  element.replaceChildren(...chips.map(([kind, name, n]) => make('button', {
    type: 'button', class: kind, 'data-kind': kind, 'aria-pressed': String(kind === only),
    onclick: () => { only = kind === only ? null : kind; showStates(); filterFleet(); },
  }, `${n} ${name}`)));
  if (focused) element.querySelector(`[data-kind=${focused}]`)?.focus();
}

function filterFleet() {
  const words = byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { element, cluster, words: text } of lines.values()) {
    const fits = words.every(w => text.includes(w)) && fitsKind(cluster);
    if (element.hidden === fits) element.hidden = !fits;
    shown += fits;
  }
  say(byId('shown'), shown === fleet.length ? '' : `${shown} of ${fleet.length}`);
}

const fitsKind = cluster => only === null || (only === 'held' ? !!cluster.hold : only === 'due' ? cluster.action !== 'none' : kindOf(cluster) === only);

byId('filter').addEventListener('input', filterFleet);
