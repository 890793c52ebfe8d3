"""The reader's network: encoder, heads, losses and export, all in one file.

A batch holds B windows of at most L word pieces and N words. Shapes stand at the end of the lines.
The encoder is a BERT stack (6 layers, width 384) that starts from all-MiniLM-L6-v2; a word is its
first piece. Every head reads its own learnt mix of the layers (Peters et al. 2018), so that claims
may have the top layers and grammar the middle ones. There are two kinds of head:

- a *label head* gives every word a class (part of speech, entity tag, event type, …);
- a *pair head* scores links between two words for each of K labels. Each label has its own small
  query and key, as attention heads do, so that the graph only has to export queries and keys and
  the few pairs that matter are multiplied at run time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor, nn

from dateline.reading.decode import SAME_BIAS

EVENTS = (
    "none air_strike missile_strike shelling bombing clash attack killing execution torture "
    "sexual_violence interception advance capture siege siege_lifted withdrawal control deployment "
    "exercise capability arming detention abduction release surrender displacement destruction "
    "looting agreement talks support aid accusation demand rejection threat sanction protest "
    "investigation"
).split()
ROLES = ["actor", "target", "weapon", "place", "origin", "destination", "when", "quantity", "source"]
STANCES = ["says", "confirms", "denies", "claims"]
MODALITIES = ["actual", "planned", "possible"]
POLARITIES = ["affirmed", "denied"]
QUANTITIES = (
    "killed injured missing detained released displaced people_moved weapons_used strikes "
    "targets_hit area_km2 vehicles money_usd other"
).split()
TAGS = ("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X").split()
RELATIONS = (
    "acl advcl advmod amod appos aux case cc ccomp compound conj cop csubj dep det discourse "
    "dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis "
    "punct reparandum root vocative xcomp clf"
).split()
ENTITIES = (
    "Organisation Location Person Temporal Quantity DocumentReference Weapon Nationality "
    "MilitaryPlatform Money Vehicle CommsIdentifier Frequency Coordinates"
).split()
NAMES = ["person", "place", "organization"]
ARGUMENTS = (
    "ARG0 ARG1 ARG2 ARG3 ARG4 ARGM-TMP ARGM-LOC ARGM-ADV ARGM-MOD ARGM-NEG ARGM-ADJ ARGM-MNR "
    "ARGM-DIS ARGM-EXT ARGM-PRP ARGM-CAU ARGM-DIR ARGM-PRD ARGM-GOL ARGM-COM"
).split()


def bio(types: list[str]) -> list[str]:
    """BIO tags of entity types, "O" first."""
    return ["O", *(f"{p}-{t}" for t in types for p in "BI")]


LABEL_HEADS = {
    "tag": TAGS,
    "entity": bio(ENTITIES),
    "name": bio(NAMES),
    "predicate": ["no", "yes"],
    "trigger": EVENTS,
    "polarity": POLARITIES,
    "modality": MODALITIES,
    "quantity": QUANTITIES,
}
DEEP = {"trigger", "polarity", "modality", "entity"}  # heads with a hidden layer
PAIR_HEADS = {  # labels, size of each label's query and key
    "arc": (["head"], 128),
    "relation": (RELATIONS, 16),
    "argument": (ARGUMENTS, 32),
    "role": (ROLES, 48),
    "stance": (STANCES, 16),
    "same": (["party"], 64),  # two mentions are one party; symmetric in use, not in form
}
# Arcs of roles also know how far apart two words are, in sentences and in words.
SENTENCE_BINS = 7  # -3 or further before … +3 or further after
WORD_BINS = 15
# Training-only heads: they teach the encoder and are not exported.
FACTUALITY = ["no", "unknown", "yes"]


@dataclass(frozen=True)
class Config:
    """Sizes of the network."""

    width: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    vocabulary: int = 30522
    positions: int = 512
    hidden: int = 256
    dropout: float = 0.1
    geneva: int = 0  # classes of the auxiliary trigger head


class Layer(nn.Module):
    """One transformer layer (post-norm, as BERT)."""

    def __init__(self, c: Config):
        super().__init__()
        self.heads = c.heads
        self.query, self.key, self.value, self.output = (nn.Linear(c.width, c.width) for _ in range(4))
        self.norm_attention, self.norm = nn.LayerNorm(c.width, 1e-12), nn.LayerNorm(c.width, 1e-12)
        self.up, self.down = nn.Linear(c.width, c.inner), nn.Linear(c.inner, c.width)
        self.drop = nn.Dropout(c.dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        b, n, w = x.shape
        split = lambda t: t.view(b, n, self.heads, w // self.heads).transpose(1, 2)  # (B, A, L, w/A)
        q, k, v = split(self.query(x) * (w // self.heads) ** -0.5), split(self.key(x)), split(self.value(x))
        scores = q @ k.transpose(2, 3)  # (B, A, L, L)
        if bias is not None:
            scores = scores + bias
        mixed = self.drop(scores.softmax(-1)) @ v  # (B, A, L, w/A)
        mixed = mixed.transpose(1, 2).reshape(b, n, w)  # (B, L, w)
        x = self.norm_attention(x + self.drop(self.output(mixed)))
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Word pieces to the vectors of every layer."""

    def __init__(self, c: Config):
        super().__init__()
        self.words = nn.Embedding(c.vocabulary, c.width, padding_idx=0)
        self.places = nn.Embedding(c.positions, c.width)
        self.kind = nn.Parameter(torch.zeros(c.width))
        self.norm = nn.LayerNorm(c.width, 1e-12)
        self.drop = nn.Dropout(c.dropout)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))

    def forward(self, pieces: Tensor) -> list[Tensor]:
        # A window alone, as the run-time graph has it, is not padded.
        bias = (pieces == 0)[:, None, None, :] * -1e4 if len(pieces) > 1 else None  # (B, 1, 1, L)
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.drop(self.norm(self.words(pieces) + self.places(place) + self.kind))  # (B, L, w)
        found = []
        for layer in self.layers:
            x = layer(x, None if bias is None else bias.to(x.dtype))
            found.append(x)
        return found

    def load(self, path: Path) -> None:
        """Takes the weights of a published BERT checkpoint (safetensors)."""
        old = load_file(path)
        new = {
            "words.weight": old["embeddings.word_embeddings.weight"],
            "places.weight": old["embeddings.position_embeddings.weight"],
            "kind": old["embeddings.token_type_embeddings.weight"][0],
        }
        new |= {f"norm.{p}": old[f"embeddings.LayerNorm.{p}"] for p in ("weight", "bias")}
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "output": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm": "output.LayerNorm",
        }
        for i in range(len(self.layers)):
            for ours, theirs in names.items():
                for p in ("weight", "bias"):
                    new[f"layers.{i}.{ours}.{p}"] = old[f"encoder.layer.{i}.{theirs}.{p}"]
        self.load_state_dict(new)


class Pair(nn.Module):
    """Queries and keys of K labels for links between words."""

    def __init__(self, c: Config, labels: int, size: int):
        super().__init__()
        self.labels, self.size = labels, size
        self.from_hidden, self.to_hidden = (nn.Linear(c.width, c.hidden) for _ in range(2))
        self.query, self.key = (nn.Linear(c.hidden, labels * size) for _ in range(2))
        self.drop = nn.Dropout(0.2)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        shape = (*x.shape[:2], self.labels, self.size)
        q = self.query(self.drop(F.gelu(self.from_hidden(x)))) * self.size**-0.5
        k = self.key(self.drop(F.gelu(self.to_hidden(x))))
        return q.view(shape), k.view(shape)  # (B, N, K, d) each


class Reader(nn.Module):
    """Encoder and heads. `forward` returns label logits and pair queries and keys by name."""

    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.encoder = Encoder(c)
        self.drop = nn.Dropout(0.2)
        heads = {k: len(v) for k, v in LABEL_HEADS.items()}
        if c.geneva:
            heads |= {"geneva": c.geneva, "factual": len(FACTUALITY)}
        self.label = nn.ModuleDict(
            {
                k: nn.Sequential(nn.Linear(c.width, c.hidden), nn.GELU(), nn.Dropout(0.2), nn.Linear(c.hidden, n))
                if k in DEEP
                else nn.Linear(c.width, n)
                for k, n in heads.items()
            }
        )
        self.pair = nn.ModuleDict({k: Pair(c, len(v), d) for k, (v, d) in PAIR_HEADS.items()})
        self.mix = nn.ParameterDict({k: top_layer(c) for k in (*self.label, *self.pair)})
        self.role_bias = nn.Parameter(torch.full((len(ROLES),), -3.0))
        self.by_sentence = nn.Parameter(torch.zeros(len(ROLES), SENTENCE_BINS))
        self.by_word = nn.Parameter(torch.zeros(len(ROLES), WORD_BINS))

    def words(self, pieces: Tensor, first: Tensor) -> Tensor:
        """Vectors of words in every layer, each word its first piece."""
        index = first.clamp(min=0).unsqueeze(-1).expand(-1, -1, self.config.width)
        return torch.stack([x.gather(1, index) for x in self.encoder(pieces)])  # (layers, B, N, w)

    def forward(self, pieces: Tensor, first: Tensor) -> dict[str, Tensor]:
        return self.read(self.words(pieces, first))

    def read(self, words: Tensor) -> dict[str, Tensor]:
        """Label logits and pair queries and keys from word vectors (layers, B, N, w)."""
        shares = torch.stack([share.softmax(0) for share in self.mix.values()]).to(words.dtype)  # (heads, layers)
        # One product for all heads: a sum over layers for each costs the run-time graph a tenth of its time.
        mixes = (shares @ words.flatten(1)).view(len(shares), *words.shape[1:])
        mixed = {k: self.drop(x) for k, x in zip(self.mix, mixes, strict=True)}  # (B, N, w) each
        out = {k: head(mixed[k]) for k, head in self.label.items()}  # (B, N, classes)
        for k, head in self.pair.items():
            out[k + "_query"], out[k + "_key"] = head(mixed[k])  # (B, N, K, d)
        return out

    def mixed(self, words: Tensor, head: str) -> Tensor:
        """The word vectors that one head reads (B, N, w)."""
        share = self.mix[head].softmax(0).to(words.dtype)
        return self.drop((words * share[:, None, None, None]).sum(0))

    def distance(self, sentence: Tensor, here: Tensor, there: Tensor) -> Tensor:
        """Bias of each role for how far the filler stands from the trigger."""
        by_sentence = (sentence[there] - sentence[here]).clamp(-3, 3) + 3
        return (self.by_sentence[:, by_sentence] + self.by_word[:, word_bin(there - here)]).T  # (P, R)


def top_layer(c: Config) -> nn.Parameter:
    """Where a head's mix starts: four fifths of the last layer, the rest spread."""
    return nn.Parameter(torch.tensor([0.0] * (c.layers - 1) + [3.0]))


def word_bin(gap: Tensor) -> Tensor:
    """Signed distances in words to bins: 0, ±1, ±2, ±3-4, ±5-8, ±9-16, ±17-32, beyond."""
    edges = torch.tensor([0, 1, 2, 4, 8, 16, 32])
    size = torch.bucketize(gap.abs(), edges)  # 0 … 7
    return torch.where(gap < 0, 7 - size, 7 + size).clamp(0, WORD_BINS - 1)


# ------------------------------------------------------------------------------------- losses


def loss_of(model: Reader, out: dict[str, Tensor], batch: list[dict], weight: dict[str, float]) -> Tensor:
    """Sum of the losses of whatever labels each window of the batch carries."""
    total = out["tag"].sum() * 0.0
    for head in model.label:
        rows = [(i, w[head]) for i, w in enumerate(batch) if head in w]
        if not rows:
            continue
        logits = torch.cat([out[head][i, : len(y)] for i, y in rows]).float()  # (W, classes)
        gold = torch.cat([torch.as_tensor(y) for _, y in rows])  # (W) or soft (W, classes)
        if gold.dim() == 2:
            mass = gold.sum(-1)
            loss = -(gold * logits.log_softmax(-1)).sum() / mass.sum().clamp(min=1)
        elif (gold >= 0).any():
            loss = F.cross_entropy(logits, gold, ignore_index=-100)
        else:
            continue
        total = total + weight.get(head, 1.0) * loss
    parts: dict[str, list[Tensor]] = {}
    for i, window in enumerate(batch):
        for name, value in pair_losses(model, out, i, window):
            parts.setdefault(name, []).append(value)
    for name, values in parts.items():
        total = total + weight.get(name, 1.0) * torch.cat(values).mean()
    return total


def same_losses(query: Tensor, key: Tensor, party: list[int]) -> Tensor | None:
    """Losses of the links between the mentions of a window; `query`, `key` are (n, d) of its words.

    `party` has for each word the number of the party that it names or means, 0 for no mention and -1 for
    one that nobody names. Of two without a name nobody knows whether they are one.
    """
    number = torch.as_tensor(party)
    at = (number >= -1).logical_and(number != 0).nonzero().squeeze(-1)
    if len(at) < 2:
        return None
    who = number[at]
    scores = query[at] @ key[at].T + SAME_BIAS  # (m, m)
    known = ((who[:, None] > 0) | (who[None] > 0)) & ~torch.eye(len(at), dtype=torch.bool)
    gold = ((who[:, None] == who[None]) & (who[:, None] > 0)).float()
    loss = F.binary_cross_entropy_with_logits(scores, gold, reduction="none") * known
    return loss.sum(1) / known.sum(1).clamp(min=1)


def pair_losses(model: Reader, out: dict[str, Tensor], i: int, window: dict):
    """Yields (head, losses of its items) for one window."""
    sentence = torch.as_tensor(window["sentence"])  # (n)
    n = len(sentence)
    if "head" in window:
        gold = torch.as_tensor(window["head"])
        known = (gold >= 0).nonzero().squeeze(-1)
        if len(known):
            q, k = out["arc_query"][i, :n, 0].float(), out["arc_key"][i, :n, 0].float()
            scores = (q @ k.T).masked_fill(sentence[:, None] != sentence[None], -1e4)  # (n, n)
            yield "arc", F.cross_entropy(scores[known], gold[known], reduction="none")
            q, k = out["relation_query"][i, known].float(), out["relation_key"][i, gold[known]].float()
            relation = torch.as_tensor(window["relation"])[known]
            yield "relation", F.cross_entropy((q * k).sum(-1), relation, reduction="none")
    if window.get("predicates"):
        at = torch.as_tensor(window["predicates"])
        q, k = out["argument_query"][i, at].float(), out["argument_key"][i, :n].float()
        scores = torch.einsum("pkd,nkd->pnk", q, k) - 3.0
        gold = torch.zeros_like(scores)
        for p, w, r in window["arguments"]:
            gold[p, w, r] = 1.0
        mask = (sentence[at][:, None] == sentence[None]).float()[..., None]
        loss = F.binary_cross_entropy_with_logits(scores, gold, reduction="none") * mask
        yield "argument", loss.sum((1, 2))
    if window.get("party"):
        loss = same_losses(out["same_query"][i, :n, 0].float(), out["same_key"][i, :n, 0].float(), window["party"])
        if loss is not None:
            yield "same", loss
    if window.get("triggers"):
        at = torch.as_tensor(window["triggers"])
        q, k = out["role_query"][i, at].float(), out["role_key"][i, :n].float()
        t, w = torch.meshgrid(at, torch.arange(n), indexing="ij")
        bias = model.distance(sentence, t.reshape(-1), w.reshape(-1)).view(len(at), n, -1)
        scores = torch.einsum("pkd,nkd->pnk", q, k) + bias + model.role_bias  # (T, n, R)
        gold = torch.zeros_like(scores)
        for p, w, r in window["roles"]:
            gold[p, w, r] = 1.0
        loss = F.binary_cross_entropy_with_logits(scores, gold, reduction="none")
        yield "role", loss.sum((1, 2)) * torch.as_tensor(window["weights"])
        if window["stances"]:
            s = torch.as_tensor(window["stances"])  # (S, 3): trigger, word, class
            q, k = out["stance_query"][i, s[:, 0]].float(), out["stance_key"][i, s[:, 1]].float()
            yield "stance", F.cross_entropy((q * k).sum(-1), s[:, 2], reduction="none")


# ------------------------------------------------------------------------------------- export


class Exported(nn.Module):
    """What the run-time graph computes: everything the reading stage decodes, flat and in order."""

    def __init__(self, model: Reader):
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        out = self.model(pieces, first)
        labels = [out[k] for k in LABEL_HEADS]
        pairs = [out[k + s].flatten(2) for k in PAIR_HEADS for s in ("_query", "_key")]
        return (*labels, *pairs)


def output_names() -> list[str]:
    """Names of the graph's outputs, in order."""
    return [*LABEL_HEADS, *(k + s for k in PAIR_HEADS for s in ("_query", "_key"))]
