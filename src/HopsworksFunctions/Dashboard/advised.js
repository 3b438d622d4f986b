// The advice for all observed clusters and their rules. It is computed only on request, because it takes the app about a minute for
// hundreds of clusters.

const shownAdvice = 25;
let isAdvising = false;

const advisedName = advice => advice.scheduleName ? `${advice.name} (${advice.scheduleName})` : advice.name;

async function askFleetAdvice() {
  if (isAdvising) return;
  const progress = byId('fleet-advice-state');
  isAdvising = true;
  say(progress, 'The app works it out. For hundreds of clusters this takes a minute.');
  try {
    showFleetAdvice(await wholeAdvice(n => say(progress, `${count(n, 'cluster')} read, and there are more.`)));
    say(progress, `As of ${clock(new Date())}.`);
    say(byId('fleet-advice-ask'), 'Work it out again');
  } catch (e) {
    say(progress, e instanceof Refused && e.status !== 401 ? `The app cannot work it out right now. ${sentence(e.message)}` : '');
    if (!(e instanceof Refused) || e.status === 401) trouble(e);
  } finally {
    isAdvising = false;
  }
}

// Reads all pages, which share one time range. The app computes all advice for each page, so pages are large.
async function wholeAdvice(tell) {
  const all = await call('advice');
  for (let page = all; page.after;) {
    tell(all.clusters.length);
    page = await call(`advice?${new URLSearchParams({ from: all.from, to: all.to, after: page.after })}`);
    all.clusters.push(...page.clusters);
  }
  return all;
}

function showFleetAdvice({ from, to, doubts, rules, clusters }) {
  const group = (title, list, item) => list.length ? [make('h3', {}, title), ...adviceList(list.toSorted(mostSavedFirst), item)]
    : [];
  refill(byId('fleet-advice-found'), doubts.map(text => paragraph(text)),
    clusters.length ? paragraph(`Hours up in a month of 730 and list prices a month, from ${date(new Date(from))} to `
      + `${date(new Date(to))}. Advice changes nothing by itself.`, 'quiet')
    : paragraph('No cluster is observed. Activity is measured where a rule has "observe": true and the app has the clusters\' keys.'),
    group('Rules', rules, ruleAdvice), group('Clusters', clusters, clusterAdvice));
}

const mostSavedFirst = (a, b) => (b.saved?.listPriceUsd ?? 0) - (a.saved?.listPriceUsd ?? 0)
  || (b.month?.saved ?? 0) - (a.month?.saved ?? 0) || advisedName(a).localeCompare(advisedName(b));

const adviceList = (list, item) => longList('advised', list, advice => make('li', {}, adviceItem(advice, item)), shownAdvice);

// Creates the sentences when the item is opened.
function adviceItem(advice, content) {
  const item = make('details', {}, make('summary', {},
    make('b', {}, advisedName(advice)), ' ', make('span', { class: 'windows' }, adviceWord(advice)), ' ',
    make('span', { class: 'quiet' }, adviceGain(advice))));
  item.addEventListener('toggle', () => put(item, make('div', { class: 'panel-advice' }, content(advice))), { once: true });
  return item;
}

const adviceWord = ({ verdict, idle, windows }) => ({
  neverBusy: 'never busy', alwaysBusy: 'always busy', mostlyUnknown: 'mostly unknown', tooFewDays: 'too few days',
})[verdict] ?? (idle?.instead ? `idle after ${idle.after}` : (windows ?? []).join(', '));

const adviceGain = ({ month, saved }) => month?.saved == null ? '' : month.saved <= 0 ? 'saves nothing'
  : `saves ${tenth(month.saved)} hours${saved?.listPriceUsd == null ? '' : `, ${dollars(saved.listPriceUsd)}`} a month`;

const clusterAdvice = advice => [
  ...adviceContent(advice),
  make('p', { class: 'quiet' }, make('a', { href: linkTo(advice) }, `Open ${advice.name}`))];

function ruleAdvice(advice) {
  const name = `Rule '${advisedName(advice)}'`;
  return [
    ...adviceContent({ ...advice, name }, 'Together its clusters were'),
    ...advice.windows ? ruleNotes(advice.clusters).map(text => paragraph(text)) : [],
    make('p', { class: 'quiet' }, 'Its clusters: ', advice.clusters.flatMap((cluster, i) =>
      [i ? ', ' : null, make('a', { href: linkTo(cluster) }, cluster.name)]))];
}

const ruleNotes = clusters => [
  ['needs', 'Covered less than wanted', c => c.falls, c => `${c.name} (${exactly(c.coverage)})`],
  ['alwaysBusy', 'Busy nearly all of the time, and covered less than wanted', c => c.falls, c => `${c.name} (${exactly(c.coverage)})`],
  ['neverBusy', 'Never seen busy', () => true, c => c.name],
  ['tooFewDays', 'Not counted, because they were seen on too few days', () => true, c => c.name],
  ['mostlyUnknown', 'Not counted, because their activity is mostly unknown', () => true, c => c.name],
].map(([verdict, what, which, word]) => [what, clusters.filter(c => c.verdict === verdict && which(c)).map(word)])
  .filter(([, names]) => names.length).map(([what, names]) => `${what}: ${names.join(', ')}.`);

byId('fleet-advice-ask').addEventListener('click', askFleetAdvice);
