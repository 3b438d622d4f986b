// The clusters that the policies miss, or that are always or never running, each with what to do, in the app's own words.

const shownFindings = 25, openFindings = new Set();
let coverage = null;

// The app reads two weeks for this, so the rest of the page does not wait.
async function readCoverage() {
  coverage = await callWhole(`coverage?${zoneQuery()}`, 'findings');
  showCoverage();
}

function showCoverage() {
  const section = byId('coverage');
  section.hidden = !coverage;
  if (!coverage) return;
  whenChanged(section, [coverage.kinds, coverage.findings, coverage.notes, dayAndZone()], () => {
    const sum = coverage.kinds.reduce((n, kind) => n + kind.count, 0);
    const found = coverage.kinds.filter(kind => kind.count + kind.expected);
    const none = coverage.kinds.filter(kind => !found.includes(kind)).map(kind => kind.title.toLowerCase());
    const at = section.contains(document.activeElement) ? document.activeElement.closest('details')?.dataset.kind : null;
    say(section.querySelector('.count'), count(sum, 'finding'));
    refill(byId('coverage-found'),
      found.length ? make('ul', { class: 'kinds' }, found.map(kind => make('li', {}, findingsOf(kind)))) : null,
      none.length ? quietly(`None: ${none.join(', ')}.`) : null,
      quietly(`Always and never running are of the last ${count(coverage.days, 'day')}.`),
      coverage.notes.map(text => quietly(inZone(text))));
    if (at) section.querySelector(`details[data-kind="${at}"] summary`)?.focus();
  });
}

// Lists the clusters when the item is opened.
function findingsOf({ kind, title, count: n, expected }) {
  const item = make('details', { 'data-kind': kind, open: openFindings.has(kind) }, make('summary', {},
    make('b', {}, title), ' ', n ? count(n, 'cluster') : '', ' ',
    expected ? make('span', { class: 'quiet' }, `${n ? 'and ' : ''}${expected.toLocaleString('en-US')} as wanted`) : null));
  item.addEventListener('toggle', () => {
    if (item.open) openFindings.add(kind);
    else openFindings.delete(kind);
    if (item.open && item.children.length === 1) put(item, ...longList('findings', sameFindings(kind), sameFinding, shownFindings));
  });
  return item;
}

// Joins clusters with the same message.
function sameFindings(kind) {
  const same = Map.groupBy(coverage.findings.filter(finding => finding.kind === kind), finding => `${finding.message} ${finding.todo}`);
  return [...same.values()];
}

const sameFinding = clusters => make('li', {},
  make('p', {}, clusters.flatMap((cluster, i) => [i ? ', ' : null, make('a', { href: linkTo(cluster) }, cluster.name),
    cluster.owner ? make('span', { class: 'quiet' }, ` (${cluster.owner})`) : null])),
  make('p', {}, inZone(clusters[0].message)),
  make('p', { class: clusters[0].expected ? 'quiet' : 'todo' }, inZone(clusters[0].todo)));
