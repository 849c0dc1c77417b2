// SPDX-License-Identifier: Apache-2.0
// Draws the figures that have their data with them once more, so that a reader can zoom and read values. Without it,
// and in print, there is the picture as it was drawn.
(() => {
  'use strict';

  const NARROW = 640;
  const ROOM = 1.08;
  const STEP = 0.5;

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const digits = value => Number(value.toPrecision(4)).toString();

  function lines(panel) {
    return panel.lines.map(line => {
      const x = line.x || panel.x;
      const y = line.y || panel.y;
      return { label: line.name, look: line.look, data: x.map((value, i) => ({ x: value, y: y[i] })),
               borderWidth: line.fine ? 1 : 1.6, borderDash: line.fine ? [4, 3] : [], pointRadius: 0 };
    });
  }

  function scale(axis, grid) {
    return { type: axis.kind === 'logarithmic' ? 'logarithmic' : 'linear', min: axis.from, max: axis.to,
             title: { display: true, text: axis.title }, border: { display: false }, grid: { display: grid },
             ticks: { maxRotation: 0, includeBounds: false, format: { useGrouping: false } } };
  }

  /** Where in an ascending list of points the one nearest to a value is. */
  function nearest(points, axis, value) {
    let low = 0;
    let high = points.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (points[middle][axis] < value) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return value - points[low][axis] < points[high][axis] - value ? low : high;
  }

  // All lines at the instant, or the percentile, under the pointer. The library's own mode looks among the positions of
  // all points, and of those outside what is shown it has none.
  Chart.Interaction.modes.sample = (chart, event, { axis }) => {
    const { left, right, top, bottom } = chart.chartArea;
    if (event.x < left || event.x > right || event.y < top || event.y > bottom) {
      return [];
    }
    const value = chart.scales[axis].getValueForPixel(event[axis]);
    return chart.getSortedVisibleDatasetMetas().map(meta => {
      const index = nearest(chart.data.datasets[meta.index].data, axis, value);
      return { datasetIndex: meta.index, index, element: meta.data[index] };
    }).filter(item => item.element && !item.element.skip);
  };

  class Figure {
    constructor(element) {
      this.panels = JSON.parse(element.querySelector('script').textContent);
      this.follows = this.panels.every(panel => panel.left.kind === 'following');
      this.home = { from: this.panels[0].below.from, to: this.panels[0].below.to };
      const xs = this.panels.flatMap(panel => panel.lines.flatMap(line => line.x || panel.x));
      const least = this.follows ? { from: Infinity, to: -Infinity } : this.home;
      this.whole = xs.reduce((all, x) => ({ from: Math.min(all.from, x), to: Math.max(all.to, x) }), least);
      const live = document.createElement('div');
      live.className = 'live';
      live.append(this.tools());
      this.charts = this.panels.map(panel => this.chart(panel, live));
      element.classList.add('shown');
      element.querySelector('.drawn').after(live);
      this.paint();
      this.show(this.home);
    }

    tools() {
      const bar = document.createElement('div');
      bar.className = 'tools';
      const button = (text, label, act) => {
        const made = document.createElement('button');
        made.type = 'button';
        made.textContent = text;
        made.title = label;
        made.setAttribute('aria-label', label);
        made.addEventListener('click', act);
        bar.append(made);
      };
      button('+', 'zoom in', () => this.grow(STEP));
      button('−', 'zoom out', () => this.grow(1 / STEP));
      button('◀', 'to the left', () => this.move(-STEP));
      button('▶', 'to the right', () => this.move(STEP));
      button('all', 'show all', () => this.show(this.whole));
      button('back', 'show what was shown first', () => this.show(this.home));
      const hint = document.createElement('span');
      hint.textContent = 'drag to zoom; hover for values';
      this.output = document.createElement('output');
      bar.append(hint, this.output);
      return bar;
    }

    chart(panel, live) {
      const box = document.createElement('div');
      box.className = 'panel';
      box.style.height = panel.height + 'px';
      const canvas = document.createElement('canvas');
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', panel.title || panel.below.title);
      box.append(canvas);
      live.append(box);
      const unit = panel.below.title.split(', ').pop();
      const percentiles = panel.lines.some(line => line.x);
      return new Chart(canvas, {
        type: 'line',
        data: { datasets: lines(panel) },
        options: {
          animation: false, parsing: false, normalized: true, maintainAspectRatio: false,
          font: { family: getComputedStyle(document.body).fontFamily },
          interaction: { mode: 'sample', axis: percentiles ? 'y' : 'x', intersect: false },
          scales: { x: scale(panel.below, false), y: scale(panel.left, true) },
          plugins: {
            title: { display: panel.title !== '', text: panel.title },
            legend: { display: panel.lines.length > 1, labels: { boxWidth: 18, boxHeight: 0 } },
            tooltip: { animation: false, callbacks: {
              title: items => percentiles ? digits(items[0].parsed.y) + ' %' : digits(items[0].parsed.x) + ' ' + unit,
              label: item => item.dataset.label + ': '
                + (percentiles ? digits(item.parsed.x) + ' ' + unit
                               : digits(item.parsed.y) + ' ' + panel.left.title.split(', ').pop())
            } },
            zoom: { zoom: {
              mode: 'x', drag: { enabled: true, threshold: 8 }, wheel: { enabled: true, modifierKey: 'ctrl' },
              onZoomComplete: ({ chart }) => this.show({ from: chart.scales.x.min, to: chart.scales.x.max })
            } }
          }
        }
      });
    }

    /** The letters and lines in the page's colours, which depend on whether it is dark. */
    paint() {
      for (const chart of this.charts) {
        const { scales, plugins } = chart.options;
        chart.data.datasets.forEach(line => {
          line.borderColor = colour(line.look);
          line.backgroundColor = colour(line.look);
        });
        for (const axis of [scales.x, scales.y]) {
          axis.grid.color = colour('grid');
          axis.ticks.color = colour('soft');
          axis.title.color = colour('ink');
        }
        plugins.title.color = colour('ink');
        plugins.legend.labels.color = colour('ink');
        plugins.legend.position = innerWidth < NARROW ? 'bottom' : 'right';
        plugins.zoom.zoom.drag.backgroundColor = colour('blue') + '33';
        chart.update('none');
      }
    }

    /** Shows a part of the axis below in all panels, with the same axis at the left. */
    show(range) {
      const from = Math.max(this.whole.from, range.from);
      const to = Math.min(this.whole.to, range.to);
      if (!(to > from)) {
        return;
      }
      const most = this.highest(from, to);
      for (const chart of this.charts) {
        Object.assign(chart.options.scales.x, { min: from, max: to });
        if (this.follows) {
          chart.options.scales.y.max = most * ROOM;
        }
        chart.update('none');
      }
      this.range = { from, to };
      this.output.value = digits(from) + ' to ' + digits(to) + ' ' + this.panels[0].below.title.split(', ').pop();
    }

    highest(from, to) {
      let most = 0;
      for (const chart of this.charts) {
        for (const line of chart.data.datasets) {
          for (const point of line.data) {
            if (point.x >= from && point.x <= to && point.y > most) {
              most = point.y;
            }
          }
        }
      }
      return most > 0 ? most : 1;
    }

    grow(factor) {
      const middle = (this.range.from + this.range.to) / 2;
      const half = factor * (this.range.to - this.range.from) / 2;
      this.show({ from: middle - half, to: middle + half });
    }

    /** Goes on by a part of what is shown, as far as there is something. */
    move(part) {
      const width = this.range.to - this.range.from;
      const from = Math.min(Math.max(this.range.from + part * width, this.whole.from), this.whole.to - width);
      this.show({ from, to: from + width });
    }
  }

  const figures = [...document.querySelectorAll('figure > script')].map(data => new Figure(data.parentElement));
  const repaint = () => figures.forEach(figure => figure.paint());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
  matchMedia('(max-width: ' + NARROW + 'px)').addEventListener('change', repaint);
})();
