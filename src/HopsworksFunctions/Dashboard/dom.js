// Creates elements. Data reaches the page only as text and attributes, never as markup.

const byId = id => document.getElementById(id);

// make('p', { class: 'x', onclick: f }, 'text', node)
function make(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function draw(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  return put(element, ...children);
}

// Leaves out missing children.
function put(element, ...children) {
  element.append(...children.flat().filter(child => child != null && child !== false && child !== ''));
  return element;
}

const refill = (element, ...children) => { element.replaceChildren(); return put(element, ...children); };

// Moves few elements: an element in the right place stays, and a single element before it is removed first.
function putInOrder(parent, wanted) {
  let at = parent.firstElementChild;
  for (const element of wanted) {
    if (at && at !== element && at.nextElementSibling === element) {
      at.remove();
      at = element;
    }
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
  }
}

// Leaves an element with the right text alone, so that screen readers and selections are not disturbed.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Calls back only if the data has changed since the last time, so pages and open menus keep their focus.
function whenChanged(element, shown, show) {
  const text = JSON.stringify(shown);
  if (whenChanged.last.get(element) === text) return;
  whenChanged.last.set(element, text);
  show();
}
whenChanged.last = new WeakMap();

const button = (text, onclick, attributes = {}) => make('button', { type: 'button', onclick, ...attributes }, text);
const paragraph = (text, kind) => make('p', { class: kind }, text);
const quietly = text => paragraph(text, 'quiet');

// Creates a list that shows the rest on request. The focus then goes to the first item of the rest.
function longList(kind, items, line, most) {
  const list = make('ul', { class: kind }, items.slice(0, most).map(line));
  const more = items.length > most ? button(`Show ${items.length - most} more`, () => {
    put(list, ...items.slice(most).map(line));
    more.remove();
    list.children[most].querySelector('summary, a').focus();
  }, { class: 'link' }) : null;
  return [list, more];
}
