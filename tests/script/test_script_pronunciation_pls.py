from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import LexiconError
from pipeline.script.lexicon import Lexicons, find_aliases, parse_lexicon
from pipeline.script.pronunciation.pls import (
    NAMESPACE,
    XML_LANG,
    Lexeme,
    Part,
    PartName,
    PlsFile,
    comment,
    format_pls,
    new_pls,
    parse_pls,
    text_part,
)

EVERYTHING = f"""<!-- names --><?editor fold?><lexicon version="1.0" xmlns="{NAMESPACE}" xmlns:pos="urn:pos"
 xmlns:dc="urn:dc" alphabet="ipa" xml:lang="en-GB" xml:base="urn:base"><meta name="author" content="x"/>
<metadata><dc:title b="1" a='pos:v'>t<!-- c --> </dc:title></metadata>
<lexeme role="pos:verb pos:noun" xml:id="l1"><!-- why --><grapheme>judgment</grapheme><grapheme>judgement</grapheme>
<phoneme prefer="true">ˈdʒʌdʒ.mənt</phoneme><phoneme alphabet="x-cmu-arpabet">JH AH1 JH M AH0 N T</phoneme>
<alias>juj-ment</alias><example>I &amp; my judgment.</example></lexeme>
<lexeme><grapheme xml:space="preserve"> La vita </grapheme><alias/><phoneme>a</phoneme></lexeme></lexicon><!-- end -->
""".encode()


def test_everything_in_a_file_is_read():
    file = parse_pls(EVERYTHING, name="x.pls")
    assert (file.language, file.alphabet, file.meta("author"), len(file.lexemes)) == ("en-GB", "ipa", "x", 2)
    first, second = file.lexemes
    assert [part.words for part in first.graphemes] == ["judgment", "judgement"]
    assert [(part.name, part.words, part.is_preferred, part.attribute("alphabet")) for part in first.readings] == [
        (PartName.PHONEME, "ˈdʒʌdʒ.mənt", True, ""),
        (PartName.PHONEME, "JH AH1 JH M AH0 N T", False, "x-cmu-arpabet"),
        (PartName.ALIAS, "juj-ment", False, ""),
    ]
    assert dict(first.attributes)["role"] == "pos:verb pos:noun"
    assert [part.text for part in first.named(PartName.EXAMPLE, PartName.COMMENT)] == [" why ", "I & my judgment."]
    assert (second.graphemes[0].text, second.graphemes[0].words) == (" La vita ", "La vita")


def test_what_is_written_has_a_line_for_each_element_and_keeps_comments_prefixes_and_metadata():
    assert format_pls(parse_pls(EVERYTHING, name="x.pls")).decode().splitlines() == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!-- names -->",
        "<?editor fold?>",
        f'<lexicon xmlns="{NAMESPACE}" xmlns:dc="urn:dc" xmlns:pos="urn:pos" version="1.0" alphabet="ipa"'
        ' xml:lang="en-GB" xml:base="urn:base">',
        '  <meta name="author" content="x"/>',
        '  <metadata><dc:title a="pos:v" b="1">t<!-- c --> </dc:title></metadata>',
        '  <lexeme role="pos:verb pos:noun" xml:id="l1">',
        "    <!-- why -->",
        "    <grapheme>judgment</grapheme>",
        "    <grapheme>judgement</grapheme>",
        '    <phoneme prefer="true">ˈdʒʌdʒ.mənt</phoneme>',
        '    <phoneme alphabet="x-cmu-arpabet">JH AH1 JH M AH0 N T</phoneme>',
        "    <alias>juj-ment</alias>",
        "    <example>I &amp; my judgment.</example>",
        "  </lexeme>",
        "  <lexeme>",
        '    <grapheme xml:space="preserve"> La vita </grapheme>',
        "    <alias/>",
        "    <phoneme>a</phoneme>",
        "  </lexeme>",
        "</lexicon>",
        "<!-- end -->",
    ]


TEXT = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn"], blacklist_characters="\ufffe\uffff"), max_size=12
) | st.sampled_from(["a\r\nb\t", "]]>", "<&>'\"", " ", "ˈdʒʌdʒ", "e\u0301"])
WORD = TEXT.filter(str.strip)
COMMENT = TEXT.map(comment).filter(lambda part: "\r" not in part.text)
ALPHABET = st.sampled_from([(), (("alphabet", "x-cmu-arpabet"),), (("prefer", "true"), ("alphabet", "ipa"))])
LANGUAGE = st.sampled_from([(), ((XML_LANG, "fr-CA"),)])


def part_of(name: PartName, text=WORD, attributes=LANGUAGE):
    return st.builds(Part, name=st.just(name), text=text, attributes=attributes)


RAW = st.builds(
    Part, name=st.just(PartName.OTHER), text=st.sampled_from(["<?fold on?>", '<x xmlns="urn:x"><y></y></x>'])
)
REST = st.lists(
    part_of(PartName.GRAPHEME, TEXT)
    | part_of(PartName.PHONEME, TEXT, ALPHABET)
    | part_of(PartName.ALIAS, TEXT)
    | part_of(PartName.EXAMPLE, TEXT)
    | COMMENT
    | RAW,
    max_size=4,
)
LEXEME = st.builds(
    lambda grapheme, reading, rest, attributes: Lexeme(parts=(grapheme, reading, *rest), attributes=attributes),
    part_of(PartName.GRAPHEME),
    part_of(PartName.PHONEME, WORD, ALPHABET) | part_of(PartName.ALIAS),
    REST,
    st.sampled_from([(), (("role", "pos:verb"),)]),
)
META = st.builds(lambda content: text_part(PartName.META, "", name="author", content=content), TEXT)
FILE = st.builds(
    PlsFile,
    parts=st.lists(LEXEME | COMMENT | META | RAW, max_size=5).map(tuple),
    attributes=st.just((("version", "1.0"), ("alphabet", "ipa"), (XML_LANG, "en"))),
    prefixes=st.just((("", NAMESPACE), ("pos", "urn:pos"))),
    before=st.lists(COMMENT, max_size=2).map(tuple),
    after=st.lists(COMMENT, max_size=2).map(tuple),
)


@given(FILE)
def test_what_is_written_is_read_again_as_the_same_value_and_written_as_the_same_bytes(file):
    data = format_pls(file)
    again = parse_pls(data, name="x.pls")
    assert again.lexemes == tuple(lexeme for lexeme in file.lexemes) or any(
        part.name is PartName.OTHER for lexeme in file.lexemes for part in lexeme.parts
    )
    assert (again.attributes, again.before, again.after) == (file.attributes, file.before, file.after)
    assert parse_pls(format_pls(again), name="x.pls") == again
    assert format_pls(again) == data


def test_a_new_lexicon_says_its_version_alphabet_and_language():
    file = new_pls([comment("a -- b-"), Lexeme(parts=(text_part(PartName.GRAPHEME, "a"),))], language="en")
    assert file.attributes == (("version", "1.0"), ("alphabet", "ipa"), (XML_LANG, "en"))
    assert format_pls(file).decode().splitlines()[2] == "  <!-- a – b -->"


def test_a_character_that_xml_has_not_is_refused_when_writing():
    file = new_pls([Lexeme(parts=(text_part(PartName.GRAPHEME, "a\x00"),))], language="en")
    with pytest.raises(LexiconError, match="cannot stand in XML"):
        format_pls(file)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<lexicon/>", "x.pls:1: the root element is not a PLS lexicon but <lexicon> of no namespace; write <lexicon"),
        (b'<lexicon xmlns="urn:x"/>', "<lexicon> of urn:x"),
        (f'<lexicon version="2.0" xmlns="{NAMESPACE}"/>'.encode(), "x.pls:1: PLS version '2.0'; only"),
        (
            f'<lexicon xmlns="{NAMESPACE}"><lexeme><grapheme>a<b/></grapheme></lexeme></lexicon>'.encode(),
            "<grapheme> may hold text only; take out <b> of",
        ),
    ],
)
def test_what_is_no_pls_1_0_is_refused_with_its_place(data, message):
    with pytest.raises(LexiconError) as caught:
        parse_pls(data, name="x.pls")
    assert message in str(caught.value)


def corpora() -> Path:
    if "DECLAIM_CORPORA" not in os.environ:
        pytest.skip("the corpora are not here: set DECLAIM_CORPORA")
    return Path(os.environ["DECLAIM_CORPORA"])


def test_lexicons_in_use_elsewhere_are_read_written_and_read_again_as_the_same():
    counts = {}
    for path in sorted((corpora() / "pls").glob("*.pls")):
        file = parse_pls(path.read_bytes(), name=path.name)
        assert parse_pls(format_pls(file), name=path.name) == file
        counts[path.name] = len(file.lexemes)
    assert counts == {
        "idpf_georgia_en.pls": 71,
        "texttotalk_Stutter-Replacers.pls": 18,
        "texttotalk_TextToTalk.Lexicons.Tests.pls": 68,
        "texttotalk_Yugiri-Western-Pronunciation.pls": 1,
    }


REFUSED = {
    "pls_bad_ipa.pls": "pls_bad_ipa.pls:1: x: '!' (U+0021, exclamation mark) at 1 of '!!123中' is no symbol of the IPA",
    "pls_no_namespace.pls": "the root element is not a PLS lexicon but <lexicon> of no namespace",
    "xml_extdtd.pls": "a lexicon may not hold a document type",
    "xml_quadratic.pls": "a lexicon may not hold a document type",
    "zero.pls": "not well-formed XML",
}


def test_hostile_lexicons_are_refused_or_read_as_their_list_expects():
    folder = corpora() / "hostile"
    listed = [name for name in json.loads((folder / "expect.json").read_text()) if name.endswith(".pls")]
    for name in REFUSED:
        with pytest.raises(LexiconError) as caught:
            parse_lexicon((folder / name).read_bytes(), name=name)
        assert REFUSED[name] in str(caught.value)
    assert sorted(listed) == sorted([*REFUSED, "pls_good_all_features.pls", "pls_recursive_alias.pls"])


def test_aliases_that_name_each_other_are_said_once_without_end():
    data = (corpora() / "hostile" / "pls_recursive_alias.pls").read_bytes()
    stack = Lexicons(layers=(parse_lexicon(data, name="r.pls"),))
    assert [change.spoken for change in find_aliases("foo bar", stack, language="en-US")] == ["bar foo", "foo"]


def test_every_feature_of_the_good_lexicon_is_kept():
    data = (corpora() / "hostile" / "pls_good_all_features.pls").read_bytes()
    file = parse_pls(data, name="good.pls")
    assert parse_pls(format_pls(file), name="good.pls") == file
    entries = {entry.grapheme: entry for entry in parse_lexicon(data, name="good.pls").entries[::-1]}
    assert entries["read"].phoneme == "ɹiːd"
    assert entries["Newton"].phoneme == "ˈnjuːtən"
    assert (entries["tomato"].phoneme, entries["tomato"].alphabet) == ("T AH0 M EY1 T OW2", "x-cmu-arpabet")
    assert entries["La vita è bella"].line == 1
