// The things that need attention, worst first, each with what to do.

const remedies = {
  limit: ['bad', 'Blocked', 'Intended? Allow the stops. If not, check the policies.'],
  key: ['bad', 'API key', 'Store a valid Hopsworks.ai API key in Key Vault.'],
  config: ['bad', 'Policies', 'Correct the policy file. Until then, the last valid version applies.'],
  state: ['bad', 'Stored state', 'Set or release the hold named here. Otherwise, check the app’s stored state.'],
  outage: ['bad', 'Outage', 'The app continues when Hopsworks.ai answers and the clocks agree.'],
  startFailed: ['bad', 'Start failed', 'Check the cluster in Hopsworks.ai and start it there.'],
  stopFailed: ['bad', 'Stop failed', 'Check the cluster in Hopsworks.ai. It still costs money.'],
  orphanedStop: ['bad', 'No rule', 'Add a rule for it, or start it in Hopsworks.ai.'],
  notFollowed: ['bad', 'Timed out', 'Check the cluster in Hopsworks.ai.'],
  workers: ['warn', 'Worker nodes', 'Check the worker nodes in Hopsworks.ai.'],
  probe: ['warn', 'Activity check', 'Check the cluster’s own API key. Until then, the app does not stop it as idle.'],
  defer: ['warn', 'Delayed', 'The app acts as soon as the cluster allows it.'],
  backupFailed: ['warn', 'Backup failed', 'Check the cluster’s backups in Hopsworks.ai.'],
};
const broken = ['bad', 'In error', 'Repair it in Hopsworks.ai. Its rule then applies again.'];
const near = ['warn', 'Near match', 'Correct the name, the tag or the rule. Until then, it is protected.'];
const strange = ['warn', 'Unknown', 'Check the cluster and its rule.'];
const damaged = ['warn', 'Hold', 'Set the hold again, or release it.'];
const mostItems = 8;
let showsAllItems = false;
const ranks = { bad: 0, warn: 1, note: 2 };

function attention() {
  const items = [], seen = new Set();
  const add = ([kind, word, todo], what, more = {}) => items.push({ kind, word, todo, what, ...more });
  for (const incident of report.incidents ?? []) {
    const cluster = fleet.find(c => c.id === incident.clusterId);
    if (incident.kind === 'freeze') continue;
    // This incident covers all near matches of a rule, but here each cluster has its own line.
    if (fleet.some(c => isNearMatch(c) && (c.id === incident.clusterId || c.rule === incident.rule))) continue;
    const isBroken = cluster && kindOf(cluster) === 'bad';
    if (cluster) seen.add(cluster.id);
    const remedy = remedies[incident.kind] ?? ['warn', titled(incident.kind), 'Read the message.'];
    const isLimit = incident.kind === 'limit';
    add(isBroken ? broken : incident.rule ? [remedy[0], remedy[1], 'Correct the rule or the clusters’ tags.'] : remedy,
      isLimit ? limitText(incident) : bare(incident.message, cluster),
      { cluster, since: incident.since, allow: isLimit && blocked().length > 0 });
  }
  if (blocked().length && !items.some(i => i.allow))
    add(remedies.limit, `${count(blocked().length, 'stop')} blocked by the stop limit.`, { allow: true });
  for (const cluster of fleet.filter(c => !seen.has(c.id))) {
    if (kindOf(cluster) === 'bad') add(broken, sentence(cluster.message), { cluster });
    else if (isRefused(cluster))
      add(remedies[/stop/i.test(cluster.reason) ? 'stopFailed' : 'startFailed'], sentence(cluster.error ?? cluster.message), { cluster });
    else if (isNearMatch(cluster)) add(near, sentence(cluster.message), { cluster });
    else if (cluster.reason === 'holdDamaged') add(damaged, sentence(cluster.message), { cluster });
    else if (['unknownState', 'unknownSchedule'].includes(cluster.reason)) add(strange, sentence(cluster.message), { cluster });
  }
  joinShortages(items);
  if (lastRun?.outcome === 'failed')
    add(['bad', 'Run failed', 'The next run tries again.'], sentence(lastRun.error ?? 'the run failed'), { since: lastRun.finishedAt });
  items.push(...frozenRules());
  for (const cluster of fleet.filter(c => c.reason === 'draining'))
    add(['note', 'Draining', 'Nothing to do.'], sentence(cluster.message.replace(/^Draining: /, '')), { cluster });
  const none = fleet.filter(c => c.reason === 'noRule');
  if (none.length)
    add(['note', 'No rule', 'Add a rule to manage them.'],
      `${count(none.length, 'cluster')} ${none.length === 1 ? 'matches' : 'match'} no rule.`, { find: 'no rule' });
  const dry = fleet.filter(c => c.dryRun);
  if (dry.length) add(['note', 'Dry run', 'Remove dryRun from the policies when the decisions are right.'],
    `${dry.length === fleet.length ? 'Every cluster' : count(dry.length, 'cluster')}: decisions are recorded, nothing is sent.`,
    { find: 'dry run' });
  return items.sort((a, b) => ranks[a.kind] - ranks[b.kind]);
}

// Joins the lines of clusters that cannot start because of the same shortage in their cloud region.
function joinShortages(items) {
  const joined = Object.groupBy(items.filter(i => i.cluster?.shortage), i => `${i.cluster.shortage.kind} ${i.cluster.shortage.where}`);
  for (const same of Object.values(joined).filter(list => list.length > 1)) {
    const { kind, where, said } = same[0].cluster.shortage;
    const names = same.map(i => i.cluster.name);
    items.splice(items.indexOf(same[0]), 1, {
      kind: 'bad', word: kind === 'quota' ? 'Quota' : 'Capacity', since: same.map(i => i.since).filter(Boolean).sort()[0],
      what: `${count(same.length, 'cluster')} in ${where} cannot start: ${listed(names.length > 5
        ? [...names.slice(0, 5), `${names.length - 5} more`] : names)}. “${said}”`,
      todo: kind === 'quota' ? 'Ask the cloud provider for a higher quota.' : 'Wait, or choose another machine type in Hopsworks.ai.',
    });
    for (const item of same.slice(1)) items.splice(items.indexOf(item), 1);
  }
}

// Removes the cluster's name, because the line already begins with it.
const bare = (message, cluster) => inZone(sentence(cluster && message.startsWith(cluster.name)
  ? message.slice(cluster.name.length).replace(/^[:,]?\s*(is )?/, '') : message));

// Removes the names of the clusters, because they have their own list.
const limitText = incident => inZone(sentence(incident.message.split(': ')[0]));

function showAttention(items) {
  const section = byId('attention');
  section.hidden = items.length === 0;
  say(section.querySelector('.count'), String(items.length));
  const list = showsAllItems ? items : items.slice(0, mostItems);
  const shown = list.map(({ cluster, ...item }) => ({ ...item, id: cluster?.id, name: cluster?.name }));
  whenChanged(section, [items.length, shown, dayAndZone()], () => refill(section.querySelector('ol'), list.map(attentionLine)));
  const more = byId('attention-more');
  more.hidden = items.length <= mostItems;
  say(more, showsAllItems ? 'Show fewer' : `Show ${items.length - mostItems} more`);
}

const attentionLine = item => make('li', { class: item.kind },
  make('span', { class: 'word' }, item.word),
  make('span', { class: 'since' }, item.since ? make('time', { datetime: item.since }, when(new Date(item.since))) : ''),
  make('p', { class: 'what' }, item.cluster ? [make('a', { href: linkTo(item.cluster) }, item.cluster.name), ' '] : null, item.what),
  make('p', { class: 'todo' }, item.todo),
  item.freeze && may('unfreeze')
    ? button('Unfreeze…', () => askUnfreeze(item.freeze), { 'aria-label': `Unfreeze rule ${item.freeze.rule}` })
    : item.allow && may('allowStops') ? button('Allow stops…', () => askAllowStops(blocked()))
    : item.find ? button('Show', () => find(item.find), { 'aria-label': `Show: ${item.word}` }) : null);

byId('attention-more').addEventListener('click', () => {
  showsAllItems = !showsAllItems;
  showAttention(attention());
});

function find(words) {
  Object.assign(view, { q: words, only: '' });
  byId('filter').value = words;
  viewChanged();
  byId('fleet').scrollIntoView();
  byId('filter').focus();
}
