// The windows that a cluster needs by its history, in the sentences of `hops advise`. It changes nothing by itself.

const howToMeasure = 'It is measured where its rule has "observe": true and the app has the cluster\'s key.', leastDays = 14;
let advised = { id: null };

// It is searched for anew each time, in all that is kept, so it is read rarely.
async function readAdvice(cluster) {
  const { id } = cluster, now = Date.now();
  if (advised.id === id && now < advised.at + everyRarely) return;
  if (advised.id !== id) advised = { id };
  const advice = await callOrNull(`advice?${new URLSearchParams({ cluster: id })}`, { verdict: 'tooFewDays', daysSeen: 0 });
  if (advised.id === id) advised = { id, at: now, advice };
}

function advicePanel(cluster) {
  const { id, at, advice } = advised;
  return panel('advice', 'Advice', ...id !== cluster.id || !at ? [quietly('Loading…')]
    : !advice ? [quietly('The app cannot read its history right now.')]
    : adviceContent({ ...advice, name: cluster.name }));
}

function adviceContent(advice) {
  const { windows, timeZone, lastWeek, down } = advice;
  if (!windows?.length) return [paragraph(whyNoAdvice(advice))];
  const up = windows.map(w => JSON.stringify(w)).join(', ');
  const code = make('code', { tabindex: 0 }, `{ ${timeZone ? `"timeZone": ${JSON.stringify(timeZone)}, ` : ''}"up": [${up}] }`);
  return [
    ...needs(advice).map((text, i) => paragraph(text, i ? null : 'lead')),
    make('p', { class: 'paste' }, code, button('Copy windows', () => copyWindows(code))),
    lastWeek != null ? paragraph('As a check: without the last week\'s data the same search gives windows that cover '
      + `${exactly(lastWeek)} of that week's busy time.`) : null,
    down > 0 ? paragraph(`It was down ${exactly(down)} of the time. Nobody knows whether it was needed then, except where a person `
      + 'started it.') : null,
    timeZone && timeZone !== zone ? quietly(`Its times are in ${timeZone}, the zone of its rule.`) : null,
    quietly('Advice changes nothing by itself: paste the windows into a schedule of the policies.')];
}

const needs = ({ name, hoursUp, coverage, daysSeen }) => [
  hoursUp != null ? `${name} needs ${tenth(hoursUp)} of 168 hours a week.` : null,
  coverage != null ? `By ${count(daysSeen, 'day')} these windows cover ${exactly(coverage)} of the half hours in which it was busy:` : null,
].filter(Boolean);

const whyNoAdvice = ({ name, verdict, daysSeen }) => ({
  neverBusy: `${name} was never seen busy on ${count(daysSeen, 'day')}, and nobody started it. Is it still needed?`,
  mostlyUnknown: `There is no advice for ${name}: its activity was unknown for more than half of the time. ${howToMeasure}`,
  tooFewDays: `There is no advice for ${name} yet: it was seen on ${count(daysSeen, 'day')}, and advice needs ${leastDays}.`,
})[verdict] ?? `There is no advice for ${name}.`;

const tenth = number => String(Math.round(number * 10) / 10);
const exactly = share => percent(tenth(100 * share));

async function copyWindows(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    tell('Windows copied.');
  } catch {
    getSelection().selectAllChildren(code);
    tell('This browser does not let the page copy. The windows are selected: copy them with Ctrl+C.');
  }
}
