// A native dialog that confirms each request, and shows a refusal in the app's words. The focus then returns to the opener.

let answering = null, opener = null, openerHome = null;

// `body` is a list of nodes. `confirm` receives the form's values, and its result is shown as a message. Without `confirm`, the dialog only
// shows text.
function ask({ title, body, button: word, confirm, danger = false }) {
  const dialog = byId('dialog'), accept = byId('dialog-confirm');
  opener = document.activeElement;
  openerHome = opener?.closest('tr[data-id], #one, #attention, #history, #fleet');
  say(byId('dialog-title'), title);
  refill(byId('dialog-body'), body);
  byId('dialog-problem').hidden = true;
  accept.textContent = word ?? '';
  accept.className = danger ? 'danger' : 'primary';
  accept.disabled = false;
  accept.hidden = !confirm;
  byId('dialog-cancel').textContent = confirm ? 'Cancel' : 'Close';
  answering = confirm;
  dialog.showModal();
  // The focus goes to the first choice or field, or to Cancel if there is none.
  const first = dialog.querySelector('[type=radio]:checked') ?? dialog.querySelector('#dialog-body :is(input, select)');
  (first ?? byId('dialog-cancel')).focus();
}

async function answer(event) {
  event.preventDefault();
  const accept = byId('dialog-confirm'), problem = byId('dialog-problem');
  accept.disabled = true;
  problem.hidden = true;
  try {
    const said = await answering(Object.fromEntries(new FormData(event.target)));
    byId('dialog').close();
    if (said) tell(...[said].flat());
  } catch (e) {
    problem.textContent = e instanceof TypeError ? 'Cannot reach the app.' : e.message;
    problem.hidden = false;
  } finally {
    accept.disabled = false;
  }
}

// Returns the focus. If the opener was recreated or removed, the focus goes near its place.
function giveFocusBack() {
  const canTake = element => element?.isConnected && element.checkVisibility();
  if (canTake(opener)) return opener.focus();
  const home = canTake(openerHome) ? openerHome : byId('one').hidden ? byId('fleet') : byId('one');
  (home.querySelector('.c-name a, h2[tabindex]') ?? home).focus();
}

// Shows a message at the bottom of the page for a few seconds, with Undo if possible.
function tell(text, undo = null) {
  const said = byId('said');
  refill(said, make('span', {}, text), undo ? button('Undo', () => { refill(said); undo(); }, { class: 'small' }) : null);
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => refill(said), undo ? 20_000 : 8_000);
}

byId('dialog-form').addEventListener('submit', answer);
byId('dialog-cancel').addEventListener('click', () => byId('dialog').close());
byId('dialog').addEventListener('close', giveFocusBack);

const points = list => make('ul', { class: 'points' }, list.filter(Boolean).map(text => make('li', {}, text)));

function choice(label, name, options, selected, onchange = () => {}) {
  return make('label', { class: 'field' }, make('span', {}, label), make('select', { name, onchange: e => onchange(e.target.value) },
    options.map(([value, text]) => make('option', { value, selected: value === selected }, text))));
}

function field(label, name, attributes) {
  return make('label', { class: 'field' }, make('span', {}, label), make('input', { name, ...attributes }));
}

function segments(label, name, options, selected, onchange) {
  return make('fieldset', {}, make('legend', {}, label), make('div', { class: 'segments' }, options.map(([value, text, small]) =>
    make('label', {}, make('input', { type: 'radio', name, value, checked: value === selected, onchange: () => onchange(value) }),
      make('span', {}, text, small ? make('small', {}, small) : null)))));
}

// Lists the affected clusters, with their owners and the reason.
const concerned = (list, about, label = 'Affected clusters') => make('ul', {
  class: 'concerned', tabindex: 0, 'aria-label': label,
}, list.map(c => make('li', {},
  make('b', {}, c.name), make('span', {}, c.owner ?? 'no owner'), make('span', { class: 'quiet' }, about(c)))));
