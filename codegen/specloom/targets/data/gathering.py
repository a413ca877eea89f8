"""From a package to the views that templates see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from specloom.ir import (
    Alias,
    Choice,
    Const,
    Decl,
    Field,
    Kind,
    ListOf,
    MapOf,
    Module,
    Nullable,
    Operation,
    Package,
    Presence,
    Record,
    Ref,
    Scalar,
    Type,
    Union,
    Variant,
)
from specloom.targets.data.manifest import Manifest
from specloom.targets.data.names import Names
from specloom.targets.data.texts import Writer
from specloom.targets.data.views import (
    FieldView,
    ModuleView,
    OperationView,
    OptionView,
    PackageView,
    ParamView,
    ParentView,
    TypeView,
    VariantView,
)


@dataclass(frozen=True)
class Gatherer:
    """Makes the views of a package, the way that a manifest says."""

    package: Package
    manifest: Manifest

    @cached_property
    def names(self) -> Names:
        """What everything is called."""
        return Names(self.package, self.manifest.naming)

    @cached_property
    def writer(self) -> Writer:
        """How values and prose are written."""
        return Writer(self.manifest.literals, self.manifest.comments)

    def whole(self) -> PackageView:
        """The whole package."""
        package = self.package
        return PackageView(
            name=self.names.whole,
            literal=self.writer.text(package.name.spelled),
            version=self.writer.phrase(package.version),
            docs=self.writer.docs(package.docs),
            modules=[self.module(module) for module in package.modules],
            operations=[self.operation(operation) for operation in package.operations],
        )

    def module(self, module: Module) -> ModuleView:
        """One file of the spec."""
        types = [self.type(decl) for decl in module.decls]
        return ModuleView(self.names.file_of_module(module), self.writer.docs(module.docs), types)

    def type(self, decl: Decl) -> TypeView:
        """One declaration."""
        spelled = decl.name.spelled
        name, literal = self.names.types[spelled], self.writer.text(spelled)
        docs, old = self.writer.docs(decl.docs), decl.docs.deprecated
        match decl:
            case Record():
                names = self.names.fields(decl)
                fields = [self.field(field, names[field.wire]) for field in decl.fields]
                parents = self.parents.get(spelled, [])
                return TypeView(
                    "record", name, literal, docs, old, decl.open, fields=fields, parents=parents
                )
            case Union(told=told):
                names = self.names.variants(decl)
                variants = [self.variant(v, names[v.name.spelled]) for v in decl.variants]
                wire = getattr(told, "wire", None)
                tag = "" if wire is None else self.writer.text(wire)
                return TypeView(
                    "union", name, literal, docs, old, decl.open, tag=tag, variants=variants
                )
            case Choice():
                names = self.names.options(decl)
                options = [
                    OptionView(names[o.value], self.writer.text(o.value)) for o in decl.options
                ]
                return TypeView("choice", name, literal, docs, old, decl.open, options=options)
            case Alias():
                meaning = self.spell(decl.type)
                return TypeView("alias", name, literal, docs, old, type=meaning)

    @cached_property
    def parents(self) -> Mapping[str, list[ParentView]]:
        """The unions that each record is a variant of, by the record's name."""
        found: dict[str, list[ParentView]] = {}
        for spelled, decl in self.package.decls.items():
            for variant in decl.variants if isinstance(decl, Union) else ():
                record = self.record_of(variant.type)
                if record is not None:
                    parent = ParentView(self.names.types[spelled], self.tag(variant))
                    found.setdefault(record.name.spelled, []).append(parent)
        return found

    def record_of(self, type: Type) -> Record | None:
        """The record that `type` is, if it is one."""
        resolved = self.package.resolve(type)
        decl = self.package.decls[resolved.target] if isinstance(resolved, Ref) else None
        return decl if isinstance(decl, Record) else None

    def tag(self, variant: Variant) -> str:
        """The tag of a variant as a literal, or nothing."""
        return "" if variant.tag is None else self.writer.text(variant.tag)

    def variant(self, variant: Variant, name: str) -> VariantView:
        """One variant of a union."""
        is_record = self.record_of(variant.type) is not None
        return VariantView(
            name, self.spell(variant.type), self.tag(variant), variant.kind, is_record
        )

    def field(self, field: Field, name: str) -> FieldView:
        """One member of a record."""
        resolved = self.package.resolve(field.type)
        plain = self.spell(field.type.inner if isinstance(field.type, Nullable) else field.type)
        constant = resolved.value if isinstance(resolved, Const) else None
        default = self.writer.scalar(field.default) if field.has_default else None
        return FieldView(
            name=name,
            literal=self.writer.text(field.wire),
            type=self.spell_field(field, plain),
            plain=plain,
            docs=self.writer.docs(field.docs),
            deprecated=field.docs.deprecated,
            required=field.presence is Presence.REQUIRED,
            nullable=isinstance(resolved, Nullable),
            recursive=field.recursive,
            constant="" if constant is None else self.writer.scalar(constant) or "",
            default=default or "",
        )

    def spell_field(self, field: Field, plain: str) -> str:
        """The type of a member, with what presence and null add to it."""
        types = self.manifest.types
        is_optional = field.presence is Presence.OPTIONAL
        inner = types.boxed.replace("{inner}", plain) if field.recursive else plain
        if isinstance(field.type, Nullable):
            around = types.optional_nullable if is_optional else types.nullable
        else:
            around = types.optional if is_optional else "{inner}"
        return around.replace("{inner}", inner)

    def spell(self, type: Type) -> str:
        """A type as the language writes it."""
        types = self.manifest.types
        match type:
            case Scalar(kind=kind, format=format):
                by_kind: Mapping[Kind, str] = {
                    Kind.STRING: types.formats.get(format or "", types.string),
                    Kind.INTEGER: types.integer,
                    Kind.NUMBER: types.number,
                    Kind.BOOLEAN: types.boolean,
                    Kind.ANY: types.any,
                }
                return by_kind[kind]
            case Const(value=bool()):
                return types.boolean
            case Const(value=int()):
                return types.integer
            case Const():
                return types.string
            case ListOf(item=item):
                return types.list.replace("{item}", self.spell(item))
            case MapOf(value=value):
                return types.map.replace("{value}", self.spell(value))
            case Nullable(inner=inner):
                return types.nullable.replace("{inner}", self.spell(inner))
            case Ref(target=target):
                return self.names.types[target]

    def operation(self, operation: Operation) -> OperationView:
        """One call of the API."""
        names = self.names.params(operation)
        return OperationView(
            name=self.names.operations[operation.name.spelled],
            phrase=self.writer.phrase(operation.title),
            docs=self.writer.docs(operation.docs),
            method=operation.method,
            path=self.writer.text(operation.path),
            params=[
                ParamView(names[p.wire], self.writer.text(p.wire), self.spell(p.type))
                for p in operation.params
            ],
            query=self.name_of(operation.query),
            body=self.name_of(operation.body),
            response=self.name_of(operation.response),
            events=self.name_of(operation.events),
        )

    def name_of(self, spelled: str | None) -> str:
        """The type for a declaration, or nothing."""
        return "" if spelled is None else self.names.types[spelled]
