// The keyboard and the selection in the fleet. Only one line has tab stops, however many lines there are; arrow keys move it.

const picked = new Set();
let current = null;

const setTabs = (row, on) => row.querySelectorAll('a, button, input').forEach(e => { e.tabIndex = on ? 0 : -1; });

function enter(row) {
  if (current && current !== row) setTabs(current, false);
  current = row;
  setTabs(row, true);
}

const visibleRows = () => [...byId('table').querySelectorAll('tbody:not([hidden]) > tr[data-id]:not([hidden])')];

function keepTabStop() {
  if (current?.isConnected && !current.hidden && !current.parentElement.hidden) return;
  const first = [...byId('table').querySelectorAll('tbody.members:not([hidden]) tr[data-id]:not([hidden])')][0];
  if (first) enter(first);
}

byId('table').addEventListener('focusin', e => {
  const row = e.target.closest('tr[data-id]');
  if (row && row !== current) enter(row);
});

byId('table').addEventListener('keydown', e => {
  const row = e.target.closest('tr[data-id]'), parts = row && rows.get(row.dataset.id);
  if (!row || e.ctrlKey || e.metaKey || e.altKey) return;
  const act = {
    ArrowDown: () => move(row, 1), j: () => move(row, 1), ArrowUp: () => move(row, -1), k: () => move(row, -1),
    Home: () => move(row, -Infinity), End: () => move(row, Infinity),
    x: () => pick([parts], !picked.has(parts)), e: () => unfold(parts), m: () => parts.more.click(),
    h: () => can(parts.cluster, 'hold') && askHold([parts.cluster]),
  }[e.key];
  if (!act) return;
  e.preventDefault();
  act();
});

// Moves to the same column of another line.
function move(row, by) {
  const all = visibleRows(), column = document.activeElement.closest('td, th').className.split(' ')[0];
  const target = all[Math.max(0, Math.min(all.length - 1, all.indexOf(row) + by))];
  enter(target);
  (target.querySelector(`.${column} :is(a, button, input)`) ?? target.querySelector('.c-name a')).focus();
  target.scrollIntoView({ block: 'nearest' });
}

function pick(list, on) {
  for (const parts of list) {
    parts.box.checked = on;
    parts.row.toggleAttribute('data-picked', on);
    if (on) picked.add(parts); else picked.delete(parts);
  }
  showBulk();
}

function showBulk() {
  const chosen = [...picked].map(p => p.cluster);
  const holdable = chosen.filter(c => can(c, 'hold')), held = chosen.filter(c => can(c, 'release'));
  byId('bulk').hidden = chosen.length === 0 || address().page !== 'home';
  whenChanged(byId('bulk'), [chosen.map(c => c.id), holdable.length, held.length], () => refill(byId('bulk'),
    make('b', { role: 'status' }, `${count(chosen.length, 'cluster')} selected`),
    chosen.length > holdable.length ? make('span', { class: 'quiet' }, `${chosen.length - holdable.length} cannot be put on hold`) : null,
    button(`Set hold on ${holdable.length}…`, () => askHold(holdable), { disabled: !holdable.length }),
    held.length ? button(`Release hold on ${held.length}…`, () => askRelease(held)) : null,
    button('Clear', () => { clearPicked(); byId('filter').focus(); }, { class: 'link' })));
}

function clearPicked() {
  pick([...picked], false);
  for (const box of document.querySelectorAll('#table .head input, #pick-all')) box.checked = false;
}

function askHelp() {
  const keys = [['Tab', 'headings, groups, and one row of the table'], ['↑ ↓ or k j', 'the same column of the row above or below'],
    ['Home, End', 'the first and last row'], ['Enter', 'open the link or press the button that has the focus'], ['x', 'select the row'],
    ['e', 'show or hide the reason'], ['m', 'open its actions'], ['h', 'set a hold'],
    ['← ↑ → ↓', 'on a cluster’s page, another hour of when it is busy'], ['Esc', 'close a menu or dialog']];
  ask({
    title: 'Keyboard',
    body: [make('table', { class: 'plain' }, make('tbody', {}, keys.map(([key, does]) =>
      make('tr', {}, make('th', { scope: 'row' }, make('kbd', {}, key)), make('td', {}, does))))),
    quietly('Letters work only while a cluster’s row has the focus.')],
  });
}
