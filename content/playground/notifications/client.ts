export interface Notification {
  id: number;
  text: string;
}

/** Hands on each notification for `user` once, in order, whatever the network does. */
export function subscribe(user: string, onNotification: (notification: Notification) => void): void {
  const source = new EventSource(`/notifications?user=${encodeURIComponent(user)}`);
  let last = 0;
  source.addEventListener('notification', (event) => {
    const notification: Notification = JSON.parse(event.data);
    // A replay may bring what had arrived before the cut.
    if (notification.id <= last) return;
    last = notification.id;
    onNotification(notification);
  });
}

/** Rejects when the server cannot be reached. */
export async function notify(user: string, text: string): Promise<void> {
  await fetch(`/notifications?user=${encodeURIComponent(user)}`, { method: 'POST', body: text });
}
