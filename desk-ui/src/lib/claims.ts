// A claim as it is shown (ClaimPart) and as a person changes it (ClaimForm).
import type { ClaimForm, ClaimPart, Extent, PartyPart, PlacePart } from "../pages";

export interface Mention extends Extent { role: string; claim: string }

/** The words of a claim by the role they play, for highlighting and for the form. */
export function mentions(claim: ClaimPart): Mention[] {
  const out: Mention[] = [{ ...extent(claim.trigger), role: "trigger", claim: claim.id }];
  const put = (role: string, several: (Extent | null)[]) => {
    for (const one of several) if (one) out.push({ ...extent(one), role, claim: claim.id });
  };
  put("actor", claim.actors);
  put("target", claim.targets);
  put("weapon", claim.weapons);
  put("place", [claim.place, claim.origin, claim.destination]);
  put("when", [claim.when]);
  put("quantity", claim.quantities);
  put("source", claim.sources.map((s) => s.party));
  return out;
}

/** How the words are underlined: what is said by somebody is dotted unless it is planned, possible or denied. */
export function look(claim: ClaimPart): string {
  return claim.status === "done" && claim.attributed ? "attributed" : claim.status;
}

export function formOf(claim: ClaimPart): ClaimForm {
  return {
    event: claim.event, trigger: span(claim.trigger), evidence: span(claim.evidence), polarity: claim.polarity, modality: claim.modality,
    actors: claim.actors.map(party), targets: claim.targets.map(party), weapons: claim.weapons.map(span),
    place: place(claim.place), origin: place(claim.origin), destination: place(claim.destination),
    when: claim.when && { ...span(claim.when), earliest: claim.when.earliest, latest: claim.when.latest, granularity: claim.when.granularity },
    quantities: claim.quantities.map((q) => ({ ...span(q), kind: q.kind, least: q.least, most: q.most, approx: q.approx, of: q.of })),
    sources: claim.sources.map((s) => ({ party: party(s.party), stance: s.stance })),
  };
}

export function newForm(words: { begin: number; end: number }, event: string): ClaimForm {
  return {
    event, trigger: span(words), evidence: null, polarity: "affirmed", modality: "actual", actors: [], targets: [], weapons: [],
    place: null, origin: null, destination: null, when: null, quantities: [], sources: [],
  };
}

const span = ({ begin, end }: { begin: number; end: number }) => ({ begin, end });
const extent = ({ begin, end, text }: Extent) => ({ begin, end, text });
const party = (p: PartyPart) => ({ ...span(p), name: p.name, country: p.country, sector: p.sector });
function place(p: PlacePart | null) {
  if (!p) return null;
  const { name, country, admin1, admin2, geonameid, lat, lon, radius_km, precision } = p;
  return { ...span(p), name, country, admin1, admin2, geonameid, lat, lon, radius_km, precision };
}
