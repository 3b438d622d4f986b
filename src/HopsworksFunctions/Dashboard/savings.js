// What the policies saved, with what the figure rests on.

function showSavings(report) {
  byId('savings').hidden = !report;
}
