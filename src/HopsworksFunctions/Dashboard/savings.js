// The month's savings by day, with their assumptions and a comparison with the month before.

const money = amount => savings?.listPriceUsd === null ? `${Math.round(amount)} h` : dollars(Math.round(amount));
const amount = value => savings.listPriceUsd === null ? `${value} h` : dollars(value);
const worth = figures => (savings?.listPriceUsd === null ? figures.nodeHours : figures.listPriceUsd) ?? 0;
let savings = null, savedBefore = null;

const savingsPath = (from, to) => `savings?${new URLSearchParams({ from: from.toISOString(), ...(to && { to: to.toISOString() }) })}`;

// The month is in the page's zone. The month before is read up to the same point, which at the very start of a month is no time at all.
async function readSavings() {
  const now = Date.now(), start = startOfMonth(now), before = startOfMonth(now, -1);
  const same = new Date(Math.min(+before + (now - start), +start));
  const [all, earlier] = await Promise.all([callWhole(savingsPath(start)), same > before ? callOrNull(savingsPath(before, same)) : null]);
  savings = all && { ...all, start };
  savedBefore = earlier && { ...earlier, start: before, end: same };
  savedBy = new Map((all?.clusters ?? []).map(c => [c.id, c]));
}

function showSavings() {
  const card = byId('card-saved');
  card.hidden = !savings;
  if (!savings) return;
  whenChanged(card, [savings, savedBefore, forecast, dayAndZone()], () => {
    say(card.querySelector('h2'), `Saved in ${monthName(savings.start)}`);
    refill(card.lastElementChild,
      make('p', { class: 'big', id: 'saved' }, money(worth(savings)),
        make('button', { type: 'button', class: 'info', popovertarget: 'grounds', 'aria-label': 'Assumptions' }, 'i'),
        make('span', { class: 'beside' },
          savings.listPriceUsd === null ? 'node-hours; no prices for these machines' : 'estimate, list price')),
      paragraph(trend(), 'quiet'), worth(savings) ? drawDays(savings) : null, forecastTable());
    refill(byId('grounds'),
      make('h3', { id: 'grounds-title' }, 'Assumptions'),
      make('ul', {}, [
        `${count(Math.round(savings.nodeHours), 'node-hour')}, ${Math.round(savings.pricedShare * 100)}% of them priced; `
          + `counted until ${when(new Date(savings.countedUntil))}.`,
        'The figure is the sum of the column Saved. Each bar is a UTC day.',
        ...savings.assumptions.map(inZone)].map(text => make('li', {}, sentence(text)))), ...forecastGrounds(),
      make('p', { class: 'choices' }, make('button', { type: 'button', popovertarget: 'grounds', popovertargetaction: 'hide' }, 'Close')));
  });
}

function trend() {
  const now = worth(savings), before = savedBefore && worth(savedBefore);
  if (!now) return 'No policy stops were counted this month.';
  const period = savedBefore && `${date(savedBefore.start)} to ${date(new Date(savedBefore.end - 1))}`;
  if (!before) return savedBefore ? `Nothing was counted from ${period}.` : '';
  const change = Math.round((now / before - 1) * 100);
  return `${change === 0 ? 'The same as' : `${Math.abs(change)}% ${change > 0 ? 'more' : 'less'} than`} ${period} (${money(before)})`;
}

// Returns a round number for the top of the axis: 1, 1.5, 2, ... 9.5, 10 times a power of ten.
function axisTop(most) {
  const unit = 10 ** Math.floor(Math.log10(most));
  return Math.ceil(most / unit * 2) / 2 * unit;
}

// Draws the days of the month, which the app cuts at midnight UTC.
function drawDays(figures, id = '') {
  const values = new Map(figures.days.map(d => [d.day, worth(d)])), first = local(figures.start);
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const key = i => new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), i + 1)).toISOString().slice(0, 10);
  const today = new Date().toISOString().slice(0, 10), month = months[first.getUTCMonth()];
  // The part of the month that is still the previous day in UTC counts for the first day.
  const early = new Date(+first - day).toISOString().slice(0, 10);
  const list = Array.from({ length: days }, (_, i) => (values.get(key(i)) ?? 0) + (i === 0 ? values.get(early) ?? 0 : 0));
  const best = list.indexOf(Math.max(...list)), top = axisTop(list[best]);
  const column = (value, i) => value ? draw('rect', {
    class: key(i) === today ? 'part' : 'saved', x: i + .12, width: .76, y: 100 - value / top * 100, height: value / top * 100,
  }, draw('title', {}, `${i + 1} ${month}: ${money(value)}${key(i) === today ? ' so far' : ''}`)) : null;
  const labels = [1, 8, 15, 22, days].map(d => {
    const label = make('span', {}, d === 1 ? `1 ${month}` : String(d));
    label.style.left = `${(d - .5) / days * 100}%`;
    return label;
  });
  return make('figure', { id: id || null },
    make('div', { class: 'axis', 'aria-hidden': 'true' }, [top, top / 2, 0].map(value => make('span', {}, amount(value)))),
    draw('svg', {
      viewBox: `0 0 ${days} 100`, preserveAspectRatio: 'none', role: 'img',
      'aria-label': `Savings by day, highest ${best + 1} ${month}: ${money(list[best])}.`,
    }, [0, 50].map(y => draw('path', { class: 'grid', d: `M0 ${y}H${days}` })), list.map(column),
    draw('path', { class: 'base', d: `M0 100H${days}` })),
    make('figcaption', { 'aria-hidden': 'true' }, labels));
}
