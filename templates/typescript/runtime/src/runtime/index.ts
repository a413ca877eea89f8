/** What generated code uses, under one name. */

export * from "./checks.js";
export * from "./codec.js";
export * from "./problems.js";
export * from "./values.js";
