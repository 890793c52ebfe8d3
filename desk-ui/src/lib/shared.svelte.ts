// What list, map and timeline share: the incident under the pointer or the focus.
class Shared {
  hovered = $state<string | null>(null);
}

export const shared = new Shared();

/** Keys pressed outside of any field, without modifiers: shortcuts of one screen. */
export function shortcuts(keys: Record<string, () => void>): (event: KeyboardEvent) => void {
  return (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
