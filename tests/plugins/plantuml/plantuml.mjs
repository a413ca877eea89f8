#!/usr/bin/env node
// A class diagram for PlantUML: a target that is a program. It reads the IR from standard input and prints
// files as JSON; with --describe it says what it is.
import process from "node:process";

const DESCRIPTION = {
  name: "plantuml",
  summary: "a class diagram for PlantUML",
  ir: [1],
  options: {
    title: { help: "what stands above the diagram (empty: the name of the package)", default: "" },
    members: { help: "show the members of records", default: true },
  },
};

/** Text of the spec as PlantUML shows it: nothing in it is markup, and it ends no string. */
function plain(text) {
  return text.replace(/[._-]{2,}|[^\p{L}\p{N} ._()-]/gu, spell);
}

function spell(chars) {
  const codes = Array.from(chars, (char) => char.codePointAt(0).toString(16).toUpperCase());
  return codes.map((code) => `<U+${code.padStart(4, "0")}>`).join("");
}

function typeText(type) {
  switch (type.node) {
    case "scalar":
      return type.kind;
    case "const":
      return plain(JSON.stringify(type.value));
    case "list":
      return `list of ${typeText(type.item)}`;
    case "map":
      return `map of ${typeText(type.value)}`;
    case "nullable":
      return `${typeText(type.inner)} or null`;
    default:
      return plain(type.target);
  }
}

/** The declarations that a type speaks of. */
function targets(type) {
  if (type.node === "ref") return [type.target];
  const inner = type.item ?? type.inner ?? (type.node === "map" ? type.value : undefined);
  return inner ? targets(inner) : [];
}

function diagram(ir) {
  const ids = new Map();
  const decls = ir.modules.flatMap((module) => module.decls);
  decls.forEach((decl, index) => ids.set(decl.name.spelled, `t${index}`));
  const lines = ["@startuml", `' ${plain(ir.mark)}`, `title ${plain(ir.options.title || ir.name.spelled)}`, ""];
  const arrows = [];
  for (const decl of decls) {
    const id = ids.get(decl.name.spelled);
    const name = `"${plain(decl.name.spelled)}" as ${id}`;
    if (decl.node === "record") {
      lines.push(`class ${name} {`);
      for (const field of decl.fields) {
        const mark = field.presence === "required" ? "" : "?";
        if (ir.options.members) lines.push(`  ${plain(field.wire)}${mark}: ${typeText(field.type)}`);
        for (const target of targets(field.type)) arrows.push(`${id} --> ${ids.get(target)}`);
      }
      lines.push("}");
    } else if (decl.node === "union") {
      lines.push(`interface ${name}`);
      for (const variant of decl.variants) {
        for (const target of targets(variant.type)) arrows.push(`${id} <|.. ${ids.get(target)}`);
      }
    } else if (decl.node === "choice") {
      lines.push(`enum ${name} {`, ...decl.options.map((option) => `  ${plain(option.value)}`), "}");
    } else {
      lines.push(`class ${name} <<${typeText(decl.type)}>>`);
    }
  }
  return [...lines, "", ...new Set(arrows), "@enduml", ""].join("\n");
}

async function main() {
  if (process.argv.includes("--describe")) return DESCRIPTION;
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const ir = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  const empty = ir.modules.flatMap((module) => module.decls).filter((decl) => decl.fields?.length === 0);
  return {
    files: [{ path: "classes.puml", text: diagram(ir) }],
    diagnostics: empty.map((decl) => ({
      severity: "note",
      code: "empty-class",
      fact: `the class of '${decl.name.spelled}' is empty`,
      remedy: "give it members, if it has any",
      where: decl.where,
    })),
  };
}

process.stdout.write(JSON.stringify(await main()));
