// Draws the table of days as a chart. The table stays for everyone who does not see the chart.
import uPlot from './uplot.js';

const day = 86_400; // seconds
const height = 230; // CSS pixels
const dashes = [[], [8, 4], [2, 4]]; // not everyone can tell the colours apart
const chart = document.querySelector('#chart');
if (chart) draw(chart);

// a search may take a while
const searchButton = document.querySelector('[data-busy]');
const idle = searchButton?.textContent;
searchButton?.form.addEventListener('submit', () => {
  searchButton.textContent = searchButton.dataset.busy;
  searchButton.setAttribute('aria-busy', 'true');
});
// the page as the back button brings it
addEventListener('pageshow', () => {
  if (!searchButton) return;
  searchButton.textContent = idle;
  searchButton.removeAttribute('aria-busy');
});

function draw(chart) {
  const columns = [...document.querySelectorAll('#days thead th')];
  const headings = columns.filter(({ dataset }) => 'drawn' in dataset);
  const rows = [...document.querySelectorAll('#days tbody tr')].map(({ cells }) => ({
    at: Date.parse(cells[0].firstElementChild.dateTime) / 1000,
    counts: headings.map((heading) => Number(cells[columns.indexOf(heading)].textContent.replace(/\D/g, ''))),
  }));
  const known = new Map(rows.map(({ at, counts }) => [at, counts]));
  // the searched period, a day without attempts being a day
  const [first, last] = [chart.dataset.first, chart.dataset.last].map((date) => Date.parse(date) / 1000);
  const days = Array.from({ length: (last - first) / day + 1 }, (_, i) => first + i * day);
  const data = [days, ...headings.map((_, i) => days.map((at) => known.get(at)?.[i] ?? 0))];

  const asDate = new Intl.DateTimeFormat(document.documentElement.lang, {
    month: 'numeric',
    day: 'numeric',
    timeZone: 'UTC',
  });
  const date = (at) => asDate.format(at * 1000);
  const reading = document.querySelector('#reading');
  // the colours of the page's current scheme
  const colour = (element) => () => getComputedStyle(element).color;
  const axis = {
    stroke: colour(chart),
    font: '13px system-ui, sans-serif',
    grid: { stroke: () => getComputedStyle(chart).borderBottomColor, width: 1 },
    ticks: { show: false },
  };

  chart.hidden = false;
  const plot = new uPlot(
    {
      width: chart.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false } },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), 'Etc/UTC'),
      // a single day has a little room on both sides
      scales: {
        x: { range: (_plot, from, to) => (from === to ? [from - day, to + day] : [from, to]) },
        y: { range: (_plot, _from, to) => [0, Math.max(5, to * 1.1)] },
      },
      axes: [
        {
          ...axis,
          incrs: [1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * day),
          values: (_plot, at) => at.map(date),
          space: 60,
          size: 32,
          gap: 10,
        },
        { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000], size: 48 },
      ],
      series: [
        {},
        ...headings.map((heading, i) => ({
          label: heading.textContent,
          stroke: colour(heading),
          width: 2,
          dash: dashes[i],
          points: { show: days.length < 40, size: 6, fill: colour(heading) },
        })),
      ],
      hooks: {
        setCursor: [
          ({ cursor: { idx } }) => {
            reading.textContent =
              idx == null
                ? ''
                : [date(days[idx]), ...headings.map(({ textContent }, i) => `${textContent} ${data[i + 1][idx]}`)].join(
                    ' · ',
                  );
          },
        ],
      },
    },
    data,
    chart,
  );
  new ResizeObserver(() => plot.setSize({ width: chart.clientWidth, height })).observe(chart);
  for (const scheme of ['(prefers-color-scheme: dark)', '(forced-colors: active)'])
    matchMedia(scheme).addEventListener('change', () => plot.redraw());
}
