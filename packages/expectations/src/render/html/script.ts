/**
 * The search box of a page: hides what does not match, group by group, and counts what is left. Texts are read once. It runs
 * in the reader's browser, as it stands.
 */
export const SCRIPT = `
(() => {
  const box = document.querySelector('.filter');
  if (!box) return;
  box.hidden = false;
  const search = box.querySelector('input[type=search]');
  const count = box.querySelector('output');
  const items = [...document.querySelectorAll('[data-status]')];
  const groups = [...document.querySelectorAll('[data-group]')];
  let texts;
  const apply = () => {
    texts ??= items.map((item) => ((item.closest('[data-group]')?.dataset.group ?? '') + ' ' + item.textContent).toLowerCase());
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const status = box.querySelector('input[type=radio]:checked')?.value ?? 'all';
    let shown = 0;
    items.forEach((item, index) => {
      const fits = status === 'all' || item.dataset.status === status || (status === 'changed' && 'changed' in item.dataset);
      item.hidden = !fits || !words.every((word) => texts[index].includes(word));
      if (!item.hidden) shown++;
    });
    for (const group of groups) group.hidden = !group.querySelector('[data-status]:not([hidden])');
    count.textContent = shown === items.length ? shown + ' shown' : shown + ' of ' + items.length + ' shown';
  };
  let waiting = 0;
  box.addEventListener('input', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(apply);
  });
  addEventListener('hashchange', () => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.setAttribute('open', ''));
})();
`.trim();
