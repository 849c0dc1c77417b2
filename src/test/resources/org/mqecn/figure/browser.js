// SPDX-License-Identifier: Apache-2.0
// Does what a reader does and leaves what it saw as the page's text.
(async () => {
  const told = {};
  try {
    const pause = () => new Promise(resolve => setTimeout(resolve, 200));
    const canvases = [...document.querySelectorAll('figure canvas')];
    const figure = canvases[0].closest('figure');
    const [first, second] = figure.querySelectorAll('canvas');
    const range = canvas => {
      const { min, max } = Chart.getChart(canvas).scales.x;
      return { from: min, to: max };
    };
    const at = (canvas, x, y) => {
      const { left, top } = canvas.getBoundingClientRect();
      const { chartArea } = Chart.getChart(canvas);
      return { clientX: left + chartArea.left + x * chartArea.width,
               clientY: top + chartArea.top + y * chartArea.height, bubbles: true, button: 0, view: window };
    };
    const mouse = (target, kind, point) => target.dispatchEvent(new MouseEvent(kind, point));
    const press = label => figure.querySelector('button[aria-label="' + label + '"]').click();
    const shown = element => getComputedStyle(element).display !== 'none';
    const hover = async canvas => {
      canvas.scrollIntoView({ block: 'center' });
      await pause();
      mouse(canvas, 'mousemove', at(canvas, 0.5, 0.5));
      await pause();
      const { tooltip } = Chart.getChart(canvas);
      return [...tooltip.title, ...tooltip.body.flatMap(part => part.lines)];
    };

    await pause();
    told.canvases = canvases.length;
    told.inked = first.getContext('2d').getImageData(0, 0, first.width, first.height).data.some(value => value > 0);
    const pictures = [...document.querySelectorAll('figure .drawn')];
    told.picturesHidden = pictures.filter(picture => !shown(picture)).length;
    told.picturesShown = pictures.filter(shown).length;
    told.first = range(first);
    told.hovered = await hover(first);
    told.hoveredShare = await hover(canvases[2]);

    first.scrollIntoView({ block: 'center' });
    await pause();
    mouse(first, 'mousedown', at(first, 0.3, 0.5));
    mouse(document, 'mousemove', at(first, 0.5, 0.5));
    await pause();
    mouse(document, 'mouseup', at(first, 0.5, 0.5));
    await pause();
    told.dragged = range(first);
    told.sibling = range(second);
    for (const [name, label] of [['back', 'show what was shown first'], ['in', 'zoom in'], ['out', 'zoom out'],
                                 ['right', 'to the right'], ['all', 'show all']]) {
      press(label);
      await pause();
      told[name] = range(first);
    }

    const style = document.querySelector('style');
    style.textContent = style.textContent.replace('@media print', '@media all');
    told.print = getComputedStyle(figure.querySelector('.drawn')).display + ' '
      + getComputedStyle(figure.querySelector('.live')).display;
    told.loaded = performance.getEntriesByType('resource').map(entry => entry.name);
  } catch (error) {
    errors.push(error.stack);
  }
  told.errors = errors;
  const text = document.createElement('pre');
  text.id = 'told';
  text.textContent = JSON.stringify(told);
  document.body.replaceChildren(text);
})();
