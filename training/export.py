"""Turns a trained checkpoint into what ships: `reader.onnx` (int8), `tokenizer.json`, `labels.json`.

Decision thresholds are found on the dev reports and folded into biases, so that at run time every
decision is "more likely than not".
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

import model as m
import train as t
from claims import windows as label_report
from coded import reports
from smoothing import Batch, smooth

MEASURED = 4  # of so many windows one is looked at for the sizes of activations
SHIPPED = Path(__file__).parent.parent / "src/dateline/model"


@torch.no_grad()
def calibrate(model: m.Reader, batcher: t.Batcher) -> None:
    """Shifts the trigger's "none" logit and each role's bias to the best F1 on the dev reports."""
    windows = [w for r in reports("dev") for w in label_report(r, model, batcher)]
    model.eval()
    margins: list[tuple[float, int, int]] = []  # log odds of any event, is one, is right type
    arcs: list[list[tuple[float, bool]]] = [[] for _ in m.ROLES]
    golds = [0] * len(m.ROLES)
    for pieces, first, group in batcher.batches(windows, shuffle=False):
        out = model(pieces, first)
        for i, w in enumerate(group):
            n = len(w["words"])
            logits = out["trigger"][i, :n]
            any_event = logits[:, 1:].logsumexp(-1) - logits[:, 0]
            kind = logits[:, 1:].argmax(-1) + 1
            mass = w["trigger"].sum(-1)
            for j in range(n):
                is_one = bool(w["trigger"][j, 0] < 0.5)
                if is_one and mass[j] <= 0.9:
                    continue  # optional: counts neither way
                margins.append((float(any_event[j]), int(is_one), int(is_one and bool(w["trigger"][j, kind[j]] > 0))))
            if w["triggers"]:
                collect_arcs(model, out, i, w, arcs, golds)
    shift = best_threshold([(x, bool(right)) for x, _, right in margins], sum(o for _, o, _ in margins))
    model.label["trigger"][-1].bias[0] += shift
    print(f"trigger threshold {torch.tensor(shift).sigmoid():.2f}")
    for r, name in enumerate(m.ROLES):
        cut = best_threshold(arcs[r], golds[r], slack=0.005) if golds[r] >= 20 else 0.0
        model.role_bias[r] -= cut
        print(f"{name} threshold {torch.tensor(cut).sigmoid():.2f} ({golds[r]} arcs)")


def collect_arcs(model, out, i, w, arcs, golds) -> None:
    """Log odds of every candidate arc of a window, by role, with whether it is right."""
    n, at, sentence = len(w["words"]), torch.tensor(w["triggers"]), torch.tensor(w["sentence"])
    q, k = out["role_query"][i, at], out["role_key"][i, :n]
    here, there = torch.meshgrid(at, torch.arange(n), indexing="ij")
    bias = model.distance(sentence, here.reshape(-1), there.reshape(-1)).view(len(at), n, -1)
    odds = torch.einsum("pkd,nkd->pnk", q, k) + bias + model.role_bias
    true = {tuple(x) for x in w["roles"]}
    for p, o, r in (odds > -4).nonzero().tolist():
        arcs[r].append((float(odds[p, o, r]), (p, o, r) in true))
    for _, _, r in true:
        golds[r] += 1


def kinds_of_event() -> dict[str, list[float]]:
    """For each event type, how much more often than usual each kind of number goes with it.

    Square roots of smoothed ratios over the training reports: the head has seen part of it already.
    """
    counts = {e: dict.fromkeys(m.QUANTITIES, 0.0) for e in m.EVENTS}
    for coded in reports("train"):
        for claim in coded["claims"]:
            for quantity in claim["quantities"]:
                if quantity["kind"] in counts[claim["event"]]:
                    counts[claim["event"]][quantity["kind"]] += 1
    usual = {k: sum(c[k] for c in counts.values()) + 1 for k in m.QUANTITIES}
    total = sum(usual.values())
    out = {}
    for event, kinds in counts.items():
        n = sum(kinds.values())
        share = {k: (kinds[k] + 10 * usual[k] / total) / (n + 10) for k in m.QUANTITIES}
        out[event] = [round((share[k] * total / usual[k]) ** 0.5, 4) for k in m.QUANTITIES]
    return out


def best_threshold(scored: list[tuple[float, bool]], gold: int, slack: float = 0.0) -> float:
    """The log odds above which F1 is best, kept within 0.25 … 0.75 so that a small dev set cannot run away.

    `slack`: of all thresholds whose F1 is that close to the best, the lowest. Curves are flat near the
    top, and striking out a wrong value is quicker for a coder than finding one that is missing.
    """
    scored = sorted(scored, reverse=True)
    curve, right = [], 0
    for said, (odds, ok) in enumerate(scored, 1):
        right += ok
        if abs(odds) < 1.1:
            curve.append((2 * right / (said + gold), odds))
    if not curve:
        return 0.0
    best = max(f1 for f1, _ in curve)
    return min(odds for f1, odds in curve if f1 >= best - slack) - 1e-4


def write_graph(model: m.Reader, path: Path) -> None:
    """The network as a graph of one window, in fp32."""
    pieces, first = torch.randint(1000, 2000, (1, 24)), torch.arange(1, 21)[None]
    torch.onnx.export(
        m.Exported(model),
        (pieces, first),
        str(path),
        input_names=["pieces", "first"],
        output_names=m.output_names(),
        dynamic_axes={"pieces": {1: "L"}, "first": {1: "N"}} | {o: {1: "N"} for o in m.output_names()},
        opset_version=17,
        dynamo=False,
    )


def export(model: m.Reader, batches: Iterable[Batch], folder: Path, version: str) -> None:
    """Writes the graph (fp32 beside it for comparison), tokenizer and labels; `batches` are what smoothing looks at."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    write_graph(model, folder / "reader.fp32.onnx")
    smooth(model, batches)
    full = folder / "smoothed.onnx"
    write_graph(model, full)
    graph = onnx.load(full)
    heads = [n.name for n in graph.graph.node if n.op_type == "MatMul" and "/layers." not in n.name]
    quantize_dynamic(
        full,
        folder / "reader.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # exact on processors without VNNI too
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=heads,  # small, and where a rounded weight costs most
    )
    full.unlink()
    shutil.copy(t.base_model() / "tokenizer.json", folder / "tokenizer.json")
    spec = {
        "version": version,
        "labels": m.LABEL_HEADS,
        "pairs": {k: v for k, (v, _) in m.PAIR_HEADS.items()},
        "role_bias": [round(float(x), 5) for x in model.role_bias],
        "by_sentence": [[round(float(y), 5) for y in x] for x in model.by_sentence],
        "kinds_of_event": kinds_of_event(),
        "by_word": [[round(float(y), 5) for y in x] for x in model.by_word],
    }
    (folder / "labels.json").write_text(json.dumps(spec, indent=1) + "\n", encoding="utf8")
    print(f"reader.onnx {(folder / 'reader.onnx').stat().st_size / 2**20:.1f} MiB; {len(heads)} head products whole")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--version", required=True)
    options = parser.parse_args()
    os.environ.setdefault("CORPORA", "")
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))
    reader = t.load(options.checkpoint)
    batcher = t.Batcher(t.base_tokenizer(), 1800)
    calibrate(reader, batcher)
    ours = [w for r in reports("train") if not r["report"].get("ref") for w in label_report(r, reader, batcher)]
    export(reader, batcher.batches(ours[::MEASURED], shuffle=False), options.out, options.version)
