// Incidents that come a page at a time, as the list and the tray show them.
import type { DeskPage, IncidentLine } from "../pages";
import { ask, desk, Loaded } from "./api.svelte";

/** The first page of `/index.json` and what was asked for after it; another address begins anew. */
export class IncidentList extends Loaded<DeskPage> {
  private rest = $state.raw<IncidentLine[]>([]);
  private next = $state<string | null>(null);
  adding = $state(false);
  readonly lines = $derived([...(this.data?.incidents ?? []), ...this.rest]);
  /** How many are still to be asked for; at least one where the list goes on. */
  readonly left = $derived(this.next === null ? 0 : Math.max((this.data?.total ?? 0) - this.lines.length, 1));

  override async load(address: string): Promise<void> {
    await super.load(address);
    if (this.address !== address || this.error) return;
    this.rest = [];
    this.next = this.data?.next ?? null;
  }

  async more(): Promise<void> {
    if (this.next === null || this.adding) return;
    const { address, next } = this;
    this.adding = true;
    try {
      const got = await ask<DeskPage>(`${address}${address.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`);
      if (this.address === address) {
        this.rest = [...this.rest, ...got.incidents];
        this.next = got.next;
      }
    } catch (problem) {
      desk.complain(problem);
    }
    this.adding = false;
  }
}
