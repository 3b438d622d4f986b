// What people may do: hold, release, start, stop, run now, and allow stops once.

const at = cluster => `clusters/${encodeURIComponent(cluster.id)}`;

function askHold(cluster) {
  const morning = startOfDay(Date.now(), 1);
  morning.setHours(8);
  const custom = field('At', 'custom', { type: 'datetime-local' });
  custom.hidden = true;
  const until = choice('Until', 'until', [
    ['1h', 'in an hour'], ['2h', 'in 2 hours'], ['4h', 'in 4 hours'], ['8h', 'in 8 hours'],
    [morning.toISOString(), 'tomorrow at 8'], ['nextStop', 'the schedule’s next stop'], ['nextStart', 'the schedule’s next start'],
    ['custom', 'a day and time…'],
  ], '4h');
  until.addEventListener('change', e => {
    custom.hidden = e.target.value !== 'custom';
    custom.querySelector('input').required = !custom.hidden;
  });
  ask({
    title: `Hold ${cluster.name}`,
    button: 'Hold',
    body: [
      paragraph('While it is held, no schedule stops or starts it. A hold lasts 14 days at most, and anybody may release it.'),
      choice('It stays', 'state', [['up', 'up'], ['down', 'down'], ['asIs', 'as it is now']], isUp(cluster) ? 'up' : 'asIs'),
      until, custom,
      field('By', 'by', { value: sessionStorage.getItem('by') ?? '', placeholder: 'your name', maxlength: 100, autocomplete: 'name' }),
      field('Why', 'reason', { placeholder: 'optional, shown to others', maxlength: 500 }),
    ],
    confirm: async ({ state, until, custom, by, reason }) => {
      sessionStorage.setItem('by', by);
      const end = until === 'custom' ? new Date(custom).toISOString() : until;
      const held = await call(`${at(cluster)}/hold`, 'PUT', { state, until: end, ...(by && { by }), ...(reason && { reason }) });
      await refreshSoon();
      return held?.message ?? `${cluster.name} is held.`;
    },
  });
}

function askRelease(cluster) {
  ask({
    title: `Release ${cluster.name}`,
    button: 'Release',
    body: [paragraph(`It is ${describeHold(cluster.hold)}. Without the hold its schedule decides again, at the next run.`)],
    confirm: async () => {
      await call(`${at(cluster)}/hold`, 'DELETE');
      await refreshSoon();
      return `${cluster.name} is released.`;
    },
  });
}

function askStop(cluster) {
  const workers = cluster.workers > 0 ? ` Its ${count(cluster.workers, 'worker')} are deleted by Hopsworks, and put back after the next start.` : '';
  askPower(cluster, 'stop', `People and jobs on ${cluster.name} are cut off.${workers} It then stays down until its schedule’s next start, or until somebody starts it.`);
}

const askStart = cluster => askPower(cluster, 'start', `${cluster.name} costs money while it is up. Outside its schedule it is kept up for a while, as for every start by hand.`);

function askPower(cluster, verb, consequence) {
  ask({
    title: `${titled(verb)} ${cluster.name}`,
    button: titled(verb),
    danger: verb === 'stop',
    body: [paragraph(`Now: ${cluster.message}.`), paragraph(consequence)],
    confirm: async () => {
      const done = await call(`${at(cluster)}/${verb}`, 'POST');
      await refreshSoon();
      return done?.message ?? `${cluster.name}: the ${verb} is under way.`;
    },
  });
}

function askRun() {
  ask({
    title: 'Run now',
    button: 'Run',
    body: [paragraph('Does at once what the timer would do at its next turn: what each cluster’s line says.')],
    confirm: () => run('reconcile?dryRun=false'),
  });
}

function askAllowStops(stops) {
  ask({
    title: 'Allow these stops once',
    button: 'Allow and run',
    danger: true,
    body: [
      paragraph('More stops are due at once than the policies’ limits allow, which looks like a mistake, so none is made. If it is none, let one run stop so many:'),
      field('Stops', 'stops', { type: 'number', min: 1, max: 100000, value: Math.max(1, stops), required: true }),
    ],
    confirm: ({ stops }) => run(`reconcile?allowStops=${encodeURIComponent(stops)}`),
  });
}

async function run(path) {
  const report = await call(path, 'POST');
  await refreshSoon();
  const did = action => report.clusters.filter(c => c.action === action && c.done === 'accepted').length;
  const failed = report.clusters.filter(c => c.error).length;
  return `The run is over: ${count(did('stop'), 'stop')} and ${count(did('start'), 'start')} sent${failed ? `, ${failed} failed` : ''}.`;
}
