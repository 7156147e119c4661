/** Reads the JSON island of the page: everything the first paint needs, so nothing is fetched before it. */
export function island<T>(): T {
  const element = document.getElementById('island');
  if (!element?.textContent) throw new Error('The page has no island.');
  return JSON.parse(element.textContent) as T;
}
