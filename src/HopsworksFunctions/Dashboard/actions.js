// More requests: start, stop, run now, and allow blocked stops.

function askStop(cluster) {
  ask({
    title: `Stop ${cluster.name}`,
    button: `Stop ${cluster.name}`,
    danger: true,
    body: [
      points([
        'This disconnects users and ends running jobs.',
        cluster.workers > 0 ? `Hopsworks.ai deletes its ${count(cluster.workers, 'worker node')}. After the next start, `
          + 'the app restores them unless they are autoscaled or its rule says otherwise.' : null,
        cluster.enforced ? undone(cluster, 'starts') : `${cluster.name} stays stopped until its next start time or a manual start.`,
        nextOf(cluster)?.to === 'down' ? `Its schedule stops it ${when(nextOf(cluster).at)} anyway.` : null,
      ]),
      quietly(`Now: ${sentence(cluster.message)}`), ...note()],
    confirm: power(cluster, 'stop'),
  });
}

function askStart(cluster) {
  ask({
    title: `Start ${cluster.name}`,
    button: `Start ${cluster.name}`,
    body: [
      points([
        `${cluster.name} costs money while it runs.`,
        cluster.workersOwed > 0 ? `The app restores its ${count(cluster.workersOwed, 'worker node')}.` : null,
        cluster.enforced ? undone(cluster, 'stops') : 'Outside its schedule it keeps running for the manual start period of its rule.',
      ]),
      quietly(`Now: ${sentence(cluster.message)}`), ...note()],
    confirm: power(cluster, 'start'),
  });
}

const undone = (cluster, does) => `Rule '${cluster.rule}' enforces the schedule, so the app ${does} it again when the schedule says so. `
  + 'Set a hold to prevent that.';

const power = (cluster, verb) => async ({ by, reason }) => {
  const done = await call(`${at(cluster)}/${verb}`, 'POST', said(by, reason));
  await refreshSoon();
  return `${cluster.name}: ${sentence(done.error ?? done.message)}`;
};

// Shows what a run would do now, cluster by cluster, and what is due later within 24 hours.
function askRun() {
  const acts = { stop: 'stop', start: 'start', addWorkers: 'restore worker nodes', backup: 'back up' };
  const now = fleet.filter(c => c.action !== 'none'), times = fleet.filter(c => c.action === 'none' && nextOf(c))
    .filter(c => nextOf(c).at - Date.now() < day).sort((a, b) => nextOf(a).at - nextOf(b).at || byName(a, b));
  const parts = Object.entries(acts).map(([action, word]) => [now.filter(c => c.action === action).map(c => c.name), word])
    .filter(([names]) => names.length)
    .map(([names, word]) => `${word} ${names.length > 3 ? count(names.length, 'cluster') : listed(names)}`);
  const isDry = now.length > 0 && now.every(c => c.dryRun);
  ask({
    title: 'Run now',
    button: 'Run now',
    body: [
      paragraph(now.length ? `Does now what the next scheduled run would do: ${parts.join('; ')}.`
        : 'Nothing is due now, so the run starts and stops nothing.'),
      isDry ? paragraph('Dry run: nothing is sent.') : null,
      now.length ? concerned(now, c =>
        `${acts[c.action]}${c.dryRun ? ', dry run' : ''}: ${c.message.replace(/^(Stopping|Starting|Backing up): /, '')}`) : null,
      blocked().length ? paragraph(`Blocked by the stop limit: ${count(blocked().length, 'stop')}. A run makes none of them `
        + 'unless you allow them.') : null,
      times.length ? make('details', {},
        make('summary', {}, `Not yet: ${count(times.length, 'start or stop', 'starts and stops')} due within 24 hours`),
        concerned(times, c => `${nextOf(c).to === 'up' ? 'start' : 'stop'} ${when(nextOf(c).at)}`, 'Clusters due later')) : null,
    ],
    confirm: () => run('reconcile?dryRun=false'),
  });
}

const blocked = () => fleet.filter(isBlocked);

function askAllowStops(list) {
  const limit = report.incidents?.find(i => i.kind === 'limit');
  ask({
    title: `Allow ${count(list.length, 'stop')}`,
    button: `Allow ${count(list.length, 'stop')}`,
    danger: true,
    body: [
      paragraph(limit ? limitText(limit) : 'The stop limit blocks these stops:'),
      concerned(list, c => `rule ${c.rule}${c.powerSince ? `, running since ${when(new Date(c.powerSince))}` : ''}`),
      paragraph('If this is intended, allow them. The app stops each as soon as it can. The allowance lasts up to 4 hours, '
        + 'then the stop limit applies again.'),
    ],
    confirm: () => run(`reconcile?allowStops=${list.length}`),
  });
}

async function run(path) {
  const done = await call(path, 'POST');
  await refreshSoon();
  const did = action => done.clusters.filter(c => c.action === action && c.done === 'accepted').length;
  const failed = done.clusters.filter(c => c.error).length;
  return `Run finished: ${count(did('stop'), 'stop')} and ${count(did('start'), 'start')} sent${failed ? `, ${failed} failed` : ''}.`;
}
