// What the policies' stops saved, by day, with what the figures rest on.

const savedDays = 28;

const savingsPath = () => {
  const today = new Date(new Date().toISOString().slice(0, 10)), from = new Date(today - (savedDays - 1) * day);
  return `savings?${new URLSearchParams({ from: from.toISOString().slice(0, 10) })}`;
};

function showSavings(report) {
  const element = byId('savings');
  element.hidden = !report;
  const shown = JSON.stringify(report);
  if (!report || element.dataset.shown === shown) return;
  element.dataset.shown = shown;
  const open = element.querySelector('details')?.open ?? false;
  const inMoney = report.listPriceUsd !== null;
  const hours = `${report.nodeHours.toFixed(0)} node-hours`;
  element.replaceChildren(
    make('p', {}, make('strong', {}, inMoney ? dollars(report.listPriceUsd) : hours), ` saved in ${savedDays} days`),
    make('p', { class: 'hint' }, inMoney ? `${report.label}; ${report.priceNote ? `${report.priceNote}; ` : ''}${hours}, ${Math.round(report.pricedShare * 100)} % of them priced` : 'no price is known for these machines'),
    drawSavings(report, inMoney),
    make('details', { open }, make('summary', {}, 'What this rests on'), make('ul', {}, ...report.assumptions.map(text => make('li', {}, text)))));
}

const dollars = amount => `$${amount.toLocaleString('en-US', { maximumFractionDigits: amount < 100 ? 2 : 0 })}`;

function drawSavings(report, inMoney) {
  const first = new Date(report.from);
  const values = new Map(report.days.map(d => [d.day, inMoney ? d.listPriceUsd ?? 0 : d.nodeHours]));
  const days = Array.from({ length: savedDays }, (_, i) => new Date(first.getTime() + i * day).toISOString().slice(0, 10));
  const most = Math.max(...days.map(d => values.get(d) ?? 0), 1);
  const text = value => inMoney ? dollars(value) : `${value.toFixed(0)} node-hours`;
  const name = d => date.format(new Date(`${d}T12:00`));
  const best = days.reduce((a, b) => (values.get(b) ?? 0) > (values.get(a) ?? 0) ? b : a);
  return make('figure', {},
    draw('svg', { viewBox: `0 0 ${savedDays * 10} 60`, preserveAspectRatio: 'none', role: 'img', 'aria-label': `Saved by day, most on ${name(best)}: ${text(values.get(best) ?? 0)}.` },
      ...days.map((d, i) => {
        const value = values.get(d) ?? 0, h = Math.max(value > 0 ? 1.5 : .5, value / most * 58);
        return draw('rect', { class: value > 0 ? 'saved' : 'none', x: i * 10 + 1, y: 60 - h, width: 8, height: h }, draw('title', {}, `${name(d)}: ${text(value)}`));
      })),
    make('figcaption', {}, make('span', {}, name(days[0])), make('span', {}, `highest bar ${text(values.get(best) ?? 0)}`), make('span', {}, 'today')));
}
