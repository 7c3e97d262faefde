"""Sentence borders in the kinds of prose that textbooks hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from t2v_core.book.sentences import sentence_spans, split_sentences

# Each text is written as its sentences, joined by one space: the splitter must find the joints again.
PROSE = [
    ["Gradient descent is simple.", "It follows the slope."],
    ["Some methods, e.g. Newton's, use curvature.", "Others, i.e. first-order ones, do not."],
    ["See Fig. 3 and Eq. (2) for details.", "Sec. 4.2 has more."],
    ["Smith et al. (1998) showed this.", "Later came Jones et al.", "The proof is short."],
    ["Dr. A. B. Turing met Prof. von Neumann.", "They talked."],
    ["The rate is 0.01 here.", "With 3.5 it diverges."],
    ["The study by Eugene V. Koonin and Mary P. Jones is new.", "J. R. R. Tolkien wrote before it."],
    ["The U.S. Navy has No. 5 and St. Louis.", "It left at 5 p.m. on Monday."],
    ["The set has size N.", "The next one is larger."],
    ["We move along the axis x.", "Then we stop."],
    ["Why does it work?", "Nobody knows!", "We try anyway."],
    ['He said "It converges."', "She agreed."],
    ["“Is it convex?” he asked.", "It was."],
    ["The loss is f(x) = (x − 1)².", "Its minimum is at x = 1."],
    ["It was found in 1986.", "25 groups repeated it."],
    ["This clusters the data.", "k-means is one way."],
    ["Use apples, pears, etc. in the example.", "Use nuts, etc.", "The rest follows."],
    ["The bound is n! for all n.", "This is large."],
    ["Open the file at www.example.org/a.html first.", "Version 2.4.1 is needed."],
    ["The value of σ² is known.", "α is not."],
    ["It waits ... and goes on.", "Then it ends…", "Good."],
    ["(This is a remark.)", "The text goes on."],
    ["The method was known.[12]", "It was forgotten."],
    ["The U.S. law differs.", "He lives in the U.S.", "They do not."],
    ["1. Open the lid.", "2. Close the lid."],
    ["Choose page no. 7.", "The answer is no.", "Another question follows."],
    ["See pp. 12–15 and vol. 3.", "The end."],
    ["Version 3. 5 is a number broken by a PDF.", "Good."],
]


@pytest.mark.parametrize("sentences", PROSE, ids=lambda s: s[0][:30])
def test_sentences_of_textbook_prose_are_found(sentences):
    assert split_sentences(" ".join(sentences)) == sentences


def test_dots_with_spaces_between_them_end_no_sentence():
    text = "The variables x₁. . . xn are called attributes. They . . . [are] many."
    assert split_sentences(text) == ["The variables x₁. . . xn are called attributes.", "They . . . [are] many."]


def test_an_empty_line_and_a_bullet_begin_a_sentence():
    text = "A heading without a stop\n\nThe steps are\n• read the data\n• fit the model\n\nDone."
    assert split_sentences(text) == [
        "A heading without a stop",
        "The steps are",
        "• read the data",
        "• fit the model",
        "Done.",
    ]


@pytest.mark.parametrize(
    ("joint", "sentences"),
    [
        ("", ["这是第一句。", "“这是第二句！”", "真的吗？！", "好。"]),
        ("", ["版面は３．５倍である．", "次に，図を置く．"]),
        (" ", ["هل هذا صحيح؟", "نعم.", "هذا صحيح."]),
        ("", ["یہ پہلا جملہ ہے۔", "یہ دوسرا ہے۔"]),
        ("", ["यह पहला वाक्य है।", "यह दूसरा है।"]),
        (" ", ["धर्मक्षेत्रे कुरुक्षेत्रे ॥ १ ॥", "दृष्ट्वा तु पाण्डवानीकम् ॥ २ ॥"]),
        (" ", ["Τι είναι αυτό;", "Ένας γράφος α; β είναι."]),
        (" ", ["Սա առաջինն է։", "Սա երկրորդն է։"]),
        ("", ["ይህ የመጀመሪያው ነው።", "ይህ ሁለተኛው ነው።"]),
    ],
    ids="chinese japanese arabic urdu hindi sanskrit greek armenian amharic".split(),
)
def test_stops_of_other_scripts_are_found_with_and_without_a_space(joint, sentences):
    assert split_sentences(joint.join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "約翰．史密斯是數學家。",
        "列夫．托尔斯泰和费奥多尔．陀思妥耶夫斯基是作家。",
        "Ｊ．Ｓ．米爾主張自由。",
        "第１章．概論。",
        "約翰．史密斯",
        "Fig．3に図を示す．",
        "１．概論を述べる．",
    ],
)
def test_a_full_width_point_in_a_name_or_a_number_ends_nothing(text):
    assert split_sentences(text) == [text]


def test_a_full_width_point_behind_the_number_of_an_item_ends_nothing():
    assert split_sentences("1．图的定义。图由顶点和边组成。") == ["1．图的定义。", "图由顶点和边组成。"]
    assert split_sentences("図を置く．次に（図３）を見る．") == ["図を置く．", "次に（図３）を見る．"]


@given(st.text(alphabet="aB. ?!\n3)(“”'•-e.g", max_size=80))
def test_spans_are_ordered_and_leave_only_white_space_out(text):
    end = 0
    for start, stop in sentence_spans(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


def test_a_pathological_text_stays_linear():
    assert len(sentence_spans("a. " * 100_000)) >= 1
