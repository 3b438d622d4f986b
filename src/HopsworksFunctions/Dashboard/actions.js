// What people may do: hold, release, start, stop, run now, and allow stops once.

const at = cluster => `clusters/${encodeURIComponent(cluster.id)}`;

// Who asks and why, for the audit; the name is remembered for the tab.
const note = () => [
  field('By', 'by', { value: sessionStorage.getItem('by') ?? '', placeholder: 'your name', maxlength: 100, autocomplete: 'name' }),
  field('Why', 'reason', { placeholder: 'shown to others', maxlength: 300 }),
];

function said(by, reason) {
  sessionStorage.setItem('by', by.trim());
  return { ...(by.trim() && { by: by.trim() }), ...(reason.trim() && { reason: reason.trim() }) };
}

function askHold(cluster) {
  const morning = startOfDay(Date.now(), 1);
  morning.setHours(8);
  const custom = field('At', 'custom', { type: 'datetime-local' });
  custom.hidden = true;
  const until = choice('Until', 'until', [
    ['1h', 'in an hour'], ['2h', 'in 2 hours'], ['4h', 'in 4 hours'], ['8h', 'in 8 hours'],
    [morning.toISOString(), 'tomorrow at 8'], ['nextStop', 'the schedule’s next stop'], ['nextStart', 'the schedule’s next start'],
    ['released', 'it is released (only down)'],
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
      paragraph('While it is held, no schedule stops or starts it. A hold lasts 14 days at most, one that keeps it down also until it is released, and anybody may release it.'),
      choice('It stays', 'state', [['up', 'up'], ['down', 'down'], ['asIs', 'as it is now']], isUp(cluster) ? 'up' : 'asIs'),
      until, custom,
      ...note(),
    ],
    confirm: async ({ state, until, custom, by, reason }) => {
      const end = until === 'custom' ? new Date(custom).toISOString() : until;
      const held = await call(`${at(cluster)}/hold`, 'PUT', { state, until: end, ...said(by, reason) });
      await refreshSoon();
      const pending = held.pending ? `; the ${spaced(held.pending.action)} that is under way goes on` : '';
      return `${held.name} is ${describeHold(held.hold)}${pending}.`;
    },
  });
}

function askRelease(cluster) {
  ask({
    title: `Release ${cluster.name}`,
    button: 'Release',
    body: [paragraph(`It is ${describeHold(cluster.hold)}. Without the hold its schedule decides again, at the next run.`), ...note()],
    confirm: async ({ by, reason }) => {
      await call(`${at(cluster)}/hold`, 'DELETE', said(by, reason));
      await refreshSoon();
      return `${cluster.name} is released.`;
    },
  });
}

function askStop(cluster) {
  const workers = cluster.workers > 0 ? ` Hopsworks deletes its ${count(cluster.workers, 'worker')}; the app puts them back after the next start.` : '';
  askPower(cluster, 'stop', `People and jobs on ${cluster.name} are cut off.${workers}${cluster.enforced ? undone(cluster, 'starts') : ' It then stays down until its schedule’s next start, or until somebody starts it.'}`);
}

const askStart = cluster => askPower(cluster, 'start', `${cluster.name} costs money while it is up.${cluster.enforced ? undone(cluster, 'stops') : ' Outside its schedule it is kept up for a while, as for every start by hand.'}`);

const undone = (cluster, does) => ` Its rule ${cluster.rule} enforces the schedule: where that says otherwise, a run soon ${does} it again. Hold it to prevent that.`;

function askPower(cluster, verb, consequence) {
  ask({
    title: `${titled(verb)} ${cluster.name}`,
    button: titled(verb),
    danger: verb === 'stop',
    body: [paragraph(`Now: ${cluster.message}.`), paragraph(consequence), ...note()],
    confirm: async ({ by, reason }) => {
      const done = await call(`${at(cluster)}/${verb}`, 'POST', said(by, reason));
      await refreshSoon();
      return `${cluster.name}: ${done.error ?? done.message}`;
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

function askAllowStops(blocked) {
  ask({
    title: 'Allow these stops once',
    button: 'Allow and run',
    danger: true,
    body: [
      paragraph('More unexpected stops are due than the stop limit allows, which looks like a mistake, so none of them is made. If they are intended, allow these stops; each is made as soon as it can be, within four hours:'),
      paragraph(blocked.map(c => c.name).join(', ')),
    ],
    confirm: () => run(`reconcile?allowStops=${blocked.length}`),
  });
}

async function run(path) {
  const report = await call(path, 'POST');
  await refreshSoon();
  const did = action => report.clusters.filter(c => c.action === action && c.done === 'accepted').length;
  const failed = report.clusters.filter(c => c.error).length;
  return `The run is over: ${count(did('stop'), 'stop')} and ${count(did('start'), 'start')} sent${failed ? `, ${failed} failed` : ''}.`;
}
