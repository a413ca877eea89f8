/** What generated code uses, under one name. */

export * from "./accumulator.js";
export * from "./addresses.js";
export * from "./change.js";
export * from "./checks.js";
export * from "./codec.js";
export * from "./delta-error.js";
export * from "./events.js";
export * from "./fold.js";
export * from "./gatherer.js";
export * from "./life.js";
export * from "./operations.js";
export * from "./plan.js";
export * from "./problems.js";
export * from "./rules.js";
export * from "./sse.js";
export * from "./values.js";
