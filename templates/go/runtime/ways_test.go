package specloom

import (
	"reflect"
	"testing"
)

// The short ways do what the rules do: deltas drawn at random, typed for one accumulator, as values by the rules
// for another, leave both the same.

func TestShortWaysOfDeltas(t *testing.T) {
	for _, name := range sorted(rootsByName) {
		root, ok := rootsByName[name].(interface {
			hasWays() bool
			compareWays(t *testing.T, d drawing, mode Mode) int
		})
		if !ok {
			t.Fatalf("%s cannot be compared", name)
		}
		t.Run(name, func(t *testing.T) {
			short := 0
			for seed := range uint64(100) {
				d := newDrawing(seed)
				short += root.compareWays(t, d, seed%2 == 0)
				if t.Failed() {
					t.Fatalf("with seed %d", seed)
				}
			}
			t.Logf("%d deltas went a short way", short)
			if root.hasWays() && short == 0 {
				t.Error("no delta went a short way")
			}
		})
	}
}

func (g *growth[S, D]) hasWays() bool { return g.piece != nil }

// compareWays says how many deltas went a short way.
func (g *growth[S, D]) compareWays(t *testing.T, d drawing, mode Mode) int {
	one, other := newAccumulator(g, nil, mode), newAccumulator(g, nil, mode)
	short := 0
	var data []byte
	for turn := range 60 {
		if turn%3 == 0 || d.rarely() { // what was said once is often said again
			data = write(nil, d.delta(g.rules, nil, d.IntN(4) != 0))
		}
		push := pick(d, one.pushTyped, one.PushJSON)
		failed := push(data)
		if one.tail != nil {
			short++
		}
		if wanted := other.pushText(data); !reflect.DeepEqual(failed, wanted) {
			t.Errorf("%s is %v, by the rules %v", data, failed, wanted)
		}
		switch d.IntN(12) {
		case 0:
			one.Mark()
			other.Mark()
		case 1:
			one.roundTrip(t)
		case 2:
			_, failed := one.Finish()
			if _, wanted := other.Finish(); !reflect.DeepEqual(failed, wanted) {
				t.Errorf("finished with %v, by the rules %v", failed, wanted)
			}
		}
		if got, want := one.SnapshotJSON(), other.SnapshotJSON(); !equal(mustParse(t, got), mustParse(t, want)) {
			t.Fatalf("%s makes\n%s, by the rules\n%s", data, got, want)
		}
	}
	one.roundTrip(t)
	if !reflect.DeepEqual(one.Diagnostics(), other.Diagnostics()) {
		t.Errorf("noted %v, by the rules %v", one.Diagnostics(), other.Diagnostics())
	}
	got, failed := one.Compact()
	want, wanted := other.Compact()
	if !reflect.DeepEqual(failed, wanted) || !reflect.DeepEqual(got, want) {
		t.Errorf("all in one are %+v (%v), by the rules %+v (%v)", got, failed, want, wanted)
	}
	return short
}

func TestShortWaysOfEvents(t *testing.T) {
	for _, name := range sorted(streamsByName) {
		t.Run(name, func(t *testing.T) {
			table := streamsByName[name]
			for seed := range uint64(100) {
				compareStreams(t, table, newDrawing(seed), seed%2 == 0)
				if t.Failed() {
					t.Fatalf("with seed %d", seed)
				}
			}
		})
	}
}

func compareStreams(t *testing.T, table *streamTable, d drawing, mode Mode) {
	one, other := newGathering(table, mode), newGathering(table, mode)
	var data []byte
	for turn := range 90 {
		if turn%3 == 0 || d.rarely() {
			data = write(nil, d.event(table))
		}
		event, err := table.read(data)
		if err != nil {
			t.Fatal(err)
		}
		got, failed := one.pushTyped(event)
		want, wanted := other.push(mustParse(t, data))
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(failed, wanted) {
			t.Errorf("%s does %+v (%v), by the rules %+v (%v)", data, got, failed, want, wanted)
		}
		if d.IntN(8) == 0 && !equal(one.snapshot(), other.snapshot()) {
			t.Errorf("after %s: %s, by the rules %s", data, write(nil, one.snapshot()), write(nil, other.snapshot()))
		}
	}
	if !reflect.DeepEqual(one.listed(), other.listed()) || !reflect.DeepEqual(one.finish(), other.finish()) {
		t.Errorf("noted %v, by the rules %v", one.listed(), other.listed())
	}
}
