// Holds: set on one cluster or many, released, and "keep running" before a near stop.

const bySlot = 'by';

// The requester and the reason for the audit log. The tab remembers the name, and people who have signed in need none.
const note = () => [
  report.access?.name ? null : field('Your name', 'by', { value: sessionStorage.getItem(bySlot) ?? '', maxlength: 100, autocomplete: 'name' }),
  field('Reason', 'reason', { placeholder: 'Optional, shown to others', maxlength: 300, autocomplete: 'off' }),
];

function said(by = '', reason = '') {
  if (by) sessionStorage.setItem(bySlot, by.trim());
  return { ...(by.trim() && { by: by.trim() }), ...(reason.trim() && { reason: reason.trim() }) };
}

const at = cluster => `clusters/${encodeURIComponent(cluster.id)}`;
const called = list => list.length === 1 ? list[0].name : count(list.length, 'cluster');

const does = next => next.to === 'up' ? 'starts' : 'stops';

const endAfter = (n, now) =>
  [`${n}h`, `${n < 24 ? count(n, 'hour') : count(n / 24, 'day')}, until ${when(new Date(now + n * hour))}`];

function holdEnds(list) {
  const now = Date.now(), morning = new Date(+startOfDay(now, 1) + 8 * hour), hours = [1, 2, 4, 8, 24, 72];
  return [
    ...hours.map(n => endAfter(n, now)),
    [morning.toISOString(), `Tomorrow ${clock(morning)}`],
    ...list.some(c => c.schedule) ? [['nextStop', 'Next stop time'], ['nextStart', 'Next start time']] : [],
    ['released', 'Until it is released (stopped only)'],
    ['custom', 'Custom time…'],
  ];
}

function askHold(list) {
  const state = list.every(isUp) ? 'up' : 'asIs', chosen = { state, until: '4h' }, ends = holdEnds(list);
  const says = make('p', { class: 'says', role: 'status' });
  const [least, most] = [new Date(Date.now() + minute), new Date(Date.now() + 14 * day)];
  const custom = field('Time', 'custom', { type: 'datetime-local', min: toField(least), max: toField(most), oninput: () => tellHold() });
  custom.hidden = true;
  const until = choice('Until', 'until', ends, chosen.until, value => {
    chosen.until = value;
    custom.hidden = value !== 'custom';
    custom.querySelector('input').required = !custom.hidden;
    tellHold();
  });
  const tellHold = () => {
    const text = chosen.until === 'custom' ? custom.querySelector('input').value : chosen.until;
    const end = chosen.until === 'custom' ? text && when(fromField(text)) : /^\d+h$/.test(text)
      ? when(new Date(Date.now() + parseInt(text, 10) * hour)) : /T/.test(text) ? when(new Date(text))
        : { nextStop: 'its next stop time', nextStart: 'its next start time', released: 'it is released' }[text];
    const stops = chosen.state === 'down' && list.some(isUp) ? ' Running clusters are stopped at the next run, without a warning.' : '';
    say(says, `${called(list)} will be kept ${keptAs(chosen.state)}${end ? ` until ${end}` : ''}.${stops}`);
  };
  tellHold();
  ask({
    title: `Set a hold on ${called(list)}`,
    button: 'Set hold',
    body: [
      paragraph('The hold overrides the schedule until the time you choose, at most 14 days. Anyone with access can release it.'),
      segments('Keep it', 'state', [['up', 'Running'], ['down', 'Stopped'], ['asIs', 'As is']], state, value => {
        chosen.state = value;
        tellHold();
      }),
      until, custom,
      list.length > 1 ? concerned(list, c => nextOf(c) ? `${does(nextOf(c))} ${when(nextOf(c).at)}` : stateOf(c)[1]) : null,
      ...note(), says,
    ],
    confirm: async ({ state, until, custom, by, reason }) => {
      const end = until === 'custom' ? fromField(custom).toISOString() : until;
      const held = await each(list, c => call(`${at(c)}/hold`, 'PUT', { state, until: end, ...said(by, reason) }));
      await refreshSoon();
      clearPicked();
      if (list.length > 1) return `${count(held.done.length, 'cluster')} kept ${keptAs(state)}${held.problems}.`;
      const pending = held.done[0].pending ? `; the ${spaced(held.done[0].pending.action)} in progress continues` : '';
      return `${held.done[0].name} is ${describeHold(held.done[0].hold)}${pending}.`;
    },
  });
}

// Sends one request after the other. A refusal does not affect the others. If all are refused, the first refusal is shown.
async function each(list, act) {
  const done = [], refused = [];
  for (const cluster of list) {
    try {
      done.push(await act(cluster));
    } catch (e) {
      if (!(e instanceof Refused) || list.length === 1) throw e;
      refused.push([cluster.name, e]);
    }
  }
  if (!done.length) throw refused[0][1];
  return { done, problems: refused.map(([name, e]) => `; ${name}: ${e.message}`).join('') };
}

function askRelease(list) {
  const text = list.length === 1 ? `It is ${describeHold(list[0].hold)}. ` : '';
  ask({
    title: `Release the hold on ${called(list)}`,
    button: 'Release hold',
    body: [
      paragraph(`${text}After the release, the schedule applies at the next run.`),
      list.length > 1 ? concerned(list, c => describeHold(c.hold)) : null,
      ...note()],
    confirm: async ({ by, reason }) => {
      const { done, problems } = await each(list, c => call(`${at(c)}/hold`, 'DELETE', said(by, reason)));
      await refreshSoon();
      clearPicked();
      return list.length === 1 ? `Hold on ${list[0].name} released.` : `${count(done.length, 'hold')} released${problems}.`;
    },
  });
}

// Keeps the cluster running until two hours after the near stop, without a dialog, because it loses nothing and can be undone.
const keep = cluster => guard(async () => {
  const stop = Math.max(+(nextOf(cluster)?.at ?? Date.now()), Date.now()), until = new Date(stop + 2 * hour).toISOString();
  const before = cluster.hold;
  const held = await call(`${at(cluster)}/hold`, 'PUT', { state: 'up', until, ...said(sessionStorage.getItem(bySlot) ?? '', '') });
  await refreshSoon();
  focusOn(cluster);
  tell(`${held.name} is ${describeHold(held.hold)}.`, () => guard(async () => {
    if (before) await call(`${at(cluster)}/hold`, 'PUT', {
      state: before.state, until: before.until ?? 'released', by: before.by, ...(before.reason && { reason: before.reason }),
    });
    else await call(`${at(cluster)}/hold`, 'DELETE', {});
    await refreshSoon();
    focusOn(cluster);
    tell(`Undone: ${before ? 'the earlier hold' : 'the rule'} applies to ${cluster.name} again.`);
  })());
})();

function focusOn(cluster) {
  const row = rows.get(cluster.id)?.row;
  if (byId('one').hidden) row?.querySelector('.c-name a').focus();
  else byId('one').querySelector('h2')?.focus();
}
