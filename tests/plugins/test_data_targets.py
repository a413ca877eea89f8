"""Targets that are data: what they make, and what is said of a folder that is none."""

from __future__ import annotations

import json
import os
import tomllib
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases_of import CASES, folders
from commands import DOCUMENT, Here, make_here, with_definitions
from goldens import ROOT, Goldens
from specloom.schemas import read_schema
from specloom.targets.data.manifest import Comments, Literals
from specloom.targets.data.texts import Writer

here = pytest.fixture(make_here)

KOTLIN = ROOT / "tests" / "plugins" / "kotlin"
CASES_SHOWN = (
    "alias_and_twin",
    "deprecated_and_since",
    "hostile_text",
    "open_and_closed_choice",
    "presence_and_nullability",
    "union_told_by_kind",
    "union_told_by_tag",
)
SOURCES = ("src/main/kotlin/Spec.kt", "src/main/kotlin/Field.kt")

TARGET = """
format = 1
name = "small"
summary = "A target made for a test"

[types]
string = "Text"
integer = "Int"
number = "Num"
boolean = "Bool"
any = "Any"
list = "[{item}]"
map = "{{value}}"
nullable = "{inner}?"

[[files]]
template = "all.txt.j2"
path = "{package}.txt"
"""


def write_target(
    here: Here, more: str = "", template: str = "{{ package.name }}\n", folder: str = "my/target"
) -> None:
    """A target in a folder, with lines more in its manifest than the small one has."""
    here.write(f"{folder}/target.toml", TARGET + more)
    here.write(f"{folder}/templates/all.txt.j2", template)


# --- the example ----------------------------------------------------------------------------------------


@pytest.mark.golden
@pytest.mark.parametrize("case", CASES_SHOWN)
def test_kotlin_models_are_as_expected(here: Here, case: str, goldens: Goldens) -> None:
    spec = CASES / case / "spec.json"
    result = here.run("generate", "-t", str(KOTLIN), "--spec", str(spec))
    assert result.code == 0, result.err
    files = here.files("generated/kotlin")
    assert set(files) == {"README.md", "build.gradle.kts", *SOURCES}
    copied = files["build.gradle.kts"]
    assert copied == (KOTLIN / "runtime" / "build.gradle.kts").read_text(encoding="utf-8")
    goldens.compare(KOTLIN / "expected" / f"{case}.kt", files[SOURCES[0]])


def test_every_case_that_is_shown_is_there() -> None:
    assert {path.stem for path in (KOTLIN / "expected").iterdir()} == set(CASES_SHOWN)
    assert set(CASES_SHOWN) <= set(folders())


def test_words_of_the_language_are_no_names(here: Here) -> None:
    spec = CASES / "names_obstacle_course" / "spec.json"
    assert here.run("generate", "-t", str(KOTLIN), "--spec", str(spec)).code == 0
    text = "".join(here.files("generated/kotlin").values())
    reserved = tomllib.loads((KOTLIN / "target.toml").read_text(encoding="utf-8"))["names"][
        "reserved"
    ]
    declared = [
        line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("    val ")
    ]
    assert "class_" in declared
    assert not set(declared) & set(reserved)


def test_the_manifest_is_as_its_schema_says() -> None:
    schema = json.loads(read_schema("target"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = tomllib.loads((KOTLIN / "target.toml").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)


# --- how a project names one ----------------------------------------------------------------------------


def test_a_configuration_names_one_and_its_options(here: Here) -> None:
    more = '[options.title]\nhelp = "What stands above."\ndefault = "none"\n'
    write_target(here, more, "{{ options.title }}\n")
    here.write(
        "specloom.toml", '[targets.ir]\n[targets.mine]\npath = "my/target"\ntitle = "Cats"\n'
    )
    assert here.run("generate").code == 0
    assert here.files()["mine/small_api.txt"] == "Cats\n"
    assert here.run("generate", "--check").code == 0
    assert here.run("generate", "-t", "mine", "--option", "mine.title=Dogs").code == 0
    assert here.files()["mine/small_api.txt"] == "Dogs\n"


def test_paths_of_a_configuration_start_from_its_folder(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_target(here)
    here.write("specloom.toml", 'spec = "spec"\noutput = "out"\ntargets = ["./my/target"]\n')
    (here.folder / "deep").mkdir()
    monkeypatch.chdir(here.folder / "deep")
    result = here.run("generate")
    assert result.code == 0, result.err
    assert here.files("out")["small/small_api.txt"] == "small_api\n"


def test_a_path_in_a_configuration_has_options_too(here: Here) -> None:
    more = '[options.title]\nhelp = "What stands above."\ndefault = "none"\n'
    write_target(here, more, "{{ options.title }}\n")
    here.write("specloom.toml", '[targets."./my/target"]\ntitle = "Cats"\n')
    assert here.run("generate").code == 0
    assert here.files()["small/small_api.txt"] == "Cats\n"
    assert here.run("generate", "--option", "small.title=Dogs").code == 0
    assert here.files()["small/small_api.txt"] == "Dogs\n"
    assert here.run("generate", "--option", "small.titel=Dogs").code == 2


def test_packages_share_targets_and_templates(here: Here) -> None:
    write_target(here)
    here.write("look/go/go.mod.j2", "ours")
    here.write("theirs/go/go.mod.j2", "theirs")
    here.write(
        "specloom.toml",
        'templates = "look"\n[targets.go]\n[targets.mine]\npath = "my/target"\n'
        '[packages.a]\nspec = "spec"\n[packages.b]\nspec = "spec"\ntemplates = "theirs"\n',
    )
    result = here.run("generate")
    assert result.code == 0, result.err
    files = here.files()
    assert files["a/mine/small_api.txt"] == files["b/mine/small_api.txt"] == "small_api\n"
    assert (files["a/go/go.mod"], files["b/go/go.mod"]) == ("ours", "theirs")


def test_a_target_that_is_not_chosen_is_not_opened(here: Here) -> None:
    here.write("specloom.toml", '[targets.ir]\n[targets.mine]\npath = "nowhere/at/all"\n')
    assert here.run("generate", "-t", "ir").code == 0
    assert here.run("generate").code == 2


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ('path = "a"\ncommand = ["b"]', "bad-setting"),
        ("path = 1", "bad-setting"),
        ('path = ""', "bad-setting"),
        ('command = "node x.mjs"', "bad-setting"),
        ("command = []", "bad-setting"),
        ('path = "my/target"\ntimeout = 0', "bad-setting"),
        ('path = "my/target"\ntimeout = true', "bad-setting"),
        ('path = "nowhere"', "no-target"),
        ('path = "spec"', "no-target"),
        ('path = "my/target"\nsize = 1', "unknown-option"),
    ],
)
def test_a_configuration_that_names_none_is_refused(here: Here, settings: str, code: str) -> None:
    write_target(here)
    here.write("specloom.toml", f"[targets.mine]\n{settings}\n")
    result = here.run("generate")
    assert result.code == 2
    assert f"[{code}]" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize("name", ["python", "Mine", "my_target", "a/b", "nul", "files"])
def test_a_name_that_would_be_in_the_way_is_refused(here: Here, name: str) -> None:
    write_target(here)
    here.write("specloom.toml", f'[targets."{name}"]\npath = "my/target"\n')
    result = here.run("generate")
    assert result.code in (1, 2)
    assert here.files() == {} if (here.folder / "generated").exists() else True
    assert "error:" in result.err


def test_two_targets_of_one_name_are_refused(here: Here) -> None:
    write_target(here)
    write_target(here, folder="another")
    result = here.run("generate", "-t", "./my/target", "-t", "./another")
    assert result.code == 2
    assert "two of the targets are called 'small'" in result.err


# --- what is wrong with a folder ------------------------------------------------------------------------

PLACES = {
    'nam = "x"': ("1", "`nam` means nothing here; did you mean 'name' or 'names'?"),
    "[names]\ntypes = 'Pascal'": ("2:1", '`names.types` is `"Pascal"`; write `pascal`, `camel`'),
    "[names]\nreserved = ['a',\n  7]": ("3:3", "`names.reserved[1]` is 7; write a text"),
    "[names]\nescape = '_'": ("2:1", "holds {name}"),
    '[literals]\nescapes = { "ab" = "x" }': ("2:13", "`ab` cannot be a name"),
    "[comments]\nwidth = -1": ("2:1", "`comments.width` is -1"),
    "[[files]]\ntemplate = 'no.j2'\npath = 'x'": ("2:1", "there is no template 'no.j2'"),
    "[[files]]\ntemplate = 'all.txt.j2'\npath = '{type}'": ("3:1", "'{type}' means nothing"),
    "[options.path]\nhelp = 'x'\ndefault = 1": ("1:10", "no option can be called 'path'"),
    "[options.x]\nhelp = 'x'": ("1:10", "`options.x.default` is missing"),
    "[commands]\nbuild = 'make'": ("2:1", '`commands.build` is `"make"`; write a list'),
}


@pytest.mark.parametrize("more", PLACES)
def test_a_mistake_has_its_line_and_column(here: Here, more: str) -> None:
    place, words = PLACES[more]
    first = TARGET.count("\n") + 1
    if place == "1":  # before any table
        text, line, column = f"{more}\n{TARGET}", 1, 1
    else:
        text = f"{TARGET}{more}\n"
        line, column = first + int(place[0]) - 1, int(place.split(":")[1])
    here.write("my/target/target.toml", text)
    here.write("my/target/templates/all.txt.j2", "")
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert f"my/target/target.toml:{line}:{column}: error: " in result.err
    assert words in result.err
    assert "1 error" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"format = 1\nname = ", "my/target/target.toml:2:8: error: it is not TOML"),
        (b"\xff", "it is not UTF-8 (byte 0)"),
        (b"x = " + b"[" * 9999 + b"]" * 9999, "it is nested too deeply"),
        (b"", "`name` is missing"),
        (TARGET.replace("format = 1", "format = 2").encode(), "`format` is 2; write 1"),
        (TARGET.replace('"small"', '"../x"').encode(), "`name` is"),
    ],
)
def test_a_manifest_that_is_none_is_refused(here: Here, text: bytes, words: str) -> None:
    write_target(here)
    (here.folder / "my/target/target.toml").write_bytes(text)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert words in result.err


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("a\n{% if %}", 2, "expected"),
        ("a\nb\n{{ package.nam }}", 3, "has no attribute 'nam'"),
        ("{{ nobody }}", 1, "'nobody' is undefined"),
        ("\n{% include 'other.j2' %}", 2, "it asks for the template 'other.j2'"),
        ("{% include 'all.txt.j2' %}", 1, "includes itself without end"),
        ("\n{{ package.__class__.__mro__[1].__subclasses__() }}", 2, "unsafe"),
        ("\n{{ 1 / 0 }}", 2, "division by zero"),
        ("\n{{ lipsum() }}", 2, "'lipsum' is undefined"),
        ("\n{{ ir.modules | random }}", 2, "no filter named 'random'"),
        ("{{ package.name | nofilter }}", 1, "no filter named 'nofilter'"),
        ("{% include '../../../spec/small.schema.json' %}", 1, "it asks for the template"),
    ],
)
def test_a_template_that_cannot_be_filled_is_told(
    here: Here, template: str, line: int, words: str
) -> None:
    write_target(here, template=template)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert f"my/target/templates/all.txt.j2:{line}:1: error: " in result.err
    assert words in result.err
    assert "[bad-template]" in result.err
    assert not (here.folder / "generated").exists()


@pytest.mark.parametrize(
    "path", ["../x", "/x", "nul", "a\\\\b", "con.txt", "a/../b", "x:y", ".git/x"]
)
def test_a_path_that_leaves_the_output_is_refused(here: Here, path: str) -> None:
    more = f'[[files]]\ntemplate = "all.txt.j2"\npath = "{path}"\n'
    write_target(here, more)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert "[bad-path]" in result.err
    assert not (here.folder / "generated").exists()


def test_two_files_of_one_path_are_refused(here: Here) -> None:
    write_target(here, '[[files]]\ntemplate = "all.txt.j2"\npath = "SMALL_api.txt"\n')
    result = here.run("generate", "-t", "my/target")
    assert result.code == 1
    assert "[path-clash]" in result.err


def test_a_template_that_is_no_text_is_told(here: Here) -> None:
    write_target(here)
    (here.folder / "my/target/templates/odd.j2").write_bytes(b"\xff")
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert "not UTF-8" in result.err


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_away_is_not_followed(here: Here) -> None:
    write_target(here, template="{% include 'away' %}")
    secret = here.write("secret", "mine")
    (here.folder / "my/target/templates/away").symlink_to(secret)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 2
    assert "'away' is a link that leads out of this folder" in result.err


# --- views ----------------------------------------------------------------------------------------------


def see(here: Here, template: str, more: str = "", document: Any = DOCUMENT) -> str:
    """What a template makes of a spec."""
    here.write_spec(document)
    write_target(here, more, template)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 0, result.err
    return next(text for path, text in here.files().items() if path.endswith("_api.txt"))


def test_a_template_sees_what_is_generated_from_where(here: Here) -> None:
    made = see(here, "{{ mark }}|{{ package.version }}|{{ ir.ir }}|{{ capabilities | join(',') }}")
    assert made.startswith("Generated by specloom ")
    assert made.endswith("(specloom generate -t small). Do not edit.|1.0.0|1|")


def test_names_are_cased_escaped_and_each_once(here: Here) -> None:
    members = {"end": {"type": "string", "description": "."}} | {
        name: {"type": "string", "description": "."} for name in ("3d", "größe", "grüße", "a_url")
    }
    record = {"type": "object", "description": "A record.", "properties": members}
    more = (
        '[names]\nfields = "snake"\nletters = "ascii"\nreserved = ["end"]\ntaken = ["Cat"]\n'
        'acronyms = ["url"]\ntypes = "pascal"\n'
    )
    document = with_definitions(Cat=record, SomeUrl={"type": "string", "description": "."})
    made = see(
        here,
        "{% for type in package.types %}{{ type.name }}:"
        "{% for field in type.fields %} {{ field.name }}{% endfor %};{% endfor %}",
        more,
        document,
    )
    assert made == "Cat2: end_ _3d gr__e gr__e2 a_url;SomeURL:;"


@pytest.mark.parametrize(
    ("each", "files"),
    [
        ("type", {"Small/Cat.x": "Cat record", "Small/Mood.x": "Mood choice"}),
        ("record", {"Small/Cat.x": "Cat record"}),
        ("choice", {"Small/Mood.x": "Mood choice"}),
        ("union", {}),
        ("alias", {}),
    ],
)
def test_there_is_a_file_for_each(here: Here, each: str, files: dict[str, str]) -> None:
    write_target(
        here,
        '[names]\nfiles = "pascal"\n[[files]]\ntemplate = "one.j2"\n'
        f'path = "{{module}}/{{type}}.x"\neach = "{each}"\n',
    )
    here.write("my/target/templates/one.j2", "{{ type.name }} {{ type.kind }}")
    here.write("my/target/runtime/deep/er.txt", "{{ as it is }}")
    assert here.run("generate", "-t", "my/target").code == 0
    made = here.files("generated/small")
    assert made.pop("deep/er.txt") == "{{ as it is }}"
    assert made.pop("SmallApi.txt") == "SmallApi\n"
    assert made == files


def test_a_template_sees_members_with_all_that_is_known(here: Here) -> None:
    document = with_definitions(
        Node={
            "type": "object",
            "description": "A node.",
            "deprecated": True,
            "properties": {
                "kind": {"const": True, "description": "."},
                "size": {"type": "integer", "description": ".", "default": 3},
                "next": {"$ref": "#/$defs/Node", "description": "."},
                "when": {
                    "type": ["string", "null"],
                    "format": "date-time",
                    "description": ".",
                },
                "name": {"$ref": "#/$defs/Name", "description": "."},
            },
            "required": ["kind", "name", "when"],
        },
        Name={"type": "string", "description": "A name."},
    )
    template = (
        "{% for type in package.types %}{{ type.name }} {{ type.kind }} {{ type.type }}"
        "{% if type.deprecated %} old{% endif %};"
        "{% for f in type.fields %}"
        "{{ f.literal }} {{ f.type }} {{ f.plain }} {{ f.constant }}{{ f.default }}"
        "{% for flag in [f.required, f.nullable, f.recursive, f.is_constant, f.has_default] %}"
        " {{ flag | int }}{% endfor %};{% endfor %}{% endfor %}"
    )
    more = '[types.formats]\n"date-time" = "Instant"\n'
    boxed = TARGET.replace("[[files]]", 'optional = "{inner}~"\nboxed = "Box<{inner}>"\n[[files]]')
    here.write_spec(document)
    write_target(here, template=template)
    here.write("my/target/target.toml", boxed + more)
    result = here.run("generate", "-t", "my/target")
    assert result.code == 0, result.err
    assert here.files()["small/small_api.txt"].split(";") == [
        "Node record  old",
        '"kind" Bool Bool true 1 0 0 1 0',
        '"size" Int~ Int 3 0 0 0 0 1',
        '"next" Box<Node>~ Node  0 0 1 0 0',
        '"when" Instant? Instant  1 1 0 0 0',
        '"name" Name Name  1 0 0 0 0',
        "Name alias Text",
        "",
    ]


def test_a_template_sees_the_calls(here: Here) -> None:
    call = {
        "title": "Get",
        "description": "Gets it.",
        "method": "GET",
        "path": "/cats/{cat_id}",
        "params": {"cat_id": {"type": "string", "description": "Which."}},
        "response": "Cat",
    }
    here.write(
        "spec/operations.json",
        json.dumps({"description": "Calls.", "operations": {"getCat": call}}),
    )
    made = see(
        here,
        "{% for o in package.operations %}{{ o.name }} {{ o.phrase }} {{ o.method }} {{ o.path }} "
        "{% for p in o.params %}{{ p.name }} {{ p.literal }} {{ p.type }} {% endfor %}"
        "{{ o.response }} [{{ o.body }}{{ o.query }}{{ o.events }}] {{ o.docs }}{% endfor %}",
    )
    assert made == 'getCat Get GET "/cats/{cat_id}" catId "cat_id" Text Cat [] Gets it.'


TEXTS = st.text(st.characters(exclude_categories=[]), max_size=30) | st.sampled_from(
    ["*/", "/*", "/**/", "*/*/", "/*/", "**/ /", "\\", "*\u2028/", "a\n*/\nb", "/\u200b*"]
)


@given(TEXTS)
def test_no_text_gets_out_of_a_comment(text: str) -> None:
    comments = Comments("/**", " * ", " */", "/** {text} */", {"/*": "/ *"}, 40)
    made = Writer(Literals(), comments).comment(text)
    inner = made.removeprefix("/**").removesuffix("*/")
    assert "*/" not in inner
    assert "/*" not in inner
    lines = Writer(Literals(), Comments(line="# ", width=0)).comment(text)
    assert all(line.startswith("#") and not line.endswith("\\") for line in lines.splitlines())


@given(TEXTS)
def test_a_text_is_a_literal_that_says_it(text: str) -> None:
    made = Writer(Literals(), Comments()).text(text)
    assert made.isprintable()
    assert json.loads(made) == text


@pytest.mark.parametrize(
    ("value", "literal"),
    [(None, "nil"), (True, "YES"), (3, "3"), (1.5, "1.5"), ("a'b", "'a''b'"), ((), None)],
)
def test_values_are_written_as_the_language_has_them(value: Any, literal: str | None) -> None:
    literals = Literals("'", {"'": "''"}, "\\u{hex}", "YES", "NO", "nil")
    assert Writer(literals, Comments()).scalar(value) == literal
