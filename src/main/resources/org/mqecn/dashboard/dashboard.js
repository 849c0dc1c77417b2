// SPDX-License-Identifier: Apache-2.0
// Follows the server's events: a table of all queues, as 'mqecn top' has it, and figures of the last minutes. Names of
// devices only ever become text, never markup.
(() => {
  'use strict';

  const HISTORY = 600;
  const HEIGHT = 190, LEFT = 48, TOP = 12, BOTTOM = 150;
  // Series differ in dashes, too: readers without colours tell them apart.
  const COLOURS = ['blue', 'orange', 'green', 'red', 'purple', 'sky', 'brown', 'indigo'];
  const DASHES = ['', '9 4', '3 3', '12 3 3 3', '6 2', '2 5', '14 6', '8 3 2 3 2 3'];

  const element = id => document.getElementById(id);
  const create = (name, text = '', attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const draw = (name, attributes, text = '') => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    made.textContent = text;
    return made;
  };

  let records = [];
  let sample = null;
  let paused = false;
  let sort = { name: '', ascending: false };
  let hidden = 0;
  let layout = '';
  let connected = false;

  const nameOf = column => (column.group + ' ' + column.heading).trim();
  const matches = name => name.includes(element('filter').value);

  /* ------------------------------------------------------------------------------------------- the table */

  const sorted = (rows, columns) => {
    const index = columns.findIndex(column => nameOf(column) === sort.name);
    const value = row => row.cells[index] ?? -1;
    const ordered = index < 0 ? [...rows] : [...rows].sort((one, other) => value(other) - value(one));
    return sort.ascending ? ordered.reverse() : ordered;
  };

  const press = name => {
    sort = { name, ascending: sort.name === name && !sort.ascending };
    show();
  };

  const heading = (name, text, first) => {
    const button = create('button', text, { type: 'button', title: name ? 'Sort by ' + name : 'Sort by port' });
    button.addEventListener('click', () => press(name));
    const cell = create('th', '', {
      scope: 'col',
      'aria-sort': sort.name !== name ? 'none' : sort.ascending ? 'ascending' : 'descending',
    });
    cell.className = first ? 'first' : '';
    if (sort.name === name && (name || sort.ascending)) {
      button.append(sort.ascending ? ' ▴' : ' ▾');
    }
    cell.append(button);
    return cell;
  };

  const line = (row, columns, shown) => {
    const made = create('tr');
    made.className = row.state === 'drops' ? 'drops' : row.state ? 'above' : row.busy ? '' : 'idle';
    made.append(create('th', row.port, { scope: 'row', class: 'first' }), create('td', row.queue));
    shown.forEach(column => {
      const value = row.cells[columns.indexOf(column)];
      made.append(create('td', value === null ? '–' : value.toFixed(column.decimals)));
    });
    const mark = row.state === 'drops' ? '✗ ' : row.state ? '▲ ' : '';
    made.append(create('td', mark + row.state, { class: 'state' }));
    return made;
  };

  /** Leaves out columns of low importance until the table fits; the narrowest screen keeps one. */
  const fillTable = (rows, columns) => {
    const table = element('queues');
    const key = [innerWidth, columns.map(nameOf), rows.length].join();
    if (key !== layout) {
      layout = key;
      hidden = 0;
    }
    const byImportance = [...columns].sort((one, other) => one.importance - other.importance);
    for (;;) {
      const left = byImportance.slice(0, hidden);
      const shown = columns.filter(column => !left.includes(column));
      const names = create('tr');
      names.append(
        heading('', 'port', true), create('th', 'queue', { scope: 'col' }),
        ...shown.map(column => heading(nameOf(column), (column.group + '\n' + column.heading).trim())),
        create('th', '', { scope: 'col', class: 'first', 'aria-label': 'state' }));
      table.tHead.replaceChildren(names);
      table.tBodies[0].replaceChildren(...rows.map(row => line(row, columns, shown)));
      if (table.scrollWidth <= table.parentElement.clientWidth || hidden >= columns.length - 1) {
        return;
      }
      hidden++;
    }
  };

  /* ----------------------------------------------------------------------------------------- the figures */

  const niceMaximum = value => {
    if (!(value > 0)) {
      return 1;
    }
    const power = 10 ** Math.floor(Math.log10(value));
    return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(step => step * power).find(step => step >= value * 0.9999);
  };

  const text = value => value === 0 ? '0' : String(Number(value.toPrecision(3)));

  const points = (times, values, x, y) => {
    const lines = [[]];
    values.forEach((value, i) => {
      if (value === null || value === undefined) {
        lines.push([]);
      } else {
        lines.at(-1).push(x(times[i]).toFixed(1) + ',' + y(value).toFixed(1));
      }
    });
    return lines.filter(each => each.length > 0).map(each => each.length === 1 ? [each[0], each[0]] : each);
  };

  /** series: name, values, style. A series without a style is a threshold. */
  const figure = (title, unit, times, series) => {
    const made = create('figure');
    const width = Math.min(600, innerWidth - 24); // letters keep their size on a phone
    const right = width - 10;
    const svg = draw('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, role: 'img' });
    const names = series.filter(each => each.style !== undefined);
    const highest = Math.max(0, ...series.flatMap(each => each.values.filter(value => value !== null)));
    const top = niceMaximum(highest);
    const end = times.at(-1) ?? 0;
    const span = Math.max(10_000, end - (times[0] ?? 0));
    const x = time => right - (end - time) / span * (right - LEFT);
    const y = value => BOTTOM - Math.min(1, value / top) * (BOTTOM - TOP);
    for (const part of [0, 0.5, 1]) {
      const at = y(part * top);
      svg.append(
        draw('line', { x1: LEFT, x2: right, y1: at, y2: at, class: part === 0 ? 'axis' : 'grid' }),
        draw('text', { x: LEFT - 6, y: at + 4, 'text-anchor': 'end' }, text(part * top)));
    }
    const seconds = Math.round(span / 1000);
    svg.append(
      draw('text', { x: LEFT, y: BOTTOM + 17 }, seconds < 120 ? `−${seconds} s` : `−${Math.round(seconds / 60)} min`),
      draw('text', { x: right, y: BOTTOM + 17, 'text-anchor': 'end' }, 'now'));
    series.forEach(each => points(times, each.values, x, y).forEach(list => {
      const shape = draw('polyline', { points: list.join(' ') });
      if (each.style === undefined) {
        shape.setAttribute('class', 'threshold');
      } else {
        shape.style.stroke = `var(--${COLOURS[each.style]})`;
        shape.style.strokeDasharray = DASHES[each.style];
      }
      svg.append(shape);
    }));
    let at = LEFT;
    names.concat(series.some(each => each.style === undefined) ? [{ name: 'K' }] : []).forEach(each => {
      const sign = draw('polyline', { points: `${at},${HEIGHT - 8} ${at + 26},${HEIGHT - 8}` });
      if (each.style === undefined) {
        sign.setAttribute('class', 'threshold');
      } else {
        sign.style.stroke = `var(--${COLOURS[each.style]})`;
        sign.style.strokeDasharray = DASHES[each.style];
      }
      svg.append(sign, draw('text', { x: at + 31, y: HEIGHT - 3, class: 'name' }, each.name));
      at += 44 + 8 * each.name.length;
    });
    const caption = `${title} (${unit})`;
    svg.setAttribute('aria-label', caption + ', ' + names.map(each =>
      `queue ${each.name}: ${text(each.values.at(-1) ?? 0)}`).join(', '));
    made.append(create('figcaption', caption), svg);
    return made;
  };

  /** The queues of a port that had most to do; a figure of more lines than styles says nothing. */
  const busiest = key => {
    const total = new Map();
    records.forEach(record => record.queues.filter(queue => queue[0] === key).forEach(([, name, rate, occupancy]) =>
      total.set(name, (total.get(name) ?? 0) + rate + (occupancy ?? 0))));
    return [...total.entries()].filter(([, sum]) => sum > 0).sort((one, other) => other[1] - one[1])
      .slice(0, COLOURS.length).map(([name]) => name)
      .sort((one, other) => one.localeCompare(other, undefined, { numeric: true }));
  };

  const portFigures = port => {
    const queues = busiest(port.key);
    const times = records.map(record => record.time);
    const values = (name, index, factor) => records.map(record => {
      const found = record.queues.find(queue => queue[0] === port.key && queue[1] === name);
      return found === undefined || found[index] === null ? null : found[index] * factor;
    });
    const lines = (index, factor) => queues.map((name, style) => ({ name, style, values: values(name, index, factor) }));
    const thresholds = new Map(queues.map(name => values(name, 4, 0.001)).filter(each => each.some(one => one !== null))
      .map(each => [each.join(), { name: 'K', values: each }]));
    return [
      create('h2', port.heading),
      figure(port.sojourn ? 'Sojourn time' : 'Queue occupancy', port.sojourn ? 'µs' : 'kB', times,
        lines(3, 0.001).concat([...thresholds.values()])),
      figure('Rate', 'Mbit/s', times, lines(2, 1e-6)),
    ];
  };

  /* ------------------------------------------------------------------------------------------- the events */

  const show = () => {
    const rows = sorted(sample.rows.filter(row => matches(row.port) && (row.busy || !element('busy').checked)),
      sample.columns);
    element('queues').hidden = rows.length === 0;
    element('none').hidden = rows.length > 0;
    element('none').textContent = sample.ports.length === 0
      ? "No port in this network namespace: 'mqecn install DEV --rate RATE' installs one." : 'No queue matches.';
    fillTable(rows, sample.columns);
    element('figures').replaceChildren(
      ...sample.ports.filter(port => matches(port.key.split(' ')[0])).flatMap(portFigures));
  };

  const say = (text, bad) => {
    element('status').textContent = text;
    element('status').className = bad ? 'bad' : '';
  };

  const remember = next => {
    records.push({ time: next.time, queues: next.queues });
    records = records.slice(-HISTORY);
  };

  const receive = next => {
    if (!connected) {
      connected = true; // the history holds this sample, or nothing has happened yet
    } else {
      remember(next);
    }
    if (!paused) {
      sample = next;
      say(new Date(next.time).toLocaleTimeString());
      show();
    }
  };

  let source = null;
  const connect = () => {
    source = new EventSource('/events');
    source.addEventListener('history', event => {
      records = JSON.parse(event.data);
      connected = false;
    });
    source.addEventListener('sample', event => receive(JSON.parse(event.data)));
    source.addEventListener('failure', event => say('✗ ' + JSON.parse(event.data).reason, true));
    source.addEventListener('error', () => say('✗ no connection to mqecn serve, trying again …', true));
  };
  // Browsers allow a server only a few connections: a hidden page closes its own.
  document.addEventListener('visibilitychange', () => {
    source.close();
    if (!document.hidden) {
      connect();
    }
  });

  element('filter').addEventListener('input', () => sample && show());
  element('busy').addEventListener('change', () => sample && show());
  element('pause').addEventListener('click', () => {
    paused = !paused;
    element('pause').setAttribute('aria-pressed', String(paused));
    element('pause').textContent = paused ? 'Continue' : 'Pause';
    if (paused) {
      say('paused at ' + new Date(sample?.time ?? Date.now()).toLocaleTimeString());
    }
  });
  addEventListener('resize', () => sample && show());
  connect();
})();
