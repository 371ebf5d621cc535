import perfHooks, { createHistogram, monitorEventLoopDelay, performance, PerformanceObserver } from 'node:perf_hooks';
const attempt = (name, action) => {
  try {
    console.log(name, '->', action());
  } catch (error) {
    console.log(name, '|', error.name, error.code, error.message);
  }
};
console.log(Object.keys(perfHooks).sort().join(), perfHooks.constants.NODE_PERFORMANCE_GC_MAJOR, performance === globalThis.performance);
console.log(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000, performance.now() <= performance.now());
const seen = [];
const observer = new PerformanceObserver((list, self) => {
  seen.push([list.getEntries().map(({ name, entryType }) => `${entryType} ${name}`), self === observer, list.getEntriesByName('one').length, list.getEntriesByType('measure').length]);
});
observer.observe({ entryTypes: ['mark', 'measure', 'function'] });
const mark = performance.mark('one', { detail: { x: 1 } });
// A browser's clock is coarse.
const later = performance.now() + 5;
while (performance.now() < later);
performance.mark('two');
const measure = performance.measure('between', 'one', 'two');
console.log(mark.entryType, mark.name, mark.detail, mark.duration, measure.entryType, measure.duration >= 0, performance.measure('given', { start: 5, duration: 10 }).duration);
console.log(performance.timerify(function add(a, b) {
  return a + b;
})(1, 2), performance.timerify((a) => a).name, seen.length);
await new Promise((resolve) => setTimeout(resolve, 20));
console.log(seen);
observer.disconnect();
performance.mark('unheard');
console.log(performance.getEntriesByName('one').length, performance.getEntriesByType('measure').length, performance.clearMarks('one'), performance.getEntriesByName('one').length);
attempt('no mark', () => performance.measure('x', 'nope'));
attempt('no name', () => performance.mark());
attempt('no time', () => performance.mark('x', { startTime: -1 }));
attempt('too much', () => performance.measure('a', { start: 1, end: 2, duration: 3 }));
attempt('timerify', () => performance.timerify(5));
attempt('observer', () => new PerformanceObserver());
attempt('observe', () => observer.observe());
attempt('observe', () => observer.observe({ entryTypes: 5 }));
attempt('observe', () => {
  observer.observe({ type: 'mark' });
  observer.observe({ entryTypes: ['mark'] });
});
observer.disconnect();
const histogram = createHistogram();
console.log(histogram.min, histogram.max, histogram.mean, histogram.percentile(50), histogram.percentiles);
for (let value = 10; value <= 100; value += 10) histogram.record(value);
histogram.record(20n);
console.log(histogram.count, histogram.min, histogram.max, histogram.mean, histogram.percentile(50), histogram.percentile(99), histogram.percentiles);
attempt('record', () => histogram.record(0));
attempt('record', () => histogram.record('x'));
attempt('percentile', () => histogram.percentile(0));
attempt('add', () => histogram.add(5));
const other = createHistogram();
other.add(histogram);
histogram.reset();
console.log(other.count, histogram.count);
attempt('resolution', () => monitorEventLoopDelay({ resolution: 0 }));
attempt('options', () => monitorEventLoopDelay(5));
const delay = monitorEventLoopDelay({ resolution: 5 });
console.log(delay.enable(), delay.enable());
await new Promise((resolve) => setTimeout(resolve, 60));
console.log(delay.disable(), delay.disable(), delay.count > 0, delay.max > 1e6);
console.log(Object.keys(performance.eventLoopUtilization()));
