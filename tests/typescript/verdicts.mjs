// Prints what strict reading says of each line: `true` if nothing is wrong, `false` otherwise.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [, , folder, file] = process.argv;
const { CODECS } = await import(pathToFileURL(join(folder, "dist", "index.js")));
const verdicts = readFileSync(file, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => {
    const { type, value } = JSON.parse(line);
    return CODECS.get(type).problems(value).length === 0;
  });
console.log(JSON.stringify(verdicts));
