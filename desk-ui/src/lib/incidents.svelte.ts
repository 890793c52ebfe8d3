// Incidents that come a page at a time, as the list and the tray show them.
import type { DeskPage, IncidentLine } from "../pages";
import { ask, desk, Loaded } from "./api.svelte";

interface Read { first: DeskPage | null; lines: IncidentLine[]; next: string | null }

/** The first page of `/index.json` and what was asked for after it; another first page begins anew. */
export class IncidentList extends Loaded<DeskPage> {
  private further = $state.raw<Read>({ first: null, lines: [], next: null });
  // What came after another first page is never mixed with this one: an incident would stand there twice.
  private readonly read = $derived<Read>(this.further.first === this.data ? this.further : { first: this.data, lines: this.data?.incidents ?? [], next: this.data?.next ?? null });
  adding = $state(false);
  readonly lines = $derived(this.read.lines);
  /** How many are still to be asked for; at least one where the list goes on. */
  readonly left = $derived(this.read.next === null || this.error ? 0 : Math.max((this.data?.total ?? 0) - this.lines.length, 1));

  async more(): Promise<void> {
    const { first, lines, next } = this.read;
    if (next === null || this.adding || this.busy) return;
    this.adding = true;
    try {
      const got = await ask<DeskPage>(`${this.address}${this.address.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`);
      if (this.data === first) this.further = { first, lines: [...lines, ...got.incidents], next: got.next };
    } catch (problem) {
      desk.complain(problem);
    }
    this.adding = false;
  }
}
