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
	piece    func(delta D, w *way) (string, bool) // looks for a short way; nil: there is none
}

// root is a growth without its types.
type root interface{ table() *recordRules }

func (g *growth[S, D]) table() *recordRules { return g.rules }

func newGrowth[S, D any](
	rules *recordRules, snapshot func(*cursor) S, delta func(*cursor) D, piece func(D, *way) (string, bool),
) *growth[S, D] {
	return &growth[S, D]{rules, reading(snapshot), reading(delta), piece}
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
	now         living // the object so far
	fold        fold
	said        living // one delta equal to those since the last mark, but for the tail
	mirror      fold
	fault       *DeltaError // why there is no such delta
	tail        *gathered   // a text that has grown since the place where said has it; nil: none
	from        int
	way         way
	diagnostics []*DeltaError
	pushed      int
}

func newAccumulator[S, D any](growth *growth[S, D], initial *S, mode Mode) *Accumulator[S, D] {
	a := &Accumulator[S, D]{growth: growth}
	a.fold.strict = bool(mode)
	a.mirror.strict, a.mirror.mirror = bool(mode), true
	a.now.root = &grown{members: object{}, made: growth.rules.snapshot}
	if initial != nil {
		if value, err := toValue(initial); err == nil {
			if members, ok := value.(object); ok {
				a.now.root = &grown{members: members}
			}
		}
	}
	a.Mark()
	return a
}

// Push applies a delta and keeps nothing of it. In strict mode an illegal delta is a *DeltaError and changes
// nothing; in lenient mode what is illegal in it is skipped and listed by Diagnostics.
func (a *Accumulator[S, D]) Push(delta D) error {
	if a.grow(delta) {
		return nil
	}
	return a.pushWhole(delta)
}

// PushJSON applies a delta that is given as JSON text.
func (a *Accumulator[S, D]) PushJSON(data []byte) error {
	if a.growth.piece != nil {
		if delta, err := a.growth.delta(data); err == nil && a.grow(delta) {
			return nil
		}
	}
	return a.pushText(data)
}

// grow takes the short way, if a delta goes it.
func (a *Accumulator[S, D]) grow(delta D) bool {
	if a.growth.piece == nil {
		return false
	}
	w := &a.way
	piece, ok := a.growth.piece(delta, w.begin())
	if !ok {
		return false
	}
	if !w.same || a.tail == nil || a.tail != a.now.last.text {
		a.settle()
		rules := a.growth.rules
		if !a.now.reach(rules, w) || !a.said.reach(rules.mirror(), w) {
			return false
		}
		a.tail, a.from = a.now.last.text, len(a.now.last.text.text())
	}
	a.now.grow(piece)
	a.pushed++
	return true
}

// settle has said catch up.
func (a *Accumulator[S, D]) settle() {
	if a.tail != nil {
		a.said.grow(a.tail.text()[a.from:])
		a.tail = nil
	}
}

func (a *Accumulator[S, D]) pushWhole(delta D) error {
	data, err := lossless(&delta)
	if err != nil {
		return err
	}
	return a.pushText(data)
}

// pushText applies a delta by the rules.
func (a *Accumulator[S, D]) pushText(data []byte) error {
	a.settle()
	value, err := parse(data)
	if err != nil {
		return err
	}
	index := a.pushed
	a.pushed++
	fault := a.fold.push(&a.now, a.growth.rules, value)
	for _, note := range a.fold.notes {
		note.Index = index
		a.diagnostics = append(a.diagnostics, note)
	}
	if fault != nil {
		fault.Index = index
		return fault
	}
	again, _ := parse(data) // what was gathered may share nothing with what was said
	if fault := a.mirror.push(&a.said, a.growth.rules.mirror(), again); fault != nil && a.fault == nil {
		a.fault = fault
	}
	return nil
}

// Current is the object so far, for reading only: it may change with the next Push. After deltas that only append
// text it costs next to nothing, however long the text is.
func (a *Accumulator[S, D]) Current() *S {
	return shown(&a.now, a.growth.snapshot)
}

// Snapshot is the object so far; later deltas do not change it.
func (a *Accumulator[S, D]) Snapshot() S {
	snapshot, _ := a.growth.snapshot(a.SnapshotJSON())
	return snapshot
}

// SnapshotJSON is the object so far as JSON text.
func (a *Accumulator[S, D]) SnapshotJSON() []byte { return write(nil, view(a.now.root)) }

// Text is the text at a JSON pointer into the snapshot (entries of lists by their keys), without copying it.
func (a *Accumulator[S, D]) Text(pointer string) string {
	var slot any = a.now.root
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
func (a *Accumulator[S, D]) Gaps() []string { return a.growth.rules.gaps(a.now.root, nil, nil) }

// Finish looks for gaps, then gives a snapshot; it changes nothing. In strict mode a gap is an error.
func (a *Accumulator[S, D]) Finish() (S, error) {
	faults := a.fold.parseRaw()
	for _, pointer := range a.Gaps() {
		faults = append(faults, &DeltaError{Code: CodeIndexGap, Pointer: pointer, Index: -1})
	}
	a.now.hide()
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
	a.settle()
	if a.fault != nil {
		var none D
		return none, a.fault
	}
	return a.growth.delta(write(nil, spell(a.said.root)))
}

// Mark makes the next Compact begin here.
func (a *Accumulator[S, D]) Mark() {
	a.said, a.fault, a.tail = living{root: &grown{members: object{}}}, nil, nil
}

// Diagnostics lists what lenient mode has skipped.
func (a *Accumulator[S, D]) Diagnostics() []*DeltaError { return slices.Clone(a.diagnostics) }
