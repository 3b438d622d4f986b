// Seven days of a cluster: when it was to be up, when it was, holds, the next change, and now.

const daysBack = 4, daysAhead = 3, width = 1000, height = 30;

function week(now) {
  const from = startOfDay(now, -daysBack), to = startOfDay(now, daysAhead);
  return {
    from, to, now,
    days: Array.from({ length: daysBack + daysAhead }, (_, i) => startOfDay(from, i)),
    x: at => Math.max(0, Math.min(width, (at - from) / (to - from) * width)),
  };
}

function drawDays(element, week) {
  const first = week.from.getTime();
  if (element.dataset.first === String(first)) return;
  element.dataset.first = first;
  element.replaceChildren(...week.days.map(at =>
    make('span', { class: startOfDay(week.now).getTime() === at.getTime() ? 'today' : null }, `${weekday.format(at)} ${at.getDate()}`)));
}

function drawTimeline(cluster, windows, week) {
  const part = (kind, from, to, y, h, title) => {
    const x = week.x(from);
    return draw('rect', { class: kind, x, y, width: Math.max(1.5, week.x(to) - x), height: h }, draw('title', {}, title));
  };
  const line = (kind, at) => draw('line', { class: kind, x1: week.x(at), x2: week.x(at), y1: 0, y2: height });
  const period = (from, to) => `${when(from, week.now)} to ${to ? when(to, week.now) : 'now'}`;
  const visible = interval => new Date(interval.from) < week.to && new Date(interval.to ?? week.now) > week.from;
  const pieces = (list, make) => (list ?? []).filter(visible).map(i => make(new Date(i.from), i.to && new Date(i.to), i));

  return draw('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': describe(cluster, windows, week) },
    ...pieces(windows, (from, to) => part('window', from, to ?? week.to, 0, height, `Planned up ${period(from, to ?? week.to)}`)),
    ...week.days.slice(1).map(at => line('day', at)),
    ...pieces(cluster.up, (from, to, up) => part('up', from, to ?? week.now, 10, 12, `Up ${period(from, to)}${broughtUp[up.by] ?? ''}`)),
    ...pieces(cluster.holds, (from, to, hold) => part('hold', from, to ?? week.to, 2, 5, `Held ${heldAs(hold.state)} ${period(from, to)}${hold.by ? ` by ${hold.by}` : ''}`)),
    cluster.next && new Date(cluster.next.at) < week.to ? line('next', new Date(cluster.next.at)) : null,
    line('now', week.now));
}

const broughtUp = { policy: ', started by policy', hand: ', started by hand' };
const heldAs = state => ({ up: 'up', down: 'down', asIs: 'as it is' })[state] ?? state;

function describe(cluster, windows, week) {
  const up = (cluster.up ?? []).reduce((sum, i) =>
    sum + Math.max(0, Math.min(new Date(i.to ?? week.now), week.now) - Math.max(new Date(i.from), week.from)), 0);
  const planned = (windows ?? []).filter(i => new Date(i.to) > week.now).slice(0, 2).map(i => `${when(new Date(i.from))} to ${when(new Date(i.to))}`);
  return (cluster.up ? `Up ${span(up)} since ${when(week.from)}.` : '') + (planned.length ? ` Planned up ${planned.join(', ')}.` : '')
    + (cluster.next ? ` Next ${cluster.next.to === 'up' ? 'start' : 'stop'} ${when(new Date(cluster.next.at))}.` : '');
}
