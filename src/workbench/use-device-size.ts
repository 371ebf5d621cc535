import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Device } from './PreviewBar.tsx';

/** In CSS pixels, as common devices have them. */
const widths: Readonly<Record<Exclude<Device, 'full'>, number>> = { tablet: 820, phone: 390 };

export type DeviceSize = Readonly<Record<'width' | 'height' | 'scale', string>>;

/** How a frame as wide as a device fits a stage: a device wider than the stage is drawn smaller. Undefined for the stage's own width. */
export function useDeviceSize(stage: RefObject<HTMLElement>, device: Device): DeviceSize | undefined {
  const [room, setRoom] = useState<{ readonly width: number; readonly height: number } | null>(null);
  useLayoutEffect(() => {
    if (!stage.current || device === 'full') return undefined;
    const observer = new ResizeObserver(([entry]) => entry && setRoom(entry.contentRect));
    observer.observe(stage.current);
    return () => observer.disconnect();
  }, [stage, device]);
  if (device === 'full' || room === null) return undefined;
  const width = widths[device];
  const scale = Math.min(1, room.width / width);
  return { width: `${width}px`, height: `${room.height / scale}px`, scale: String(scale) };
}
