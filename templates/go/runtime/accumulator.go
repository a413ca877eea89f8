package specloom

import (
	"encoding/json"
	"slices"
	"strings"
)

// Mode says what happens to what the rules do not allow.
type Mode bool

const (
	Lenient Mode = false // the smallest unit at fault is skipped and recorded
	Strict  Mode = true  // nothing is changed and an error is returned
)

// Appended is a piece of text and the place in the snapshot that it was appended to.
type Appended struct {
	Pointer string
	Text    string
}

// growth ties the rules of a root delta to the types of snapshot and delta.
type growth[S, D any] struct {
	rules    *recordRules
	snapshot func(data []byte) (S, error)
	delta    func(data []byte) (D, error)
}

// root is a growth without its types.
type root interface{ table() *recordRules }

func (g *growth[S, D]) table() *recordRules { return g.rules }

func newGrowth[S, D any](rules *recordRules, snapshot func(*cursor) S, delta func(*cursor) D) *growth[S, D] {
	return &growth[S, D]{rules, reading(snapshot), reading(delta)}
}

// reading is a reader of whole documents.
func reading[T any](read func(*cursor) T) func([]byte) (T, error) {
	return func(data []byte) (T, error) { return from(data, read) }
}

func toValue(source any) (any, error) {
	data, err := lossless(source)
	if err != nil {
		return nil, err
	}
	return parse(data)
}

// lossless writes a value as it is, also where the spec forbids to send it.
func lossless(source any) ([]byte, error) {
	if known, ok := source.(writable); ok {
		var w writer
		known.writeTo(&w)
		return w.done(), nil
	}
	return json.Marshal(source)
}

// Accumulator gathers one object from its deltas. It is not safe for use by several goroutines at a time.
type Accumulator[S, D any] struct {
	growth      *growth[S, D]
	root        *grown
	fold        fold
	diagnostics []*DeltaError
	pushed      int
	since       [][]byte // deltas since the last mark
	current     *S
}

func newAccumulator[S, D any](growth *growth[S, D], initial *S, mode Mode) *Accumulator[S, D] {
	a := &Accumulator[S, D]{growth: growth, root: &grown{members: object{}, made: growth.rules.snapshot}}
	a.fold.strict = bool(mode)
	if initial != nil {
		if value, err := toValue(initial); err == nil {
			if members, ok := value.(object); ok {
				a.root = &grown{members: members}
			}
		}
	}
	return a
}

// Push applies a delta and keeps nothing of it. In strict mode an illegal delta is a *DeltaError and changes
// nothing; in lenient mode what is illegal in it is skipped and listed by Diagnostics.
func (a *Accumulator[S, D]) Push(delta D) error {
	data, err := lossless(&delta)
	if err != nil {
		return err
	}
	return a.PushJSON(data)
}

// PushJSON applies a delta that is given as JSON text.
func (a *Accumulator[S, D]) PushJSON(data []byte) error {
	value, err := parse(data)
	if err != nil {
		return err
	}
	index := a.pushed
	a.pushed++
	fault := a.fold.push(a.root, a.growth.rules, value)
	for _, note := range a.fold.notes {
		note.Index = index
		a.diagnostics = append(a.diagnostics, note)
	}
	if fault != nil {
		fault.Index = index
		return fault
	}
	if a.current != nil && !a.fold.follow(a.current) {
		a.current = nil
	}
	if a.since = append(a.since, slices.Clone(data)); len(a.since) > compactAfter {
		if whole, fault := a.whole(); fault == nil {
			a.since = append([][]byte{}, write(nil, whole))
		}
	}
	return nil
}

// compactAfter is how many deltas are kept before they become one.
const compactAfter = 1000

// whole is one delta equal to those since the last mark.
func (a *Accumulator[S, D]) whole() (any, *DeltaError) {
	values := make([]any, len(a.since))
	for i, data := range a.since {
		values[i], _ = parse(data)
	}
	return compose(a.growth.rules, values, a.fold.strict)
}

// Current is the object so far, for reading only: it may change with the next Push. After deltas that only append
// text it costs next to nothing, however long the text is.
func (a *Accumulator[S, D]) Current() *S {
	if a.current == nil {
		snapshot := a.Snapshot()
		a.current = &snapshot
	}
	return a.current
}

// Snapshot is the object so far; later deltas do not change it.
func (a *Accumulator[S, D]) Snapshot() S {
	snapshot, _ := a.growth.snapshot(a.SnapshotJSON())
	return snapshot
}

// SnapshotJSON is the object so far as JSON text.
func (a *Accumulator[S, D]) SnapshotJSON() []byte { return write(nil, view(a.root)) }

// Text is the text at a JSON pointer into the snapshot (entries of lists by their keys), without copying it.
func (a *Accumulator[S, D]) Text(pointer string) string {
	var slot any = a.root
	for _, name := range strings.Split(pointer, "/")[1:] {
		name = strings.NewReplacer("~1", "/", "~0", "~").Replace(name)
		switch here := slot.(type) {
		case *grown:
			slot = here.members[name]
		case *keyed:
			slot = nil
			for i := range here.entries {
				if here.entries[i].title() == name {
					slot = here.entries[i].slot
					break
				}
			}
		default:
			slot = nil
		}
	}
	switch slot := slot.(type) {
	case *gathered:
		return slot.text()
	case string:
		return slot
	}
	return ""
}

// Gaps lists the lists in which entries are missing, as pointers into the snapshot.
func (a *Accumulator[S, D]) Gaps() []string { return a.growth.rules.gaps(a.root, nil, nil) }

// Finish looks for gaps, then gives a snapshot; it changes nothing. In strict mode a gap is an error.
func (a *Accumulator[S, D]) Finish() (S, error) {
	faults := a.fold.parseRaw()
	for _, pointer := range a.Gaps() {
		faults = append(faults, &DeltaError{Code: CodeIndexGap, Pointer: pointer, Index: -1})
	}
	a.current = nil
	for _, fault := range faults {
		if a.fold.strict {
			return a.Snapshot(), fault
		}
		a.diagnostics = append(a.diagnostics, fault)
	}
	return a.Snapshot(), nil
}

// Compact gives one delta equal to all that were pushed since the start or the last Mark.
func (a *Accumulator[S, D]) Compact() (D, error) {
	whole, fault := a.whole()
	if fault != nil {
		var none D
		return none, fault
	}
	return a.growth.delta(write(nil, whole))
}

// Mark makes the next Compact begin here.
func (a *Accumulator[S, D]) Mark() { a.since = nil }

// Diagnostics lists what lenient mode has skipped.
func (a *Accumulator[S, D]) Diagnostics() []*DeltaError { return slices.Clone(a.diagnostics) }

// --- functions -------------------------------------------------------------------------------------------

func mergeAll[S, D any](growth *growth[S, D], snapshot S, deltas []D) (S, error) {
	a := newAccumulator(growth, &snapshot, Strict)
	for _, delta := range deltas {
		if err := a.Push(delta); err != nil {
			return snapshot, err
		}
	}
	return a.Snapshot(), nil
}

func composeAll[S, D any](growth *growth[S, D], deltas []D) (D, error) {
	var none D
	values := make([]any, len(deltas))
	for i, delta := range deltas {
		value, err := toValue(&delta)
		if err != nil {
			return none, err
		}
		values[i] = value
	}
	whole, fault := compose(growth.rules, values, true)
	if fault != nil {
		return none, fault
	}
	return growth.delta(write(nil, whole))
}

func diffOf[S, D any](growth *growth[S, D], before, after S) (D, error) {
	var none D
	said, err := diffValues(growth.rules, &before, &after)
	if err != nil {
		return none, err
	}
	return growth.delta(write(nil, said))
}

func diffValues(rules *recordRules, before, after any) (object, error) {
	one, err := toValue(before)
	if err != nil {
		return nil, err
	}
	two, err := toValue(after)
	if err != nil {
		return nil, err
	}
	first, _ := one.(object)
	second, ok := two.(object)
	if !ok {
		return nil, refuse(CodeInexpressible, nil)
	}
	said, fault := rules.diff(first, second, nil)
	if fault != nil {
		return nil, fault
	}
	return said, nil
}

func chunkOf[S, D any](growth *growth[S, D], delta D, size int) ([]D, error) {
	value, err := toValue(&delta)
	if err != nil {
		return nil, err
	}
	values, fault := chunk(growth.rules, value, size)
	if fault != nil {
		return nil, fault
	}
	pieces := make([]D, len(values))
	for i, value := range values {
		if pieces[i], err = growth.delta(write(nil, value)); err != nil {
			return nil, err
		}
	}
	return pieces, nil
}
