// A group of the fleet: its states, its next start or stop, its week, and its savings.

function makeGroup(name, members) {
  const body = make('tbody', { role: 'rowgroup', class: 'members', id: `group-${makeGroup.next++}` });
  // Groups of a large fleet, and groups in which nothing can happen, are folded at first, except a short group with a problem.
  const isWorse = members.some(c => isWrong(c) || isNearMatch(c)) && (fleet.length <= many || members.length <= many / 4);
  const isQuiet = fleet.length > many || members.every(c => c.protected || !isManaged(c));
  const group = { body, isFolded: !!view.group && isQuiet && !isWorse };
  group.toggle = button('', () => fold(group, group.isFolded = !isShut(group)), { class: 'link chevron', 'aria-controls': body.id });
  group.box = make('input', {
    type: 'checkbox',
    onchange: e => pick([...body.rows].filter(r => !r.hidden).map(r => rows.get(r.dataset.id)), e.target.checked),
  });
  group.size = make('span', { class: 'count' });
  group.tally = make('span', { class: 'tally' });
  group.next = cell('next');
  group.week = cell('week');
  group.saved = cell('saved');
  group.head = make('tbody', { role: 'rowgroup', class: 'head' }, make('tr', { role: 'row' },
    cell('pick', group.box),
    make('th', { role: 'rowheader', scope: 'rowgroup', class: 'c-title' }, group.toggle, group.size, group.tally),
    group.next, group.week, group.saved));
  body.addEventListener('beforematch', () => fold(group, group.isFolded = false));
  fold(group, group.isFolded);
  return group;
}
makeGroup.next = 1;

const isShut = group => group.toggle.getAttribute('aria-expanded') === 'false';

function fold(group, shut) {
  if (isShut(group) === shut && group.toggle.hasAttribute('aria-expanded')) return;
  group.body.hidden = shut ? 'until-found' : false;
  group.toggle.setAttribute('aria-expanded', String(!shut));
}

function showGroup(group, name, members, week) {
  const title = name || (view.group === 'owner' ? 'no owner' : 'no rule'), saved = members.reduce((sum, c) => sum + (c.saved ?? 0), 0);
  say(group.toggle, title);
  group.box.setAttribute('aria-label', `Select all of ${title}`);
  say(group.size, String(members.length));
  say(group.saved, saved ? money(saved) : '–');
  const wrong = members.filter(isWrong).length, near = members.filter(isNearMatch).length;
  const parts = [['bad', wrong, wrong === 1 ? 'needs attention' : 'need attention'], ['warn', near, near === 1 ? 'near match' : 'near matches'],
    ...tally(members.filter(c => !isWrong(c))).map(([kind, word, n]) => [kind, n, word])].filter(([, n]) => n);
  whenChanged(group.tally, parts, () =>
    refill(group.tally, parts.map(([kind, n, word]) => make('span', { class: `state ${kind}` }, `${n} ${word}`))));
  const next = groupNext(members);
  whenChanged(group.next, [next, dayAndZone()], () => refill(group.next, sayNext(next)));
  whenChanged(group.week, [Math.floor(week.now / (10 * minute)), members.map(c => [c.up, c.schedule]), dayAndZone()], () =>
    group.week.replaceChildren(drawGroup(members, week)));
}

// Returns the earliest change and the number of its clusters, or the message that all of them share if no change is planned.
function groupNext(members) {
  const blocked = members.filter(isBlocked).length;
  if (blocked) return { blocked };
  const now = ['stop', 'start'].map(action => members.filter(c => c.action === action).length);
  if (now[0] || now[1]) return { now };
  const coming = members.map(nextOf).filter(Boolean).sort((a, b) => a.at - b.at || a.to.localeCompare(b.to));
  const first = coming[0];
  const skipped = skippedWords(members), freeze = skipped && freezeOf(members[0]);
  if (!first && freeze) return { says: `Frozen ${endOf(freeze)}.${skipped}` };
  if (first) return { to: first.to, at: +first.at, n: coming.filter(n => +n.at === +first.at && n.to === first.to).length };
  return { says: members.every(c => c.message === members[0].message) ? members[0].message : '' };
}

function sayNext({ blocked, now, to, at, n, says }) {
  if (blocked) return [make('span', { class: 'bad-text' }, `${count(blocked, 'stop')} blocked by the stop limit`)];
  if (now) {
    const parts = [now[0] && count(now[0], 'stop'), now[1] && count(now[1], 'start')].filter(Boolean);
    return [make('span', { class: `to ${now[0] ? 'down' : 'up'}` }, `${listed(parts)} now`)];
  }
  if (!to) return [make('span', { class: 'says quiet' }, says)];
  return [make('span', { class: `to ${to}` }, `${count(n, to === 'down' ? 'stop' : 'start')} ${when(new Date(at))}`),
    make('span', { class: isSoon(at) ? 'in soon' : 'in', 'data-at': new Date(at).toISOString() }, fromNow(at))];
}
