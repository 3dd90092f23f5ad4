'use strict';
// Draws the charts that stand in #data, and makes tables sort. Foreign texts are set as text only, never as markup.
(() => {
  const charts = JSON.parse(document.getElementById('data').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const palettes = {
    light: {
      tones: ['#0b63c4', '#d2650a', '#0d8a66', '#b03a86', '#8a7400', '#5a49c9', '#2a9bc4', '#8792a2', '#0d8a66', '#cc3a2e'],
      ink: '#17202b', soft: '#566172', line: '#e3e8ef', card: '#ffffff'
    },
    dark: {
      tones: ['#6db3ff', '#ffa257', '#4fd1a5', '#f08cc8', '#e2c94a', '#a99bff', '#6fd6f5', '#8f9bac', '#4fd1a5', '#ff8076'],
      ink: '#e7ecf3', soft: '#9aa7b8', line: '#2a3441', card: '#171e27'
    }
  };
  let palette = dark.matches ? palettes.dark : palettes.light;
  const drawn = [];

  const known = value => typeof value === 'number';

  function digits(shown, sign) {
    const size = Math.abs(shown);
    const text = size.toFixed(size >= 1000 ? 0 : size >= 0.995 || size < 0.0005 ? 1 : size >= 0.0995 ? 2 : 3);
    if (Number(text) === 0) return text;
    return shown < 0 ? '\u2212' + text : sign ? '+' + text : text;
  }
  const written = (chart, value) => known(value) ? digits(chart.unit.factor * value, chart.signed) + chart.unit.suffix : '–';
  function withInterval(chart, series, i) {
    const text = written(chart, series.values[i]);
    if (!series.low || !known(series.low[i])) return text;
    return `${text}  (${written(chart, series.low[i])} … ${written(chart, series.high[i])})`;
  }
  function axisNumber(chart, value) {
    const shown = chart.unit.factor * value;
    return Number(shown.toPrecision(6)).toString().replace('-', '\u2212') + (chart.unit.suffix === ' %' ? ' %' : '');
  }

  const whiskers = {
    id: 'whiskers',
    afterDatasetsDraw(drawing) {
      const {chart} = drawing.config.options.plugins.whiskers || {};
      if (!chart) return;
      const ctx = drawing.ctx;
      const area = drawing.chartArea;
      const range = chart.series.some(s => s.look === 'range');
      const scale = range ? drawing.scales.x : drawing.scales.y;
      ctx.save();
      drawing.data.datasets.forEach((set, d) => {
        const series = chart.series[set.series];
        if (set.part !== 'value' || !drawing.isDatasetVisible(d)) return;
        if (series.look !== 'range' && (series.look !== 'bar' || !series.low)) return;
        drawing.getDatasetMeta(d).data.forEach((element, i) => {
          if (!known(series.values[i])) return;
          ctx.strokeStyle = palette.ink;
          ctx.fillStyle = palette.tones[series.tone];
          ctx.lineWidth = 1.5;
          if (range) {
            ctx.beginPath();
            ctx.arc(scale.getPixelForValue(series.values[i]), element.y, 5.5, 0, 2 * Math.PI);
            ctx.fill();
            ctx.stroke();
            return;
          }
          if (!known(series.low[i])) return;
          const [low, high] = [scale.getPixelForValue(series.low[i]), scale.getPixelForValue(series.high[i])];
          ctx.beginPath();
          ctx.moveTo(element.x, low);
          ctx.lineTo(element.x, high);
          ctx.moveTo(element.x - 4, high);
          ctx.lineTo(element.x + 4, high);
          ctx.moveTo(element.x - 4, low);
          ctx.lineTo(element.x + 4, low);
          ctx.stroke();
        });
      });
      chart.marks.forEach(mark => {
        const at = scale.getPixelForValue(mark.value);
        if (range ? at < area.left || at > area.right : at < area.top || at > area.bottom) return;
        ctx.strokeStyle = palette.ink;
        ctx.setLineDash([5, 4]);
        ctx.lineWidth = 1.25;
        ctx.beginPath();
        range ? (ctx.moveTo(at, area.top), ctx.lineTo(at, area.bottom)) : (ctx.moveTo(area.left, at), ctx.lineTo(area.right, at));
        ctx.stroke();
        if (range) return;
        ctx.fillStyle = palette.ink;
        ctx.font = '12px system-ui, sans-serif';
        ctx.textAlign = 'right';
        ctx.textBaseline = at - area.top > 18 ? 'bottom' : 'top';
        ctx.fillText(`${mark.name} ${written(chart, mark.value)}`, area.right - 4, at + (at - area.top > 18 ? -3 : 3));
      });
      ctx.restore();
    }
  };

  function datasets(chart) {
    const sets = [];
    chart.series.forEach((series, s) => {
      const colour = palette.tones[series.tone];
      const common = {series: s, label: series.name, hidden: !series.shown};
      if (series.look === 'range') {
        const bars = series.values.map((v, i) => series.low && known(series.low[i]) ? [series.low[i], series.high[i]] : [v, v]);
        sets.push({...common, part: 'value', type: 'bar', data: bars, backgroundColor: colour + '66', barThickness: 12, borderRadius: 6, borderSkipped: false});
        return;
      }
      if (series.look !== 'line') {
        const stacked = series.look === 'stack';
        sets.push({...common, part: 'value', type: 'bar', data: series.values, backgroundColor: stacked ? colour : colour + 'cc', stack: stacked ? 'all' : undefined,
          borderColor: palette.card, borderWidth: stacked ? {top: 1} : 0, borderRadius: stacked ? 0 : 3, categoryPercentage: .9, barPercentage: .92, maxBarThickness: 90});
        return;
      }
      const dots = series.values.length > 60 ? 0 : 2.5;
      sets.push({...common, part: 'value', type: 'line', data: series.values, borderColor: colour, backgroundColor: colour, borderWidth: 2.25,
        pointRadius: dots, pointHoverRadius: 6, pointHitRadius: 12, borderDash: series.tone === 7 ? [6, 4] : []});
      if (!series.low) return;
      const edge = {...common, type: 'line', borderWidth: 0, pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0, backgroundColor: colour + '26'};
      sets.push({...edge, part: 'low', data: series.low, fill: false}, {...edge, part: 'high', data: series.high, fill: '-1'});
    });
    return sets;
  }

  function options(chart) {
    const range = chart.series.some(s => s.look === 'range');
    const stacked = chart.series.some(s => s.look === 'stack');
    const whole = stacked && chart.unit.name === 'share' && /time present/.test(chart.y_title);
    const from_zero = !range && chart.unit.name !== 'share' || stacked || chart.series.some(s => s.look === 'bar');
    // Intervals may reach beyond what is possible: no share is above 1, no wait and no number of calls below 0.
    const reached = chart.series.flatMap(s => [...s.values, ...(s.low || []), ...(s.high || [])]).filter(known);
    const signed = range || /difference|points/.test(chart.unit.name);
    const full = whole || chart.unit.name === 'share' && !range && Math.max(...reached) > .97;
    const numbers = {
      stacked, beginAtZero: from_zero, min: !signed && Math.min(0, ...reached) < 0 ? 0 : undefined, max: full ? 1 : undefined, grid: {color: palette.line, drawBorder: false},
      suggestedMax: chart.unit.name === 'share' && !stacked && chart.id.startsWith('service_level') ? 1 : undefined,
      title: {display: !!chart.y_title, text: chart.y_title, color: palette.soft, font: {size: 12}},
      ticks: {color: palette.soft, callback: value => axisNumber(chart, value), maxTicksLimit: 7}
    };
    const places = {
      stacked, grid: {display: false, drawBorder: false}, title: {display: !!chart.x_title, text: chart.x_title, color: palette.soft, font: {size: 12}},
      ticks: {color: palette.soft, maxRotation: range ? 0 : 45, autoSkip: !range, autoSkipPadding: 10}
    };
    return {
      responsive: true, maintainAspectRatio: false, animation: false, locale: 'en', indexAxis: range ? 'y' : 'x', normalized: true,
      interaction: {mode: 'index', intersect: false, axis: range ? 'y' : 'x'},
      scales: range ? {x: numbers, y: places} : {x: places, y: numbers},
      plugins: {
        whiskers: {chart}, legend: {display: false},
        tooltip: {
          filter: item => item.dataset.part === 'value', backgroundColor: palette.ink, titleColor: palette.card, bodyColor: palette.card,
          padding: 10, cornerRadius: 8, boxPadding: 4,
          callbacks: {
            title: items => items.length ? chart.spans[items[0].dataIndex] : '',
            label: item => ` ${item.dataset.label}: ${withInterval(chart, chart.series[item.dataset.series], item.dataIndex)}`
          }
        }
      }
    };
  }

  function element(name, text, parent) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  function swatch(tone) {
    const ns = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(ns, 'svg');
    svg.setAttribute('viewBox', '0 0 14 10');
    svg.setAttribute('aria-hidden', 'true');
    const rect = document.createElementNS(ns, 'rect');
    for (const [key, value] of Object.entries({width: 14, height: 10, rx: 3, fill: palette.tones[tone]})) rect.setAttribute(key, value);
    svg.append(rect);
    return svg;
  }

  function legend(place, chart, drawing) {
    place.replaceChildren();
    if (chart.series.length < 2) return;
    chart.series.forEach((series, s) => {
      const button = element('button', undefined, place);
      button.type = 'button';
      button.append(swatch(series.tone), series.name);
      button.setAttribute('aria-pressed', String(series.shown));
      button.addEventListener('click', () => {
        series.shown = !series.shown;
        button.setAttribute('aria-pressed', String(series.shown));
        drawing.data.datasets.forEach((set, d) => { if (set.series === s) drawing.setDatasetVisibility(d, series.shown); });
        drawing.update();
      });
    });
  }

  // Left and right walk through the positions; what stands there is shown and said.
  function walk(canvas, chart, drawing) {
    let at = -1;
    canvas.addEventListener('keydown', event => {
      const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      if (event.key === 'Escape') at = -1;
      else if (event.key === 'Home') at = 0;
      else if (event.key === 'End') at = chart.labels.length - 1;
      else if (step) at = Math.min(chart.labels.length - 1, Math.max(0, at + step));
      else return;
      event.preventDefault();
      const active = [];
      drawing.data.datasets.forEach((set, d) => {
        if (at >= 0 && set.part === 'value' && drawing.isDatasetVisible(d)) active.push({datasetIndex: d, index: at});
      });
      drawing.setActiveElements(active);
      drawing.tooltip.setActiveElements(active, {x: 0, y: 0});
      drawing.update();
      const told = chart.series.filter(s => s.shown).map(s => `${s.name} ${withInterval(chart, s, at)}`);
      document.getElementById('told').textContent = at < 0 ? '' : `${chart.spans[at]}: ${told.join('; ')}`;
    });
  }

  function numbers(place, chart) {
    if (place.firstChild) return;
    const table = element('table', undefined, place);
    const head = element('tr', undefined, element('thead', undefined, table));
    element('th', chart.x_title || '', head).scope = 'col';
    chart.series.forEach(series => { const th = element('th', series.name, head); th.scope = 'col'; th.className = 'number'; });
    const body = element('tbody', undefined, table);
    chart.spans.forEach((span, i) => {
      const row = element('tr', undefined, body);
      element('td', span, row);
      chart.series.forEach(series => { element('td', withInterval(chart, series, i), row).className = 'number'; });
    });
  }

  function draw(figure) {
    if (figure.dataset.drawn) return;
    const chart = charts[Number(figure.dataset.chart)];
    const place = figure.querySelector('.canvas');
    const canvas = element('canvas', undefined, place);
    if (chart.series.some(s => s.look === 'range')) place.style.height = `${90 + 34 * chart.labels.length}px`;
    canvas.tabIndex = 0;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `${chart.title}. ${chart.text} Arrow keys walk through the positions.`);
    const drawing = new Chart(canvas, {data: {labels: chart.labels, datasets: datasets(chart)}, options: options(chart), plugins: [whiskers]});
    legend(figure.querySelector('.legend'), chart, drawing);
    walk(canvas, chart, drawing);
    const details = figure.querySelector('details.numbers');
    details.addEventListener('toggle', () => numbers(details.querySelector('.scroll'), chart));
    drawn.push({figure, chart, drawing});
    figure.dataset.drawn = drawing.width > 0 && drawing.height > 0 ? 'yes' : 'empty';
  }
  const hidden = figure => { const fold = figure.parentElement.closest('details'); return fold && !fold.open; };
  const draw_all = () => document.querySelectorAll('figure.chart').forEach(figure => { if (!hidden(figure)) draw(figure); });

  function repaint(next) {
    palette = next;
    drawn.forEach(({figure, chart, drawing}) => {
      drawing.data.datasets = datasets(chart);
      drawing.options = options(chart);
      drawing.update();
      legend(figure.querySelector('.legend'), chart, drawing);
    });
  }

  function sortable(table) {
    const body = table.tBodies[0];
    if (body.rows.length < 2) return;
    [...table.tHead.rows[0].cells].forEach((th, column) => {
      const button = element('button', th.textContent);
      button.type = 'button';
      th.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = th.getAttribute('aria-sort') !== 'ascending';
        [...table.tHead.rows[0].cells].forEach(other => other.removeAttribute('aria-sort'));
        th.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const value = row => row.cells[column].dataset.v;
        const order = (a, b) => {
          const [x, y] = [value(a), value(b)];
          if (x !== undefined && y !== undefined) return Number(x) - Number(y);
          if (x !== undefined || y !== undefined) return x === undefined ? 1 : -1;
          return a.cells[column].textContent.localeCompare(b.cells[column].textContent, 'en', {numeric: true});
        };
        body.append(...[...body.rows].sort((a, b) => up ? order(a, b) : order(b, a)));
      });
    });
  }

  document.querySelectorAll('main table').forEach(sortable);
  draw_all();
  document.querySelectorAll('main details').forEach(details => details.addEventListener('toggle', draw_all));
  dark.addEventListener('change', () => repaint(dark.matches ? palettes.dark : palettes.light));
  addEventListener('beforeprint', () => { repaint(palettes.light); drawn.forEach(({drawing}) => drawing.resize()); });
  addEventListener('afterprint', () => repaint(dark.matches ? palettes.dark : palettes.light));
  function reveal() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === 'DETAILS') target.open = true;
  }
  addEventListener('hashchange', reveal);
  reveal();
  document.documentElement.dataset.ready = 'yes';
})();
