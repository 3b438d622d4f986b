// Freezes of the account and of single rules: what they prevent, and how they are set and ended.

const accountFreeze = () => report?.freezes?.find(f => !f.rule);
const ruleFreezes = () => report?.freezes?.filter(f => f.rule) ?? [];
const freezeOf = cluster => accountFreeze() ?? ruleFreezes().find(f => f.rule === cluster.rule);
const endOf = freeze => freeze.until ? `until ${when(new Date(freeze.until))}` : 'until someone unfreezes it';
const skippedOf = cluster => cluster.skipped && { at: new Date(cluster.skipped.at), to: cluster.skipped.to };

function showFrozen() {
  const banner = byId('frozen'), freeze = accountFreeze();
  byId('freeze').hidden = !!freeze || !may('freeze');
  banner.hidden = !freeze;
  whenChanged(banner, [freeze, may('unfreeze'), skippedWords(fleet), dayAndZone()], () => refill(banner, freeze ? [
    make('p', {}, make('b', {}, `Frozen ${endOf(freeze)}. `), 'The app starts and stops nothing.', skippedWords(fleet)),
    make('p', {}, `By ${freeze.by}, ${when(new Date(freeze.since))}${freeze.reason ? `: ${freeze.reason}` : ''}. `
      + 'The app still watches the clusters and sends messages. Stops that come due meanwhile count as unexpected.'),
    may('unfreeze') ? button('Unfreeze…', () => askUnfreeze(freeze)) : quietly(report.access?.name ? 'Only an owner may unfreeze it.' : 'Unfreezing needs the owner’s key.'),
  ] : []));
}

// Counts the stops and starts that the freeze prevents, as far as they are known.
function skippedCounts(list) {
  const of = to => list.filter(c => c.skipped?.to === to).length, [stops, starts] = [of('down'), of('up')];
  return listed([stops && count(stops, 'stop'), starts && count(starts, 'start')].filter(Boolean));
}

const skippedWords = list => skippedCounts(list) && ` Not made: ${skippedCounts(list)}.`;

const frozenRules = () => ruleFreezes().map(freeze => {
  const members = fleet.filter(c => c.rule === freeze.rule);
  return {
    kind: 'warn', word: 'Frozen rule', since: freeze.since, freeze,
    what: `Rule '${freeze.rule}' ${endOf(freeze)} by ${freeze.by}${freeze.reason ? ` (${freeze.reason})` : ''}: `
      + `${count(members.length, 'cluster')}.${skippedWords(members)}`,
    todo: 'Unfreeze it when it is no longer needed.',
  };
});

function askFreeze() {
  const now = Date.now(), morning = new Date(+startOfDay(now, 1) + 7 * hour), chosen = { until: '8h', rule: '' };
  const says = make('p', { class: 'says', role: 'status' });
  const reason = field('Reason', 'reason', { maxlength: 300, autocomplete: 'off' }), reasonInput = reason.querySelector('input');
  const custom = field('Time', 'custom', { type: 'datetime-local', min: toField(new Date(now + minute)), oninput: () => tellFreeze() });
  custom.hidden = true;
  const ends = [
    ...[1, 4, 8, 24, 72].map(n => endAfter(n, now)),
    [morning.toISOString(), `Tomorrow ${clock(morning)}`], ['custom', 'Custom time…'], ['', 'Until someone unfreezes it'],
  ];
  const tellFreeze = () => {
    const text = chosen.until === 'custom' ? custom.querySelector('input').value : chosen.until;
    const end = chosen.until === 'custom' ? text && fromField(text) : /^\d+h$/.test(text) ? new Date(now + parseInt(text, 10) * hour)
      : text && new Date(text);
    const list = fleet.filter(c => !chosen.rule || c.rule === chosen.rule);
    const due = list.filter(c => nextOf(c) && (!end || nextOf(c).at < end) || c.action !== 'none').length;
    reasonInput.required = !text;
    reasonInput.placeholder = text ? 'Optional, shown to others' : 'Required without an end';
    say(says, `${due ? `${count(due, 'start or stop', 'starts and stops')} due before then will not be made. ` : ''}`
      + 'Stops that come due meanwhile count as unexpected. Everyone is told now, and again each day.');
  };
  const until = choice('Until', 'until', ends, chosen.until, value => {
    chosen.until = value;
    custom.hidden = value !== 'custom';
    custom.querySelector('input').required = !custom.hidden;
    tellFreeze();
  });
  tellFreeze();
  ask({
    title: `Freeze ${report.account === 'default' || report.account === 'emulated' ? 'this account' : report.account}`,
    button: 'Freeze',
    danger: true,
    body: [
      paragraph('The app starts and stops nothing until the time you choose or until you unfreeze it.'),
      until, custom,
      choice('What', 'rule', [['', 'The whole account'], ...report.rules.map(rule => [rule, `Only rule ${rule}`])], '', value => {
        chosen.rule = value;
        tellFreeze();
      }),
      note()[0], reason, says,
    ],
    confirm: async ({ until, custom, rule, by, reason }) => {
      const end = until === 'custom' ? fromField(custom).toISOString() : until;
      const done = await call(freezePath(rule), 'PUT', { ...(end && { until: end }), ...said(by, reason) });
      await refreshSoon();
      return `${rule ? `Rule ${rule}` : 'Account'} frozen ${endOf(done.freeze)}.`;
    },
  });
}

function askUnfreeze(freeze) {
  const what = freeze.rule ? `rule ${freeze.rule}` : 'this account';
  const skipped = skippedWords(fleet.filter(c => !freeze.rule || c.rule === freeze.rule));
  ask({
    title: `Unfreeze ${what}`,
    button: 'Unfreeze',
    body: [
      paragraph(`${freeze.by} froze ${what} ${endOf(freeze)}${freeze.reason ? ` (${freeze.reason})` : ''}.`),
      points([
        'At the next run, the app acts on what is due then.',
        'Stops that came due meanwhile count as unexpected: the stop limit may block them, and rules with stop warnings send them first.',
        skipped ? `So far:${skipped.toLowerCase()}` : null]),
      ...note()],
    confirm: async ({ by, reason }) => {
      await call(freezePath(freeze.rule), 'DELETE', said(by, reason));
      await refreshSoon();
      return `${freeze.rule ? `Rule ${freeze.rule}` : 'Account'} unfrozen.`;
    },
  });
}

const freezePath = rule => `freeze${rule ? `?${new URLSearchParams({ rule })}` : ''}`;

byId('freeze').addEventListener('click', askFreeze);
