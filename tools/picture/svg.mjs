/**
 * Text as it stands between tags and in attributes of an XML file.
 * @param {string} text
 */
export function escaped(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * An element; attributes that are undefined are left out, and numbers are rounded, so that all machines write the same.
 * @param {string} name
 * @param {Record<string, string | number | undefined>} attributes
 * @param {string} [content] what is inside, as XML
 */
export function element(name, attributes, content) {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`)
    .join('');
  return content === undefined ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** @param {number} value */
export function rounded(value) {
  return String(Math.round(value * 100) / 100);
}
