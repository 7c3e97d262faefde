"""The NLI model behind the gate's rules: a tiny BERT that was really taught two words, so its verdicts are known.

It says "contradiction" where the sentence holds "used", else "neutral" where the passage does not hold "lungs", else
"entailment".
"""

from __future__ import annotations

import gc
import json
import shutil
import threading

import pytest

from t2v_core.errors import DependencyError, InputError, ModelError, PathError
from t2v_core.host import LocalHost, silent
from t2v_core.planning.gate.entailment import entailment_model
from t2v_core.planning.gate.grounding import check_sentence
from t2v_core.planning.llm import word_plan
from t2v_core.planning.request import PlanRequest
from tests.core.planning_llm.conftest import PASSAGE
from tests.core.planning_llm.faulty_server import GOOD, Reply, sse

TRUE = GOOD["sentences"][0]["text"]
FALSE = "Red blood cells used to carry oxygen from the lungs to the tissues."  # no rule of words finds fault with it
LABELS = ("neutral", "Entailment", "contradiction")
WORDS = [
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "lungs", "used"),
    *(f"{PASSAGE} {TRUE} {FALSE}".lower().replace(".", " . ").split()),
]
VOCABULARY = {word: i for i, word in enumerate(dict.fromkeys(WORDS))}
POSITIONS = 64


@pytest.fixture(scope="session")
def nli_folder(tmp_path_factory):
    """The model, taught in about a second, and its tokenizer."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    inner = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    inner.normalizer = normalizers.Lowercase()
    inner.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    inner.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    read = ["input_ids", "token_type_ids", "attention_mask"]
    folder = tmp_path_factory.mktemp("nli") / "tiny-nli"
    _taught().save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=inner, model_input_names=read, **special).save_pretrained(folder)
    return folder


def _taught():
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    config = BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=32, num_hidden_layers=1, num_attention_heads=4, intermediate_size=32,
        max_position_embeddings=POSITIONS, hidden_dropout_prob=0, initializer_range=0.1, attention_probs_dropout_prob=0, id2label=dict(enumerate(LABELS)),
        label2id={label: i for i, label in enumerate(LABELS)},
    )  # fmt: skip
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = BertForSequenceClassification(config)
        model.bert.embeddings.position_embeddings.weight.requires_grad_(False).zero_()
        optimizer = torch.optim.Adam((p for p in model.parameters() if p.requires_grad), 5e-3)
        for _ in range(500):
            words = torch.randint(6, len(VOCABULARY), (32, 40))  # 24 words of a passage, 13 of a sentence
            supported, refused, spoken = torch.rand(32) < 0.6, torch.rand(32) < 0.4, torch.rand(32) < 0.5
            rows = torch.arange(32)
            words[rows[supported], torch.randint(1, 25, (int(supported.sum()),))] = VOCABULARY["lungs"]
            words[rows[spoken], torch.randint(26, 39, (int(spoken.sum()),))] = VOCABULARY["lungs"]
            words[rows[refused], torch.randint(26, 39, (int(refused.sum()),))] = VOCABULARY["used"]
            words[:, 0], words[:, 25], words[:, 39] = 2, 3, 3
            segment = (torch.arange(40) > 25).long().expand(32, 40)
            wanted = torch.where(refused, 2, torch.where(supported, 1, 0))
            loss = torch.nn.functional.cross_entropy(model(input_ids=words, token_type_ids=segment).logits, wanted)
            if loss < 0.005:
                return model
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    raise AssertionError(f"not learnt: {loss}")


@pytest.fixture
def copied(nli_folder, tmp_path):
    """A copy to damage: `copied(config={...})` with other entries of its config.json."""

    def copy(**config):
        folder = tmp_path / "copy"
        shutil.copytree(nli_folder, folder)
        file = folder / "config.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), **config}))
        return folder

    return copy


def verdict(folder, sentence, sentences=(PASSAGE,)):
    with entailment_model(str(folder), LocalHost()) as model:
        return model.refusal(sentences, sentence, silent)


def plan_with(server, skeleton, encoder, sentence, host=None, **changes):
    answer = {**GOOD, "sentences": [{"text": sentence, "evidence_id": "E1"}]}
    server.answer = lambda path, body: Reply(chunks=sse(json.dumps(answer)))
    request = PlanRequest(topic="red blood cells", planner="server", server_url=server.url, **changes)
    return word_plan(skeleton, request, host or LocalHost(), encoder)


def test_a_sentence_that_the_rules_let_through_is_replaced_and_the_audit_names_the_model_and_why(
    server, skeleton, encoder, nli_folder
):
    without = plan_with(server, skeleton, encoder, FALSE)
    assert without.scenes[0].claims[0].text == FALSE
    plan = plan_with(server, skeleton, encoder, FALSE, nli_model=str(nli_folder))
    assert plan.scenes[0].claims == skeleton.scenes[0].claims
    replaced = next(a for a in plan.audit if a.event == "sentence_replaced" and a.scene == "s1")
    assert replaced.detail.startswith("not_entailed (entailment 0.0")
    assert ", contradiction " in replaced.detail and FALSE in replaced.detail
    assert "the gate with tiny-nli" in next(a.detail for a in plan.audit if a.event == "llm_wording")


def test_a_sentence_that_the_passage_entails_stands(server, skeleton, encoder, nli_folder):
    plan = plan_with(server, skeleton, encoder, TRUE, nli_model=str(nli_folder))
    assert plan.scenes[0].claims[0].text == TRUE


def test_a_plan_file_is_checked_with_the_model_claim_by_claim(server, skeleton, encoder, nli_folder, tmp_path, capsys):
    from t2v_core.cli.main import main

    file = tmp_path / "plan.json"
    file.write_text(plan_with(server, skeleton, encoder, FALSE).to_json(), encoding="utf-8")
    assert main(["check", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_entailed"] == []
    assert main(["check", str(file), "--json", "--nli-model", str(nli_folder)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [x.startswith(f"s1: {FALSE} (entailment 0.0") for x in report["not_entailed"]] == [True]
    assert any("not entailed" in w for w in report["warnings"])


def test_the_books_own_sentence_and_one_the_rules_refuse_are_not_asked_about(encoder):
    def asked(sentences, said):
        raise AssertionError(said)

    assert check_sentence("They live for about 120 days.", [PASSAGE], encoder, asked).ok
    assert check_sentence("They live for about 210 days.", [PASSAGE], encoder, asked).reason == "number"


def test_what_the_passage_says_to_a_model_is_no_premise(encoder):
    seen = []
    check_sentence(TRUE, [PASSAGE], encoder, lambda sentences, said: seen.extend(sentences) or "")
    assert seen and not any("robots" in s for s in seen)


def test_the_model_is_unloaded_after_the_plan_and_room_is_asked_for_before_it_moves(
    server, skeleton, encoder, nli_folder
):
    from transformers import BertForSequenceClassification

    def loaded():
        gc.collect()
        return [o for o in gc.get_objects() if isinstance(o, BertForSequenceClassification)]

    asked = []

    class Host(LocalHost):
        def make_room(self, nbytes: int) -> None:
            asked.append(nbytes)

    plan_with(server, skeleton, encoder, TRUE, Host(), nli_model=str(nli_folder))
    assert loaded() == []
    assert len(asked) == 1
    assert asked[0] == pytest.approx((nli_folder / "model.safetensors").stat().st_size, rel=0.1)


def test_the_order_of_labels_is_read_from_the_model(nli_folder, copied):
    assert verdict(nli_folder, TRUE) == ""
    turned = copied(id2label={"0": "ENTAILMENT", "1": "neutral", "2": "contradiction"})
    assert verdict(turned, TRUE).startswith("entailment 0.0")


def test_a_model_of_two_labels_is_enough(nli_folder, copied):
    from safetensors.torch import load_file, save_file

    folder = copied(
        id2label={"0": "entailment", "1": "not_entailment"}, label2id={"entailment": 0, "not_entailment": 1}
    )
    weights = load_file(folder / "model.safetensors")
    for name in ("classifier.weight", "classifier.bias"):
        weights[name] = weights[name][[1, 2]].clone()
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    assert verdict(folder, TRUE) == ""
    assert ", not_entailment " in verdict(folder, FALSE)


def test_a_passage_longer_than_the_model_reads_is_read_in_windows(nli_folder):
    filler = ["They live for about 120 days to carry oxygen."] * 12
    assert verdict(nli_folder, TRUE, filler).startswith("entailment 0.0")
    assert verdict(nli_folder, TRUE, [*filler, "They carry oxygen from the lungs."]) == ""
    assert (
        verdict(nli_folder, TRUE, [" ".join(["They carry oxygen from the lungs", *filler])]) == ""
    )  # one endless sentence


def test_a_sentence_longer_than_the_model_reads_is_refused(nli_folder):
    assert "longer than" in verdict(nli_folder, " ".join(["oxygen"] * POSITIONS))


def test_cancel_leaves_in_the_middle_of_a_batch(nli_folder):
    class Cancelled(BaseException):
        """As ComfyUI's interrupt: nothing in the core may catch it."""

    computing, go_on = threading.Event(), threading.Event()

    def report(done, total, text="", preview=None):
        if computing.is_set():
            raise Cancelled

    def slowly(*_):
        computing.set()
        go_on.wait(60)

    with pytest.raises(Cancelled), entailment_model(str(nli_folder), LocalHost()) as model:
        model._model.register_forward_pre_hook(slowly)
        try:
            model.refusal([PASSAGE], TRUE, report)
        finally:
            assert not go_on.is_set()
            go_on.set()


def test_no_name_is_no_model():
    with entailment_model("", LocalHost()) as model:
        assert model is None


def test_a_model_without_a_label_for_entailment_is_named_with_the_labels_it_has(copied):
    folder = copied(id2label={"0": "negative", "1": "mixed", "2": "positive"})
    with pytest.raises(ModelError, match="negative, mixed, positive"):
        verdict(folder, TRUE)


def test_pickled_weights_are_refused(copied):
    folder = copied()
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match=r"no \.safetensors"):
        verdict(folder, TRUE)


def test_a_model_that_was_never_taught_to_classify_is_refused(copied):
    from safetensors.torch import load_file, save_file

    folder = copied()
    weights = {k: v for k, v in load_file(folder / "model.safetensors").items() if "classifier" not in k}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError, match="classifier"):
        verdict(folder, TRUE)


def test_code_of_a_model_is_not_run(copied):
    folder = copied(
        model_type="own", auto_map={"AutoConfig": "own.Own", "AutoModelForSequenceClassification": "own.Own"}
    )
    (folder / "own.py").write_text("raise SystemExit('code of a model was run')")
    with pytest.raises(ModelError, match="cannot be loaded"):
        verdict(folder, TRUE)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("no-such-folder", InputError),
        ("x" * 400, InputError),
        ("owner/no-such-model", DependencyError),
        ("../elsewhere", PathError),
        ("a\0b", PathError),
    ],
)
def test_a_model_that_is_not_there_is_refused_whatever_on_llm_error_says(
    skeleton, encoder, server, tmp_path, name, error
):
    with pytest.raises(error):
        plan_with(
            server, skeleton, encoder, TRUE, nli_model=name, nli_roots=(tmp_path / "nli",), on_llm_error="fallback"
        )
    assert server.seen == []


def test_a_folder_is_found_by_its_name_below_the_roots_and_nowhere_else(nli_folder, tmp_path):
    with entailment_model("tiny-nli", LocalHost(), roots=(tmp_path, nli_folder.parent)) as model:
        assert model.name == "tiny-nli"
    with pytest.raises(PathError), entailment_model(str(nli_folder), LocalHost(), roots=(tmp_path,)):
        pass


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(InputError, match=r"no config\.json"), entailment_model(str(tmp_path), LocalHost()):
        pass
