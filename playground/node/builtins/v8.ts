import { memoryUsage } from './process/usage.ts';
import { missingExports } from './unsupported/stand-in.ts';

const GIGABYTE = 1024 ** 3;

/** What a browser tells of its heap; the rest is 0. @see https://nodejs.org/api/v8.html#v8getheapstatistics */
export function getHeapStatistics(): Record<string, number> {
  const { heapTotal, heapUsed } = memoryUsage();
  return {
    total_heap_size: heapTotal,
    total_heap_size_executable: 0,
    total_physical_size: heapTotal,
    total_available_size: Math.max(0, 4 * GIGABYTE - heapUsed),
    used_heap_size: heapUsed,
    heap_size_limit: 4 * GIGABYTE,
    malloced_memory: 0,
    peak_malloced_memory: 0,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: 0,
  };
}

const missing = missingExports('v8');
const own = {
  getHeapStatistics,
  startupSnapshot: { ...(missing.startupSnapshot as object), isBuildingSnapshot: () => 0 },
};

export default { ...missing, ...own };
