// The fleet: groups of lines. All lines are in the page, so that find-in-page, printing and full-page screenshots are complete; folded
// lines are hidden until they are found.

const rows = new Map(), groups = new Map(), many = 100;
const view = { q: '', only: '', group: 'rule', sort: 'next' };
let arranged = '';

const sorts = {
  next: (a, b) => due(a) - due(b) || byName(a, b),
  name: (a, b) => byName(a, b),
  state: (a, b) => order.indexOf(stateOf(a)[0]) - order.indexOf(stateOf(b)[0]) || byName(a, b),
  owner: (a, b) => (a.owner ?? '￿').localeCompare(b.owner ?? '￿') || byName(a, b),
  saved: (a, b) => (b.saved ?? 0) - (a.saved ?? 0) || byName(a, b),
};
const order = ['bad', 'changing', 'up', 'down'];
const byName = (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || a.id.localeCompare(b.id);
const due = c => isWrong(c) ? -1 : c.action === 'stop' || c.action === 'start' ? 0 : +(nextOf(c)?.at ?? 8.64e15);

const chips = {
  wrong: ['wrong', c => isWrong(c) || isNearMatch(c)],
  due: ['due now', c => c.action === 'stop' || c.action === 'start'],
  soon: ['stopping within the hour', c => stopsWithin(c, hour)],
  held: ['on hold', c => !!c.hold],
  changing: ['changing', c => kindOf(c) === 'changing'],
  up: ['running', c => kindOf(c) === 'up'],
  down: ['stopped', c => kindOf(c) === 'down'],
};

function showFleet(week) {
  const ids = new Set(fleet.map(c => c.id));
  for (const [id, parts] of rows) {
    if (ids.has(id)) continue;
    picked.delete(parts);
    parts.row.remove();
    rows.delete(id);
  }
  for (const cluster of fleet) {
    if (!rows.has(cluster.id)) rows.set(cluster.id, makeRow(cluster.id));
    showRow(rows.get(cluster.id), cluster, week);
  }
  whenChanged(byId('columns'), [week.days, view.sort], () => showColumns(week));
  arrange(week);
  showChips();
  filterFleet();
  showBulk();
}

function groupKeys(sorted) {
  const key = { rule: c => c.rule ?? '', owner: c => c.owner ?? '', state: c => stateOf(c)[1], '': () => 'all' }[view.group];
  const names = [...new Set(sorted.map(key))];
  // Rules are in the order of the policy file, in which they are tried. Clusters without a rule are last.
  const place = name => name === '' ? Infinity : view.group === 'rule' ? report.rules.indexOf(name) : 0;
  names.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
  return names.map(name => [name, sorted.filter(c => key(c) === name)]);
}

// Moves lines only if their order or groups have changed.
function arrange(week) {
  const sorted = [...fleet].sort(sorts[view.sort] ?? sorts.next), wanted = groupKeys(sorted);
  const shape = JSON.stringify([view.group, wanted.map(([name, members]) => [name, members.map(c => c.id)])]);
  if (shape !== arranged) {
    arranged = shape;
    const kept = new Map(groups), focused = document.activeElement;
    groups.clear();
    for (const [name, members] of wanted) {
      const id = `${view.group} ${name}`, group = kept.get(id) ?? makeGroup(name, members);
      kept.delete(id);
      groups.set(id, group);
      putInOrder(group.body, members.map(c => rows.get(c.id).row));
    }
    for (const { head, body } of kept.values()) { head.remove(); body.remove(); }
    putInOrder(byId('table'), [byId('table').tHead, ...[...groups.values()].flatMap(g => view.group ? [g.head, g.body] : [g.body])]);
    if (focused?.isConnected && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }
  for (const [name, members] of wanted) showGroup(groups.get(`${view.group} ${name}`), name, members, week);
}

function showColumns(week) {
  const columns = [['pick', ''], ['state', 'State'], ['name', 'Cluster'], ['next', 'Next start or stop'], ['week', ''], ['saved', 'Saved'],
    ['why', ''], ['act', '']];
  const content = (id, title) => id === 'week' ? [make('span', { class: 'sr' }, 'Seven days'), dayHeads(week)]
    : id === 'pick' ? make('input', {
      type: 'checkbox', id: 'pick-all', 'aria-label': 'Select all shown clusters',
      onchange: e => pick([...rows.values()].filter(p => !p.row.hidden), e.target.checked),
    })
      : title ? button(title, () => { sortBy(id); byId('columns').querySelector(`.c-${id} button`).focus(); }, { class: 'link' })
        : make('span', { class: 'sr' }, id === 'why' ? 'Why' : 'Actions');
  refill(byId('columns'), columns.map(([id, title]) => put(make('th', {
    role: 'columnheader', scope: 'col', class: `c-${id}`,
    'aria-sort': id !== view.sort ? null : id === 'saved' ? 'descending' : 'ascending',
  }), content(id, title))));
}

function sortBy(id) {
  Object.assign(view, { sort: id });
  viewChanged();
}

function viewChanged() {
  byId('sort').value = view.sort;
  byId('group').value = view.group;
  rememberView();
  showFleet(weekOf(Date.now()));
}

function showChips() {
  const shown = Object.entries(chips).map(([id, [word, test]]) => [id, word, fleet.filter(test).length])
    .filter(([id, , n]) => n > 0 || id === view.only);
  whenChanged(byId('chips'), [shown, view.only], () => {
    const focused = document.activeElement?.dataset?.only;
    refill(byId('chips'), shown.map(([id, word, n]) => button(`${n} ${word}`, () => only(id),
      { 'data-only': id, 'aria-pressed': String(id === view.only) })));
    if (focused) byId('chips').querySelector(`[data-only=${focused}]`)?.focus();
  });
}

function only(id) {
  view.only = view.only === id ? '' : id;
  rememberView();
  showChips();
  filterFleet();
}

function filterFleet() {
  const words = view.q.toLowerCase().split(/\s+/).filter(Boolean), test = chips[view.only]?.[1], isNarrow = words.length > 0 || !!test;
  let shown = 0;
  for (const { row, cluster, words: text } of rows.values()) {
    const fits = words.every(w => text.includes(w)) && (!test || test(cluster));
    if (row.hidden === fits) row.hidden = !fits;
    shown += fits;
  }
  for (const group of groups.values()) {
    const any = [...group.body.rows].some(r => !r.hidden);
    if (group.head.hidden === any) group.head.hidden = !any;
    // A search unfolds the groups. Without a search, they are folded as before.
    fold(group, isNarrow ? false : group.isFolded);
  }
  say(byId('shown'), isNarrow ? `${shown} of ${fleet.length}` : String(fleet.length));
  byId('table').hidden = byId('legend').hidden = shown === 0;
  byId('nothing').hidden = shown > 0;
  for (const control of document.querySelectorAll('#fleet .bar > :not(h2)')) control.hidden = fleet.length === 0;
  if (shown === 0) whenChanged(byId('nothing'), [fleet.length, view.q, view.only, lastRun], () =>
    refill(byId('nothing'), fleet.length ? noMatch() : noClusters()));
  keepTabStop();
}

const noMatch = () => [
  make('h3', {}, 'No cluster matches'),
  paragraph(`None of ${count(fleet.length, 'cluster')} matches `
    + `${listed([view.q && `“${view.q}”`, view.only && 'the chosen state'].filter(Boolean))}.`),
  button('Show all', () => find(''))];

const noClusters = () => [
  make('h3', {}, 'No clusters yet'),
  paragraph('Hopsworks.ai lists no clusters for this API key, so there is nothing to stop or start.'),
  make('ul', {},
    make('li', {}, 'Just created one? It appears here within seconds. The app does not act on it during its grace period.'),
    make('li', {}, 'Expected some? The API key sees only its user’s clusters. Check that the user is a member of the right organization.'),
    make('li', {}, `The policies are valid and have ${count(report.rules.length, 'rule')}.`))];

byId('filter').addEventListener('input', e => { view.q = e.target.value; rememberView(); filterFleet(); });
byId('group').addEventListener('change', e => { view.group = e.target.value; viewChanged(); });
byId('sort').addEventListener('change', e => sortBy(e.target.value));
