// One native dialog that asks before anything is done, and shows a refusal in the app's words.

let answering = null;

// body: nodes; confirm(fields) is called with the form's values; what it returns is said when it went well.
function ask({ title, body, button, confirm, danger = false }) {
  say(byId('dialog-title'), title);
  byId('dialog-body').replaceChildren(...body);
  byId('dialog-problem').hidden = true;
  const accept = byId('dialog-confirm');
  accept.textContent = button;
  accept.className = danger ? 'danger' : 'primary';
  accept.disabled = false;
  answering = confirm;
  byId('dialog').showModal();
}

async function answer(event) {
  event.preventDefault();
  const accept = byId('dialog-confirm'), problem = byId('dialog-problem');
  accept.disabled = true;
  problem.hidden = true;
  try {
    const said = await answering(Object.fromEntries(new FormData(event.target)));
    byId('dialog').close();
    if (said) tell(said);
  } catch (e) {
    problem.textContent = e instanceof TypeError ? 'The app cannot be reached.' : e.message;
    problem.hidden = false;
  } finally {
    accept.disabled = false;
  }
}

// For a few seconds at the foot of the page.
function tell(text) {
  const said = byId('said');
  said.textContent = text;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { said.textContent = ''; }, 8000);
}

byId('dialog-form').addEventListener('submit', answer);
byId('dialog-cancel').addEventListener('click', () => byId('dialog').close());

const paragraph = text => make('p', {}, text);

function choice(label, name, options, selected) {
  return make('label', {}, make('span', {}, label),
    make('select', { name }, ...options.map(([value, text]) => make('option', { value, selected: value === selected }, text))));
}

function field(label, name, attributes) {
  return make('label', {}, make('span', {}, label), make('input', { name, ...attributes }));
}
