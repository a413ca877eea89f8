"""Partial classes: methods that people write in modules of their own, found and checked.

A partial is a Python module with classes named after records, `class Message(models.Message): ...`. Type
checkers and editors see an ordinary subclass; `weaving` puts its methods into the generated class.

Road not taken: leaving the subclass as it is and having decoders build it. It would have to be registered
before the first decode, and two users of one package could not both have theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specloom.ir import Record, Where
from specloom.problems import Problem
from specloom.targets.python.imports import Import
from specloom.targets.python.names import Names

if TYPE_CHECKING:
    import libcst as cst
    from libcst.metadata import CodeRange

RECORD_API = frozenset(["decode", "encode", "from_json", "problems", "residue", "to_json"])
_NOT_RUN = frozenset(["__init__", "__new__", "__post_init__", "__slots__"])


@dataclass
class Bindings:
    """What the names at the head of a partial stand for.

    `packages` stand for the generated package or a module of it, `ours` for something in it (by the name it
    has there), `imports` for anything else; `checked` are those of the latter that only type checkers see.
    """

    packages: set[str] = field(default_factory=set)
    ours: dict[str, str] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)

    def add(self, other: Bindings) -> None:
        """Take in what another import binds."""
        self.packages |= other.packages
        self.ours |= other.ours
        self.imports |= other.imports
        self.checked |= other.checked


@dataclass
class Partial:
    """What one source has to say: methods and last comments by the class they go to, and its names."""

    methods: dict[str, list[cst.FunctionDef]] = field(default_factory=dict)
    footers: dict[str, list[cst.EmptyLine]] = field(default_factory=dict)
    bindings: Bindings = field(default_factory=Bindings)


@dataclass
class _Reader:
    """Reads one source; what cannot be woven becomes a problem."""

    names: Names
    file: str
    positions: Mapping[cst.CSTNode, CodeRange]
    taken: dict[tuple[str, str], Where]
    problems: list[Problem] = field(default_factory=list)
    partial: Partial = field(default_factory=Partial)

    def where(self, node: cst.CSTNode) -> Where:
        start = self.positions[node].start
        return Where(self.file, "", start.line, start.column + 1)

    def refuse(self, node: cst.CSTNode, fact: str, remedy: str, code: str) -> None:
        self.problems.append(Problem(self.where(node), fact, remedy, f"partial-{code}"))

    def read(self, module: cst.Module) -> Partial:
        for statement in module.body:
            self.read_statement(statement)
        return self.partial

    def read_statement(self, statement: cst.BaseStatement, for_checkers: bool = False) -> None:
        import libcst as cst

        match statement:
            case cst.SimpleStatementLine(body=body):
                for part in body:
                    self.read_small(part, for_checkers)
            case cst.If(
                test=cst.Name("TYPE_CHECKING"), body=cst.IndentedBlock(body=body), orelse=None
            ):
                for inner in body:
                    self.read_statement(inner, for_checkers=True)
            case cst.ClassDef() if not for_checkers:
                self.read_class(statement)
            case _:
                self.refuse_statement(statement)

    def read_small(self, part: cst.BaseSmallStatement, for_checkers: bool) -> None:
        import libcst as cst

        match part:
            case cst.ImportFrom(names=cst.ImportStar()):
                self.refuse(part, "this imports whatever there is", "name what is needed", "import")
            case cst.ImportFrom(module=cst.Name("__future__")):
                pass
            case cst.ImportFrom() | cst.Import():
                bindings = read_import(part, self.names)
                bindings.checked = set(bindings.imports) if for_checkers else set()
                self.partial.bindings.add(bindings)
            case cst.Expr(value=cst.SimpleString() | cst.ConcatenatedString()) | cst.Pass():
                pass
            case _:
                self.refuse_statement(part)

    def refuse_statement(self, node: cst.CSTNode) -> None:
        fact = "a partial holds imports and classes, and this is neither"
        self.refuse(node, fact, "move it into a module of your own and import it", "statement")

    def read_class(self, found: cst.ClassDef) -> None:
        import libcst as cst

        name = found.name.value
        record = self.record_of(name)
        if record is None:
            fact = f"there is no record that becomes a class {name}"
            self.refuse(found, fact, "name the class after the one it adds to", "class")
            return
        if found.decorators or len(found.bases) > 1 or found.keywords:
            fact = f"the partial of {name} is decorated, or has more than one base"
            self.refuse(found, fact, "leave that to the generated class", "class")
        own = set(self.names.fields(record).values()) | RECORD_API
        for statement in found.body.body:
            match statement:
                case cst.FunctionDef():
                    self.read_method(name, statement, own)
                case (
                    cst.SimpleStatementLine(body=[cst.Expr() | cst.Pass()])
                    | cst.Expr()
                    | cst.Pass()
                ):
                    pass  # a docstring, `pass`, `...`
                case _:
                    fact = f"the partial of {name} holds more than methods"
                    remedy = "add members to the spec, and anything else to a module of your own"
                    self.refuse(statement, fact, remedy, "member")
        if isinstance(found.body, cst.IndentedBlock):
            self.partial.footers.setdefault(name, []).extend(found.body.footer)

    def record_of(self, name: str) -> Record | None:
        for spelled, given in self.names.types.items():
            decl = self.names.package.decls[spelled]
            if given == name and isinstance(decl, Record):
                return decl
        return None

    def read_method(self, owner: str, method: cst.FunctionDef, own: set[str]) -> None:
        name = method.name.value
        if name in own:
            fact = f"{owner} has a member {name} already"
            self.refuse(method, fact, "choose another name for the method", "clash")
        elif name in _NOT_RUN:
            fact = f"decoding builds objects without {name}"
            self.refuse(method, fact, "write a method to be called instead", "not-run")
        elif (owner, name) in self.taken:
            fact = f"{owner}.{name} is written twice; first at {self.taken[owner, name]}"
            self.refuse(method, fact, "keep one of them", "clash")
        elif _calls_super(method):
            fact = (
                f"{owner}.{name} calls super(), which Python 3.11 cannot do in a class with slots"
            )
            self.refuse(method, fact, "call the method of `Record` by its name", "super")
        else:
            self.taken[owner, name] = self.where(method)
            self.partial.methods.setdefault(owner, []).append(method)


def read_partials(sources: Sequence[str], names: Names) -> tuple[list[Partial], list[Problem]]:
    """The partials in `sources`, and everything that cannot be woven.

    Whoever read a source from a file puts a line before it that says so: `# file: sdk/partials.py`.
    """
    taken: dict[tuple[str, str], Where] = {}
    partials: list[Partial] = []
    problems: list[Problem] = []
    for number, source in enumerate(sources, 1):
        file, text = _split_origin(source, number)
        partial, found = _read_source(file, text, names, taken)
        problems += found
        if partial is not None:
            partials.append(partial)
    return partials, problems


def _split_origin(source: str, number: int) -> tuple[str, str]:
    first, _, rest = source.partition("\n")
    if first.startswith("# file: "):
        return first.removeprefix("# file: ").strip(), rest
    return f"<partial {number}>", source


def _read_source(
    file: str, text: str, names: Names, taken: dict[tuple[str, str], Where]
) -> tuple[Partial | None, list[Problem]]:
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider

    try:
        wrapper = MetadataWrapper(cst.parse_module(text))
    except cst.ParserSyntaxError as error:
        where = Where(file, "", error.editor_line, error.editor_column)
        fact = "this is not Python that can be read"
        return None, [Problem(where, fact, "correct the syntax", "partial-syntax")]
    reader = _Reader(names, file, wrapper.resolve(PositionProvider), taken)
    partial = reader.read(wrapper.module)
    return partial, reader.problems


def read_import(statement: cst.Import | cst.ImportFrom, names: Names) -> Bindings:
    """What an import binds."""
    import libcst as cst

    if isinstance(statement, cst.Import):
        return _read_plain_import(statement, names)
    module = _dotted(statement)
    ours = module.split(".")[0] == names.import_name
    bindings = Bindings()
    for alias in () if isinstance(statement.names, cst.ImportStar) else statement.names:
        name = alias.evaluated_name
        bound = alias.evaluated_alias or name
        if not ours:
            bindings.imports[bound] = Import(module, name, bound)
        elif module == names.import_name and name in names.modules.values():
            bindings.packages.add(bound)
        else:
            bindings.ours[bound] = name
    return bindings


def _read_plain_import(statement: cst.Import, names: Names) -> Bindings:
    bindings = Bindings()
    for alias in statement.names:
        module = alias.evaluated_name
        first = module.split(".")[0]
        if first == names.import_name:
            bindings.packages.add(alias.evaluated_alias or first)
        else:
            bound = alias.evaluated_alias or first
            bindings.imports[bound] = Import(module, "", alias.evaluated_alias or module)
    return bindings


def _dotted(statement: cst.ImportFrom) -> str:
    from libcst.helpers import get_full_name_for_node

    module = get_full_name_for_node(statement.module) if statement.module is not None else ""
    return "." * len(statement.relative) + (module or "")


def _calls_super(method: cst.FunctionDef) -> bool:
    import libcst.matchers as m

    return bool(m.findall(method, m.Call(func=m.Name("super"), args=[])))
