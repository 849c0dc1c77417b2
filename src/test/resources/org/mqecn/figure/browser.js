// SPDX-License-Identifier: Apache-2.0
// Uses the page as a reader does, and leaves what it saw as the text of the page.
(() => {
  const seen = {};
  try {
    const svgs = [...document.querySelectorAll('figure svg')];
    seen.figures = svgs.length;
    seen.texts = [...document.querySelectorAll('figure svg text')].map(text => text.textContent);
    seen.tooltips = [...document.querySelectorAll('figure svg title')].map(title => title.textContent);

    const svg = svgs[0];
    const visibility = name => getComputedStyle(
      svg.querySelector('[data-series="' + name + '"]:not([data-legend])')).visibility;
    const entry = svg.querySelector('text[data-legend][data-series="Queue 0"]');
    const click = () => entry.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    const states = [visibility('Queue 0')];
    click();
    states.push(visibility('Queue 0'));
    seen.othersVisible = visibility('Queue 1') === 'visible';
    click();
    states.push(visibility('Queue 0'));
    seen.toggled = states.join(' ');
    entry.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    seen.toggledByKey = visibility('Queue 0');

    const line = svg.querySelector('[stroke="#0072b2"]');
    seen.light = getComputedStyle(line).stroke;
    const style = document.querySelector('style');
    style.textContent = style.textContent.replace('@media screen and (prefers-color-scheme: dark)', '@media all');
    seen.dark = getComputedStyle(line).stroke;
    seen.loaded = performance.getEntriesByType('resource').map(each => each.name);
  } catch (error) {
    errors.push(error.stack);
  }
  seen.errors = errors;
  const text = document.createElement('pre');
  text.id = 'seen';
  text.textContent = JSON.stringify(seen);
  document.body.replaceChildren(text);
})();
