// One line of the fleet: a cluster's state, name, next start or stop, week and savings. One key shows its reason.

const cell = (id, ...content) => put(make('td', { role: 'gridcell', class: `c-${id}` }), ...content);

function makeRow(id) {
  const row = make('tr', { role: 'row', 'data-id': id });
  const parts = {
    row, id, text: '', drawn: '', open: false,
    box: make('input', { type: 'checkbox', tabindex: -1, onchange: e => pick([parts], e.target.checked) }),
    state: cell('state'), name: make('th', { role: 'rowheader', scope: 'row', class: 'c-name' }), next: cell('next'), week: cell('week'),
    saved: cell('saved'), reason: make('td', { role: 'gridcell', class: 'reason', hidden: 'until-found' }),
  };
  parts.why = button('', () => unfold(parts), { class: 'icon chevron', tabindex: -1, 'aria-expanded': 'false' });
  parts.more = make('button', {
    type: 'button', class: 'icon', tabindex: -1, 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    onclick: e => openMenu(e.currentTarget, actionsOf(parts.cluster)),
  }, '⋯');
  parts.reason.addEventListener('beforematch', () => unfold(parts, true));
  put(row, cell('pick', parts.box), parts.state, parts.name, parts.next, parts.week, parts.saved, cell('why', parts.why),
    cell('act', parts.more), parts.reason);
  return parts;
}

// Recreates only what has changed, and the strip also if the line for the current time has moved a little.
function showRow(parts, cluster, week) {
  parts.cluster = cluster;
  const { up, holds, saved, ...decided } = cluster, text = JSON.stringify([decided, saved, dayAndZone()]);
  if (parts.text !== text) {
    parts.text = text;
    fillRow(parts, cluster);
  }
  const drawn = `${text}${Math.floor(week.now / (10 * minute))}${JSON.stringify([up, holds, schedules[cluster.schedule]?.[0]])}`;
  if (parts.drawn === drawn) return;
  parts.drawn = drawn;
  parts.week.replaceChildren(drawStrip(cluster, schedules[cluster.schedule], week));
}

function fillRow(parts, cluster) {
  const { name } = cluster, [kind, word] = stateOf(cluster), hadFocus = parts.row.contains(document.activeElement);
  const focused = document.activeElement?.closest?.('td, th')?.className;
  for (const [element, label] of [[parts.box, 'Select'], [parts.why, 'Why:'], [parts.more, 'Actions for']])
    element.setAttribute('aria-label', `${label} ${name}`);
  parts.words = [name, cluster.id, cluster.owner ?? 'no owner', word, cluster.state, cluster.rule ?? 'no rule', cluster.message,
    cluster.hold && `on hold ${describeHold(cluster.hold)}`, cluster.dryRun && 'dry run'].join(' ').toLowerCase();
  refill(parts.state, make('span', { class: `state ${kind}`, title: cluster.state }, word));
  refill(parts.name, make('a', { href: linkTo(cluster), tabindex: -1 }, name),
    cluster.hold ? make('span', { class: 'held', title: sentence(describeHold(cluster.hold)) }, 'on hold') : null,
    cluster.dryRun ? make('span', { class: 'tag' }, 'dry run') : null,
    cluster.owner ? make('span', { class: 'owner' }, cluster.owner) : null);
  refill(parts.next, nextCell(cluster));
  say(parts.saved, cluster.saved ? money(cluster.saved) : '–');
  refill(parts.reason, ...reasonOf(cluster));
  setTabs(parts.row, parts.row === current);
  if (hadFocus && !parts.row.contains(document.activeElement))
    (parts.row.querySelector(`.${focused} :is(a, button)`) ?? parts.name.firstChild).focus();
}

function nextCell(cluster) {
  const act = kind => make('span', { class: `to ${kind}` }, kind === 'up' ? 'starts now' : 'stops now');
  if (isBlocked(cluster)) return [make('span', { class: 'bad-text' }, 'stop due, blocked by the stop limit')];
  if (cluster.action === 'stop' || cluster.action === 'start') return [act(cluster.action === 'stop' ? 'down' : 'up'), keepButton(cluster)];
  const next = nextOf(cluster), skipped = skippedOf(cluster);
  if (skipped) return [make('span', { class: 'quiet', title: cluster.message },
    make('s', {}, `${skipped.to === 'up' ? 'starts' : 'stops'} ${when(skipped.at)}`), ' frozen')];
  if (!next) return [make('span', { class: 'quiet says', title: cluster.message }, cluster.message)];
  if (+next.at <= Date.now()) return [
    make('span', { class: `to ${next.to}` }, `${next.to === 'up' ? 'start' : 'stop'} due since ${when(next.at)}`), keepButton(cluster)];
  const isNear = next.to === 'down' && isSoon(next.at);
  return [
    make('span', { class: `to ${next.to}` }, next.to === 'up' ? 'starts ' : 'stops ',
      make('time', { datetime: next.at.toISOString() }, when(next.at))),
    make('span', { class: isNear ? 'in soon' : 'in', 'data-at': next.at.toISOString() }, fromNow(next.at)),
    isNear ? keepButton(cluster) : null];
}

const keepButton = cluster => isUp(cluster) && can(cluster, 'hold') && cluster.hold?.state !== 'up'
  ? button('Keep running', () => keep(cluster), { class: 'small', tabindex: -1, 'aria-label': `Keep running: ${cluster.name}` }) : null;

function reasonOf(cluster) {
  return [
    sentence(cluster.message),
    cluster.hold ? ` It is ${describeHold(cluster.hold)}.` : '',
    cluster.warning ? ` A stop warning was sent for ${when(new Date(cluster.warning.stopAt))}.` : '',
    cluster.error ? make('span', { class: 'bad-text' }, ` ${sentence(cluster.error)}`) : '',
    cluster.unmeasured ? ` Its activity check fails: ${sentence(cluster.unmeasured.why)}` : '',
    ` ${workersOf(cluster)}`,
    cluster.dryRun ? ' Dry run: nothing is sent.' : '',
    make('span', { class: 'quiet' },
      cluster.rule ? ` Rule '${cluster.rule}'${cluster.schedule ? `, schedule '${cluster.schedule}'` : ''}.` : ' No rule.'),
  ];
}

function workersOf(cluster) {
  const now = isUp(cluster) || !cluster.workersOwed ? `${count(cluster.workers, 'worker node')}.` : '';
  return `${now}${cluster.workersOwed ? ` ${count(cluster.workersOwed, 'worker node')} to restore.` : ''}`.trim();
}

function unfold(parts, open = !parts.open) {
  parts.open = open;
  parts.reason.hidden = open ? false : 'until-found';
  parts.why.setAttribute('aria-expanded', String(open));
}
