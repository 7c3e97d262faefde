"""Prompts are measured as the models measure them: with T5's tokenizer as ComfyUI brings it."""

from __future__ import annotations

import pytest

from devtools.comfyui import find_comfyui
from t2v_core.cli.client import ServerError
from t2v_core.prompting.text import plain
from t2v_core.prompting.tokens import estimate_tokens
from tests.comfy.conftest import small

TEXTS = (
    "The gradient of the loss with respect to the weights is computed by the chain rule, layer by layer.",
    "getHttpResponseXmlParserFactoryBeanDefinition weka.filters.unsupervised.attribute.StringToWordVector -C 0.25",
    "def getElementById(self, nodeId): return self._map.get(nodeId, None) # O(1)",
    "THE MITOCHONDRIAL ATP SYNTHASE PUMPS PROTONS; XQZJKVWP",
    "Escherichia coli Staphylococcus Mycobacterium tuberculosis Caenorhabditis Llanfairpwllgwyngyll",
    r"\frac{\partial L}{\partial w_{ij}} = \sum_{k=1}^{n} \delta_k x_{ij} with Hᵣₓₙ and 𝛼 ≤ ½",
    "sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4 ATGCGTACGTTAGCCTAGG acgtacg CH3CH2OH Ca(OH)2",
    "Zoë's naïve façade, Donaudampfschifffahrtsgesellschaft, Zażółć gęślą jaźń",
    "theta lambda psi xi xqzj vkwp bnmq hmmpgmd a b c",
    "x" * 3000,
)


@pytest.fixture(scope="module")
def t5():
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(find_comfyui() / "comfy" / "text_encoders" / "t5_tokenizer" / "tokenizer.json"))


@pytest.mark.parametrize("text", TEXTS)
def test_without_a_tokenizer_the_estimate_is_what_t5_counts(t5, text):
    text = plain(text)[0]
    assert estimate_tokens(text, "ltx") == len(t5.encode(text).ids) <= estimate_tokens(text, "wan")


@pytest.fixture
def builder(client):
    """Run the prompt builder alone with these inputs: what it shows, and its seeds."""

    def call(**inputs: object) -> tuple[str, list[str]]:
        workflow = small("plan_for_native_nodes")
        node = workflow.node("T2V_AcademicPromptBuilder")
        kept = ("PrimitiveStringMultiline", "T2V_BookChunker", "T2V_SemanticRetriever", "T2V_ScenePlanner")
        for name in [n for n in workflow if n != node and workflow[n]["class_type"] not in kept]:
            del workflow[name]
        workflow.set("T2V_AcademicPromptBuilder", **inputs).set("T2V_ScenePlanner", seconds=12.0)
        workflow["seen"] = {"class_type": "PreviewAny", "inputs": {"source": [node, 4]}}
        outputs = client.run(workflow).outputs
        return outputs[node]["t2v_text"][0], outputs["seen"]["text"]

    return call


def test_the_node_counts_with_the_tokenizer_that_comfyui_brings_and_gives_each_scene_a_seed(builder):
    text, seeds = builder(family="ltx-0.9.1")
    assert "counted with the tokenizer" in text
    assert len(seeds) == len(set(seeds)) == text.count(" frames)") >= 2


def test_a_foreign_topic_is_refused_or_let_through(builder):
    french = "la descente de gradient est un algorithme"
    with pytest.raises(ServerError, match="topic is not English"):
        builder(topic=french)
    assert "warning: topic is not English" in builder(topic=french, language_policy="warn")[0]
