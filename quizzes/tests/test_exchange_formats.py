"""Moodle's formats as others write them: what is read, and what is said of the rest."""

import pytest

from quizzes.exchange.check import errors_of
from quizzes.exchange.formats import FORMATS, read
from quizzes.exchange.markup import plain
from quizzes.exchange.records import cleaned

PARTIAL = """<quiz><question type="multichoice"><answer fraction="100"><text>a</text></answer>
<answer fraction="50"><text>b</text></answer></question></quiz>"""
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0 -->
<question type="category"><category><text>$course$/top/N10-009/2.9</text></category></question>
<question type="multichoice"><name><text>x</text></name>
  <questiontext format="html">
    <text><![CDATA[<p>Which <b>TWO</b>?</p><p><img src="@@PLUGINFILE@@/a.png"></p>]]></text>
    <file name="a.png" encoding="base64">AAAA</file>
  </questiontext>
  <idnumber>N10-009-9</idnumber>
  <single>false</single><shuffleanswers>false</shuffleanswers>
  <answer fraction="50" format="html"><text>&lt;p&gt;a&lt;/p&gt;</text>
    <feedback><text/></feedback></answer>
  <answer fraction="50"><text>b</text></answer>
  <answer fraction="-50"><text>c</text></answer>
  <tags><tag><text>difficulty:3</text></tag></tags>
</question>
<question type="matching">
  <subquestion><text>SSH</text><answer><text>22</text></answer></subquestion>
  <subquestion><text/><answer><text>53</text></answer></subquestion>
</question>
<question type="ordering"><selecttype>RANDOM</selecttype>
  <answer fraction="1"><text>one</text></answer>
  <answer fraction="2"><text>two</text></answer>
</question>
<question type="truefalse">
  <answer fraction="0"><text>true</text></answer>
  <answer fraction="100"><text>false</text><feedback><text>So.</text></feedback></answer>
</question>
<question type="cloze"><name><text>y</text></name></question>
</quiz>
"""


def records(form, text):
    return [cleaned(each) for each in FORMATS[form].read(text.encode())]


def keys(record):
    return [option.text for option in record.options if option.is_key]


def filled(record):
    """A matching or ordering as (row, text of its key)."""
    return [(place.row, record.options[place.key - 1].text) for place in record.places]


# GIFT


def test_reads_gift_as_moodle_does():
    first, second = records(
        "gift",
        """
$CATEGORY: $course$/top/N10-009/1.4 Ports and protocols

// [id:N10-009-1.4-0001] [tag:difficulty-1] [tag:level-recall]
::Ports of DHCP::[markdown]A firewall must let clients reach a DHCP server
behind it. Which port?{
    =UDP 67#Right, the server side.
    ~UDP 68#The client side.
    ~TCP 67
    ####Servers listen.\\n\\nReference\\: RFC 2131
}

::N10-009-own-0002::Which TWO vanish?{
    ~%50%ARP table#Held in RAM
    ~%50%CPU registers
    ~%-33.33333%Event log#ALE \\= SLE
}
""",
    )
    assert (first.row, first.code, first.title) == (4, "N10-009-1.4-0001", "Ports of DHCP")
    assert first.category == "$course$/top/N10-009/1.4 Ports and protocols"
    assert first.stem.endswith("reach a DHCP server behind it. Which port?")
    assert (first.difficulty, first.level) == (1, "recall")
    assert (first.rationale, first.reference) == ("Servers listen.", "RFC 2131")
    assert (first.kind, keys(first)) == ("single", ["UDP 67"])
    assert [each.rationale for each in first.options] == [
        "Right, the server side.",
        "The client side.",
        None,
    ]
    assert (second.kind, keys(second)) == ("multiple", ["ARP table", "CPU registers"])
    assert second.options[2].rationale == "ALE = SLE"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"C\:\\new", r"C:\new"),
        (r"one\ntwo", "one\ntwo"),
        (r"\{ \"a\"\: 1 \}", r"{ \"a\": 1 }"),
        (r"key\=value", "key=value"),
        (r"[html]<p>a<br>b</p>", "a\nb"),
        ("[eth0] is up", "[eth0] is up"),
        ("[plain]<b>", "<b>"),
        (r"fe80\:\:1", "fe80::1"),
    ],
)
def test_reads_what_gift_escapes(written, meant):
    (record,) = records("gift", f"Which?{{ ={written} ~other }}")
    assert keys(record) == [meant]


def test_reads_matching_ordering_truth_and_a_missing_word():
    match, order, truth, gap = records(
        "gift",
        "Match.{\n=SSH -> TCP 22\n=SFTP -> TCP 22\n=DNS -> UDP 53\n= -> UDP 161\n}\n\n"
        "Order.{>2 RANDOM VERTICAL ALL_OR_NOTHING\nVerify\nQuarantine\nEducate\n}\n\n"
        "It rises in the east.{T#No, look.#Yes.}\n\n"
        "The server listens on {=67 ~68} over UDP.",
    )
    assert filled(match) == [("SSH", "TCP 22"), ("SFTP", "TCP 22"), ("DNS", "UDP 53")]
    assert [each.text for each in match.options] == ["TCP 22", "UDP 53", "UDP 161"]
    assert [text for _, text in filled(order)] == ["Verify", "Quarantine", "Educate"]
    assert order.notes == ["Moodle asks for some of the steps; here for all."]
    assert keys(truth) == ["True"]
    assert [each.rationale for each in truth.options] == ["Yes.", "No, look."]
    assert gap.stem == "The server listens on _____ over UDP."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Only a text.", "A description asks nothing."),
        ("Write about it.{}", "Billings has no essays."),
        ("How many?{#4:1}", "Billings has no numerical questions."),
        ("Who?{=no one =nobody}", "Billings has no short answers."),
    ],
)
def test_leaves_out_what_is_no_question_here(text, reason):
    (record,) = records("gift", text)
    assert record.left_out == reason


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Which?{=a ~b", "The braces { } around the answers are not a pair."),
        ("Which?}=a{", "The braces { } around the answers are not a pair."),
        ("Which?{first =a ~b}", "“first” stands before the first choice."),
        ("Which?{=a =b ~c}", "A single answer has one right choice, not 2."),
        ("Which?{~a ~b}", "No choice is marked as right."),
        ("Match.{=a -> b =c}", "“c” is no pair: write left -> right."),
        ("Match.{a =b -> c =d -> e}", "“a” stands before the first pair."),
        ("{=a ~b}", "There is no stem."),
    ],
)
def test_names_what_is_wrong_in_gift(text, error):
    (record,) = records("gift", text)
    assert error in errors_of(record)


def test_notes_partial_credit():
    for form, text in (("gift", "Which?{=a ~%50%b ~c}"), ("xml", PARTIAL)):
        (record,) = records(form, text)
        assert record.notes == ["Choices that are right in part: here a choice is right or wrong."]
        assert keys(record) == ["a"]


# Aiken


def test_reads_aiken_with_either_mark_and_without_blank_lines():
    first, second = records(
        "aiken", "Which deters?\nA) Fence\nB)Log\nANSWER: B\nWhich?\nA. A\nB. B\nANSWER:A"
    )
    assert (first.row, first.stem, keys(first)) == (1, "Which deters?", ["Log"])
    assert (second.row, keys(second)) == (5, ["A"])


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("Q?\nA) a\nC) c\nANSWER: C", "The options are lettered A, C, not A, B."),
        ("Q?\nA) a\nB) b\nANSWER: C", "The key C is none of the options A, B."),
        ("Q?\nA) a\nB) b\nANSWER: A, B", "“ANSWER: A, B” is not one letter."),
        ("Q?\nA) a\nB) b\nanswer: A", "Line 4: the answer is written ANSWER: and one letter."),
        ("Q?\nMore\nA) a\nB) b\nANSWER: A", "Line 2 is a second line of stem; Aiken has one."),
        ("Q?\nA) a\nB) b\nQ2?\nA) a\nB) b\nANSWER: A", "No ANSWER: before line 4."),
        ("Q?\nA) a\nB) b", "The file ends before its ANSWER: line."),
        ("A) Which?\nA) a\nB) b\nANSWER: A", "The options are lettered A, A, B, not A, B, C."),
        ("Q?\nA) a\nANSWER: A", "There are fewer than two choices."),
    ],
)
def test_names_what_is_wrong_in_aiken(text, error):
    assert error in errors_of(records("aiken", text)[0])


# Moodle XML


def test_reads_moodle_xml_with_html_and_pictures():
    pick, match, order, truth, other = records("xml", MOODLE)
    assert (pick.row, pick.code, pick.category) == (5, "N10-009-9", "$course$/top/N10-009/2.9")
    assert (pick.kind, pick.stem, keys(pick)) == ("multiple", "Which TWO?", ["a", "b"])
    assert (pick.keeps_order, pick.difficulty) == (True, 3)
    assert pick.notes == ["Pictures and other files are left out: look at what it asks."]
    assert filled(match) == [("SSH", "22")]
    assert [each.text for each in match.options] == ["22", "53"]
    assert [text for _, text in filled(order)] == ["one", "two"]
    assert order.notes == ["Moodle asks for some of the steps; here for all."]
    assert (keys(truth), truth.options[1].rationale) == (["False"], "So.")
    assert (other.row, other.left_out) == (
        30,
        "Billings has no questions of Moodle’s type “cloze”.",
    )


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            '<question type="multichoice"><answer fraction="all"/></question>',
            "no number of percent",
        ),
        (
            '<question type="truefalse"><answer><text>yes</text></answer></question>',
            "true and false",
        ),
        (
            '<question type="matching"><subquestion><text>a</text></subquestion></question>',
            "no answer",
        ),
    ],
)
def test_names_what_is_wrong_in_xml(text, error):
    (record,) = records("xml", f"<quiz>{text}</quiz>")
    assert error in " ".join(errors_of(record))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a &lt;b&gt;\n c", "a <b> c"),
        ("<script>alert(1)</script>x", "x"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a  b"),
        ("<b>a", "a"),
    ],
)
def test_takes_the_words_out_of_html(html, words):
    assert plain(html) == words


def test_tells_aiken_from_gift():
    assert keys(next(read("q.txt", b"Which?{=a ~b}"))) == ["a"]
    assert keys(next(read("q.txt", b"<html> is a tag.\nA) a\nB) b\nANSWER: B"))) == ["b"]
