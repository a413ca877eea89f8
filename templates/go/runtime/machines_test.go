package specloom

import (
	"errors"
	"slices"
	"testing"
)

type outcome struct {
	value    any
	has      bool
	code     DeltaCode
	pointer  string
	index    int
	failed   bool
	codes    []string
	pointers []string
}

func (o *outcome) fail(t *testing.T, err error) {
	t.Helper()
	var fault *DeltaError
	if !errors.As(err, &fault) {
		t.Fatalf("not a DeltaError: %v", err)
	}
	o.failed, o.code, o.pointer, o.index = true, fault.Code, fault.Pointer, fault.Index
}

func (o *outcome) note(faults []*DeltaError) {
	for _, fault := range faults {
		o.codes = append(o.codes, string(fault.Code))
		o.pointers = append(o.pointers, fault.Pointer)
	}
}

func (o outcome) same(other outcome) bool {
	return equal(o.value, other.value) && o.failed == other.failed && o.code == other.code &&
		o.pointer == other.pointer && o.index == other.index &&
		slices.Equal(o.codes, other.codes) && slices.Equal(o.pointers, other.pointers)
}

// machine is an accumulator whose types do not matter.
type machine interface {
	PushJSON([]byte) error
	pushTyped([]byte) error
	SnapshotJSON() []byte
	roundTrip(*testing.T)
	finish() error
	Diagnostics() []*DeltaError
}

func (a *Accumulator[S, D]) finish() error {
	_, err := a.Finish()
	return err
}

func (a *Accumulator[S, D]) pushTyped(data []byte) error {
	delta, err := a.growth.delta(data)
	if err != nil {
		return a.PushJSON(data)
	}
	return a.Push(delta)
}

// pushDecoded pushes an event in its type, if it has one.
func (g *gathering) pushDecoded(data []byte) (StreamChange, error) {
	event, err := g.table.read(data)
	if err != nil {
		return g.pushJSON(data)
	}
	return g.pushTyped(event)
}

// roundTrip makes sure that the typed snapshot says what the snapshot says.
func (a *Accumulator[S, D]) roundTrip(t *testing.T) {
	t.Helper()
	value, err := toValue(a.Current())
	if err != nil || !equal(value, view(a.now.root)) {
		t.Errorf("typed snapshot %s of %s (%v)", write(nil, value), a.SnapshotJSON(), err)
	}
}

func (g *growth[S, D]) begin(t *testing.T, initial []byte, mode Mode) machine {
	if initial == nil {
		return newAccumulator(g, nil, mode)
	}
	typed, err := g.snapshot(initial)
	if err != nil {
		t.Fatal(err)
	}
	return newAccumulator(g, &typed, mode)
}

func (g *growth[S, D]) decoded(deltas [][]byte) ([]D, error) {
	typed := make([]D, len(deltas))
	for i, delta := range deltas {
		var err error
		if typed[i], err = g.delta(delta); err != nil {
			return nil, err
		}
	}
	return typed, nil
}

func (g *growth[S, D]) composed(t *testing.T, deltas [][]byte) ([]byte, error) {
	typed, err := g.decoded(deltas)
	if err != nil { // a value that no typed function could take
		values := make([]any, len(deltas))
		for i, delta := range deltas {
			values[i] = mustParse(t, delta)
		}
		whole, fault := compose(g.rules, values)
		if fault != nil {
			return nil, fault
		}
		return write(nil, whole), nil
	}
	whole, err := composeAll(g, typed)
	if err != nil {
		return nil, err
	}
	return lossless(&whole)
}

func (g *growth[S, D]) chunks(delta []byte, size int) ([][]byte, error) {
	typed, err := g.decoded([][]byte{delta})
	if err != nil {
		return nil, err
	}
	pieces, err := chunkOf(g, typed[0], size)
	if err != nil {
		return nil, err
	}
	written := make([][]byte, len(pieces))
	for i := range pieces {
		if written[i], err = lossless(&pieces[i]); err != nil {
			return nil, err
		}
	}
	return written, nil
}

func (g *growth[S, D]) difference(t *testing.T, before, after []byte) ([]byte, error) {
	one, err := g.snapshot(before)
	if err != nil {
		t.Fatal(err)
	}
	two, err := g.snapshot(after)
	if err != nil {
		t.Fatal(err)
	}
	said, err := diffOf(g, one, two)
	if err != nil {
		return nil, err
	}
	return lossless(&said)
}

type ops interface {
	table() *recordRules
	begin(t *testing.T, initial []byte, mode Mode) machine
	composed(t *testing.T, deltas [][]byte) ([]byte, error)
	chunks(delta []byte, size int) ([][]byte, error)
	difference(t *testing.T, before, after []byte) ([]byte, error)
}
