// SPDX-License-Identifier: Apache-2.0
// Lets a reader hide and show a series by its entry in the legend. Figures are complete without it.
(() => {
  'use strict';

  for (const svg of document.querySelectorAll('figure svg')) {
    const hidden = new Set();
    const parts = [...svg.querySelectorAll('[data-series]')];
    const show = () => parts.forEach(part => {
      const isHidden = hidden.has(part.dataset.series);
      const isLegend = part.hasAttribute('data-legend');
      part.style.visibility = isHidden && !isLegend ? 'hidden' : '';
      part.style.opacity = isHidden && isLegend ? '0.35' : '';
      if (part.tagName === 'text') {
        part.setAttribute('aria-pressed', String(!isHidden));
      }
    });
    const toggle = name => {
      hidden.delete(name) || hidden.add(name);
      show();
    };
    for (const entry of parts.filter(part => part.hasAttribute('data-legend'))) {
      entry.addEventListener('click', () => toggle(entry.dataset.series));
      if (entry.tagName === 'text') {
        entry.setAttribute('role', 'button');
        entry.setAttribute('tabindex', '0');
        entry.setAttribute('aria-label', 'Show ' + entry.dataset.series);
        entry.addEventListener('keydown', event => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            toggle(entry.dataset.series);
          }
        });
      }
    }
    if (parts.some(part => part.hasAttribute('data-legend'))) {
      svg.setAttribute('role', 'group');
      show();
    }
  }
})();
