// Builds elements. Data reaches the page as text and attributes only, never as markup.

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
  element.append(...children.filter(child => child != null && child !== ''));
  return element;
}

// Leaves an element alone whose text is right already, so that screen readers and selections are not disturbed.
function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
