// The forecast of this month to its end under the current policies, beside last month: totals only, in the page's time zone.

let forecast = null;

// The app reads two months for this, so the rest of the page does not wait.
async function readForecast() {
  forecast = await callOrNull(`forecast?${zoneQuery()}&limit=1`);
  showSavings();
}

function forecastTable() {
  if (!forecast) return null;
  const { lastMonth, soFar, thisMonth } = forecast, parts = [lastMonth, soFar, thisMonth];
  const nameOf = at => months[local(new Date(at)).getUTCMonth()], month = nameOf(forecast.from);
  const row = (name, word) => make('tr', {}, make('th', { scope: 'row' }, name),
    parts.map(part => make('td', {}, part ? word(part) : '–')));
  return make('div', { class: 'forecast' },
    make('table', {},
      make('caption', {}, 'By the policies as they are'),
      make('thead', {}, make('tr', {}, make('td'), [nameOf(forecast.lastFrom), `${month} so far`, `${month} forecast`].map(
        text => make('th', { scope: 'col' }, text)))),
      make('tbody', {},
        row('Hours up', part => `${Math.round(part.hoursUp).toLocaleString('en-US')} h`),
        row('Cost', part => part.costUsd === null ? 'no price' : dollars(Math.round(part.costUsd))),
        row('Saved', part => part.savedUsd === null ? `${Math.round(part.savedNodeHours)} node-h` : dollars(Math.round(part.savedUsd))))),
    thisMonth ? null : quietly('There is no forecast without valid policies.'));
}

// The assumptions of the forecast, behind the info button.
const forecastGrounds = () => forecast ? [
  make('h4', {}, 'Forecast'),
  make('ul', {}, forecast.assumptions.map(text => make('li', {}, sentence(inZone(text)))))] : [];
