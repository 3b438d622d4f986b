// The packages are made for a bundler, and import JSON without saying so, which Node refuses.
export const load = (url, context, next) =>
  next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);
