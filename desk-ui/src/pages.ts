// The pages of the desk as the server sends them: src/dateline/desk/pages/, written by hand.
// Days and instants are ISO 8601; begin/end are code points, half-open; areas have a radius in km.

export interface Visitor { name: string; role: string; may: string[]; accounts: boolean }
export type Box = [west: number, south: number, east: number, north: number];
export interface Filter {
  since: string | null; until: string | null; bbox: Box | null;
  country: string[]; actor: string[]; event: string[]; source: string[]; status: string[];
  disputed: boolean; q: string; located: boolean | null;
}
export interface EventType { key: string; label: string; definition: string }
export interface Figure { low: number | null; best: number | null; high: number | null; rule: string }
export interface IncidentLine {
  id: string; sentence: string; events: string[]; status: string; disputed: boolean; modality: string;
  earliest: string | null; latest: string | null; place: string | null; country: string | null;
  lat: number | null; lon: number | null; radius_km: number | null; precision: string | null;
  killed: Figure | null; injured: Figure | null; actors: string[]; targets: string[];
  origins: number; reports: number; last_published: string | null;
}
export interface ReportLine {
  id: string; title: string; outlet: string | null; published: string | null; url: string | null; copy_of: string | null;
}
export interface Extent { begin: number; end: number; text: string }
export interface PartyPart extends Extent { name: string | null; country: string | null; sector: string | null; why: string }
export interface SourcePart { party: PartyPart; stance: string }
export interface PlacePart extends Extent {
  name: string | null; country: string | null; admin1: string | null; admin2: string | null; geonameid: number | null;
  lat: number | null; lon: number | null; radius_km: number | null; precision: string; relation: string | null; why: string;
}
export interface WhenPart extends Extent { earliest: string | null; latest: string | null; granularity: string; why: string }
export interface QuantityPart extends Extent {
  kind: string; least: number | null; most: number | null; approx: boolean; of: string | null;
}
export interface DecisionLine {
  number: number; claim: string; verdict: string; by: string; at: string; why: string;
  blind: boolean; adjudicates: boolean; standing: boolean;
}
export interface ClaimPart {
  id: string; report: string; incident: string | null; event: string; status: string; attributed: boolean;
  polarity: string; modality: string; trigger: Extent; evidence: Extent;
  actors: PartyPart[]; targets: PartyPart[]; weapons: Extent[];
  place: PlacePart | null; origin: PlacePart | null; destination: PlacePart | null; when: WhenPart | null;
  quantities: QuantityPart[]; sources: SourcePart[]; confidence: number; notes: string[];
  decisions: DecisionLine[]; current: boolean;
}
export interface EntryLine {
  number: number; at: string; by: string; what: string; subject: string; before: string | null; after: string | null; why: string;
}

interface Page { version: number; visitor: Visitor }
export interface DeskPage extends Page {
  filter: Filter; events: EventType[]; total: number; disputed: number; unlocated: number; undated: number;
  incidents: IncidentLine[]; next: string | null; record_empty: boolean;
}
export interface Cluster {
  lat: number; lon: number; radius_km: number; count: number; disputed: number; west: number; south: number; east: number; north: number;
}
export interface Area {
  id: string; lat: number; lon: number; radius_km: number; precision: string;
  status: string; disputed: boolean; modality: string; sentence: string;
}
export interface MapPage { version: number; clusters: Cluster[]; areas: Area[]; unlocated: number }
export interface Bar { first: string; last: string; count: number; disputed: number }
export interface TimelinePage { version: number; unit: string; bars: Bar[]; undated: number }
export interface Holder {
  place: string; lat: number | null; lon: number | null; radius_km: number | null; party: string | null; change: string;
  since: string | null; rivals: string[]; origins: string[]; claims: string[]; incidents: string[];
}
export interface HoldersPage { version: number; day: string | null; holders: Holder[] }
export interface Hit {
  kind: string; label: string; detail: string; id: string | null; name: string | null; country: string | null;
  admin1: string | null; admin2: string | null; geonameid: number | null; lat: number | null; lon: number | null;
  radius_km: number | null; precision: string | null; sector: string | null;
  earliest: string | null; latest: string | null; granularity: string | null;
}
export interface SearchPage { q: string; kind: string; hits: Hit[] }

export interface GridColumn { key: string; name: string; kind: string; why: string; reports: ReportLine[] }
export interface GridCell { column: string; values: string[]; claims: string[]; differs: boolean }
export interface GridRow { field: string; label: string; agreement: string; cells: GridCell[]; chosen: string | null; rule: string }
export interface JudgementLine { claims: [string, string]; verdict: string; by: string; at: string }
export interface Reason { points: number; sentence: string }
export interface Near { incident: IncidentLine; probability: number; reasons: Reason[]; claims: [string, string] }
export interface IncidentPage extends Page {
  incident: IncidentLine; columns: GridColumn[]; rows: GridRow[]; claims: ClaimPart[]; revisions: string[];
  judgements: JudgementLine[]; near: Near[]; history: EntryLine[];
}

export interface CaptureLine {
  number: number; original: string; download: string; method: string; at: string; url: string | null; path: string | null;
  outlet: string | null; media_type: string; tools: string[];
}
export interface DateLine { said_by: string; written: string; day: string | null; zone: string | null; chosen: boolean }
export interface SourcePage extends Page {
  report: ReportLine; text: string; lang: string; retrieved: string | null; filed_from: Extent | null;
  origin_name: string | null; origin_kind: string | null; origin_why: string; claims: ClaimPart[];
  captures: CaptureLine[]; dates: DateLine[]; copies: ReportLine[]; decisions: DecisionLine[]; events: EventType[];
  reader_version: string | null; codebook_version: string | null;
}

export interface ReviewItem {
  claim: ClaimPart; report: ReportLine; context: string; context_begin: number; because: string[]; blind: boolean;
  leased_until: string | null; incident: IncidentLine | null; near: Near[];
}
export interface ReviewPage extends Page {
  item: ReviewItem | null; waiting: number; decided: number; to_adjudicate: number; mine: DecisionLine[]; events: EventType[];
}
export interface FieldDifference { field: string; values: (string | null)[] }
export interface CoderVersion { by: string; decision: DecisionLine; claim: ClaimPart | null }
export interface Dispute {
  claim: ClaimPart; report: ReportLine; context: string; context_begin: number; coders: string[];
  versions: CoderVersion[]; differences: FieldDifference[];
}
export interface AdjudicationPage extends Page { disputes: Dispute[]; total: number }
export interface Alpha { field: string; coders: string[]; units: number; agreed: number | null; alpha: number | null }
export interface AgreementPage extends Page { coders: string[]; fields: Alpha[]; pairs: Alpha[] }

export interface OutcomeLine { name: string; kind: string; reason: string; report: string | null; claims: number }
export interface Job {
  id: string; by: string; what: string; state: string; started: string; finished: string | null; done: number;
  counts: [string, number][]; outcomes: OutcomeLine[]; problem: string | null;
}
export interface Case { name: string; reason: string; state: string; attempts: number; first: string; last: string }
export interface IntakePage extends Page {
  jobs: Job[]; cases: Case[]; latest: ReportLine[]; reports: number; claims: number; incidents: number; unread: number;
  most_bytes: number;
}

export interface LayoutColumn { name: string; meaning: string }
export interface Layout {
  what: string; format: string; label: string; suffix: string; columns: LayoutColumn[]; cannot: string[]; ready: boolean;
}
export interface ExportPage extends Page {
  filter: Filter; layouts: Layout[]; incidents: number; claims: number; reports: number; head: string; exported: EntryLine[];
}
export interface HistoryPage extends Page { subject: string | null; entries: EntryLine[]; next: number | null }

// Answers to writes.
export interface Done { version: number; changed: boolean; note: string; number: number | null; incident: string | null }
export interface Stale { error: string; seen: number; version: number; changes: EntryLine[] }
export interface Preview {
  version: number; before: IncidentLine[]; after: IncidentLine[]; claims: string[][]; judgements: number;
}
export interface Leased { version: number; item: ReviewItem | null }
export interface Started { job: string }
export interface Exported {
  name: string; download: string; manifest: string; sha256: string; rows: number; head: string; problems: string[];
}
export interface Verified { version: number; head: string; flaws: string[] }
export interface SignedIn { visitor: Visitor }

// A claim as a person would have it: forms.py, ClaimForm. Texts are taken from the report by the server.
export interface SpanForm { begin: number; end: number }
export interface PartyForm extends SpanForm { name: string | null; country: string | null; sector: string | null }
export interface PlaceForm extends SpanForm {
  name: string | null; country: string | null; admin1: string | null; admin2: string | null; geonameid: number | null;
  lat: number | null; lon: number | null; radius_km: number | null; precision: string;
}
export interface WhenForm extends SpanForm { earliest: string | null; latest: string | null; granularity: string }
export interface QuantityForm extends SpanForm {
  kind: string; least: number | null; most: number | null; approx: boolean; of: string | null;
}
export interface ClaimForm {
  event: string; trigger: SpanForm; evidence: SpanForm | null; polarity: string; modality: string;
  actors: PartyForm[]; targets: PartyForm[]; weapons: SpanForm[];
  place: PlaceForm | null; origin: PlaceForm | null; destination: PlaceForm | null; when: WhenForm | null;
  quantities: QuantityForm[]; sources: { party: PartyForm; stance: string }[];
}
