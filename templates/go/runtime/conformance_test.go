package specloom

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The conformance vectors: SPECLOOM_VECTORS names their folder, SPECLOOM_SPEC the spec with its examples and streams.
// Without them the checkout around this module is looked at; outside of one these tests are skipped.

func folder(t *testing.T, variable string, beside ...string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		path = filepath.Join(append([]string{"..", ".."}, beside...)...)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no folder %s; %s names another", path, variable)
	}
	return path
}

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

type vector struct {
	t      *testing.T
	all    object
	source []byte
}

func (v vector) text(name string) string {
	text, _ := v.all[name].(string)
	return text
}

func (v vector) bytes(name string) []byte {
	value, there := v.all[name]
	if !there {
		return nil
	}
	return write(nil, value)
}

func (v vector) list(name string) [][]byte {
	items, _ := v.all[name].([]any)
	list := make([][]byte, len(items))
	for i, item := range items {
		list[i] = write(nil, item)
	}
	return list
}

func (v vector) mode() Mode { return v.text("mode") == "strict" }

func (v vector) root() ops {
	found, ok := rootsByName[v.text("type")].(ops)
	if !ok {
		v.t.Fatalf("no delta %q", v.text("type"))
	}
	return found
}

func spoil(data []byte) {
	for i := range data {
		data[i] = '!'
	}
}

func (v vector) merge(mode Mode, deltas [][]byte, watch, empty bool) outcome {
	var o outcome
	initial := v.bytes("initial")
	m := v.root().begin(v.t, initial, mode)
	if empty {
		spoil(initial)
	}
	o.index = -1
	for _, delta := range deltas {
		push := m.PushJSON
		if watch {
			push = m.pushTyped
		}
		data := slices.Clone(delta)
		if err := push(data); err != nil {
			o.fail(v.t, err)
			break
		}
		if empty {
			spoil(data)
		}
		if watch {
			m.roundTrip(v.t)
		}
	}
	if v.all["finish"] == true && !o.failed {
		if err := m.finish(); err != nil {
			o.fail(v.t, err)
		}
	}
	o.note(m.Diagnostics())
	o.value, _ = parse(m.SnapshotJSON())
	m.roundTrip(v.t)
	return o
}

func (v vector) stream(mode Mode, watch, empty bool) outcome {
	var o outcome
	table := streamsByName[v.text("type")]
	if table == nil {
		v.t.Fatalf("no stream %q", v.text("type"))
	}
	g := newGathering(table, mode)
	o.index = -1
	for _, data := range v.list("events") {
		event, err := parse(data)
		if err != nil {
			v.t.Fatal(err)
		}
		if _, err := g.push(event); err != nil {
			o.fail(v.t, err)
			break
		}
		if empty {
			spoil(data)
		}
		if watch {
			g.snapshot()
		}
	}
	if v.all["finish"] == true && !o.failed {
		if err := g.finish(); err != nil {
			o.fail(v.t, err)
		}
	}
	o.note(g.diagnostics)
	o.value = g.snapshot()
	return o
}

// want is what the vector says.
func (v vector) want() outcome {
	o := outcome{index: -1}
	o.value, o.has = v.all["expected"]
	if wrong, ok := v.all["error"].(object); ok {
		o.failed = true
		code, _ := wrong["code"].(string)
		o.code = DeltaCode(code)
		o.pointer, _ = wrong["pointer"].(string)
		for _, name := range []string{"delta", "event"} {
			if n, ok := wrong[name].(number); ok {
				whole, _ := n.int64()
				o.index = int(whole)
			}
		}
	}
	o.codes, o.pointers = v.words("diagnostics"), v.words("pointers")
	return o
}

func (v vector) words(name string) []string {
	items, _ := v.all[name].([]any)
	var words []string
	for _, item := range items {
		word, _ := item.(string)
		words = append(words, word)
	}
	return words
}

func (v vector) agree(what string, got, want outcome) {
	v.t.Helper()
	if !want.has {
		want.value = got.value
	}
	if !got.same(want) {
		v.t.Errorf("%s\n got %+v\n    %s\nwant %+v\n    %s", what, got, write(nil, got.value), want, write(nil, want.value))
	}
}

func (v vector) runMerge() {
	want, deltas := v.want(), v.list("deltas")
	v.agree("as it stands", v.merge(v.mode(), deltas, false, false), want)
	v.agree("inputs emptied", v.merge(v.mode(), deltas, false, true), want)
	v.agree("snapshots between, typed deltas", v.merge(v.mode(), deltas, true, false), want)
	if v.mode() == Strict && !want.failed {
		v.agree("lenient", v.merge(Lenient, deltas, false, false), want)
	}
	if v.mode() == Strict && want.failed {
		v.firstNote(v.merge(Lenient, deltas, false, false), want)
	}
	if want.failed || len(want.codes) > 0 {
		return
	}
	root := v.root()
	for cut := 0; cut <= len(deltas); cut++ {
		var parts [][]byte
		for _, part := range [][][]byte{deltas[:cut], deltas[cut:]} {
			whole, err := root.composed(v.t, part)
			if err != nil {
				v.t.Fatalf("compose: %v", err)
			}
			parts = append(parts, whole)
		}
		v.agree("composed in two", v.merge(v.mode(), parts, false, false), want)
	}
	var pieces [][]byte
	for _, delta := range deltas {
		cut, err := root.chunks(delta, 1)
		if err != nil {
			v.t.Fatalf("chunk: %v", err)
		}
		pieces = append(pieces, cut...)
	}
	v.agree("chunked", v.merge(v.mode(), pieces, false, false), want)
}

func (v vector) firstNote(got, want outcome) {
	v.t.Helper()
	if got.failed {
		v.t.Errorf("lenient fails: %+v", got)
	}
	if want.code == CodeTruncated {
		return
	}
	for i, code := range got.codes {
		if code == string(CodeUnknownEvent) {
			continue
		}
		if code != string(want.code) || got.pointers[i] != want.pointer {
			v.t.Errorf("lenient records %s at %s first, not %s at %s", code, got.pointers[i], want.code, want.pointer)
		}
		return
	}
	v.t.Errorf("lenient records nothing, not %s", want.code)
}

func (v vector) runStream() {
	want := v.want()
	v.agree("as it stands", v.stream(v.mode(), false, false), want)
	v.agree("inputs emptied, snapshots between", v.stream(v.mode(), true, true), want)
	if v.mode() == Strict && !want.failed {
		v.agree("lenient", v.stream(Lenient, false, false), want)
	}
	if v.mode() == Strict && want.failed {
		v.firstNote(v.stream(Lenient, false, false), want)
	}
}

func (v vector) settle(value any, err error) {
	v.t.Helper()
	got := outcome{index: -1, value: value}
	if err != nil {
		got.fail(v.t, err)
	}
	v.agree("as it stands", got, v.want())
}

func (v vector) runDiff() {
	before, after := v.bytes("before"), v.bytes("after")
	said, err := v.root().difference(v.t, before, after)
	value, _ := parse(said)
	v.settle(value, err)
	if err != nil {
		return
	}
	m := v.root().begin(v.t, before, Strict)
	if err := m.PushJSON(said); err != nil {
		v.t.Fatal(err)
	}
	got, _ := parse(m.SnapshotJSON())
	if !equal(got, v.all["after"]) {
		v.t.Errorf("the diff leads to %s", m.SnapshotJSON())
	}
	if said, err := v.root().difference(v.t, after, after); err != nil || string(said) != "{}" {
		required := false
		for _, m := range v.root().table().members {
			required = required || m.required
		}
		if !required {
			v.t.Errorf("diff of equals is %s (%v)", said, err)
		}
	}
}

func (v vector) runEvents() {
	for _, table := range streamsByName {
		for i := range table.targets {
			target := &table.targets[i]
			if target.rules() != v.root().table() {
				continue
			}
			sent, err := table.events(target, target.rules(), json.RawMessage(v.bytes("before")), json.RawMessage(v.bytes("after")))
			var value any
			if err == nil {
				items := make([]any, len(sent))
				for i, event := range sent {
					items[i] = event
				}
				value = items
			}
			v.settle(value, err)
			return
		}
	}
	v.t.Fatal("no stream has such events")
}

func (v vector) runCodec(encode bool) {
	codec, ok := Codecs[v.text("type")]
	if !ok {
		v.t.Fatalf("no type %q", v.text("type"))
	}
	want, input := v.want(), v.bytes("input")
	found, err := codec.Problems(input)
	if err != nil {
		v.t.Fatal(err)
	}
	var pointers []string
	for _, problem := range found {
		pointers = append(pointers, problem.Pointer)
	}
	slices.Sort(pointers)
	slices.Sort(want.pointers)
	if !slices.Equal(pointers, want.pointers) {
		v.t.Errorf("problems at %q, not %q", pointers, want.pointers)
	}
	value, err := codec.Decode(input)
	if err != nil {
		v.t.Fatal(err)
	}
	written, err := codec.Encode(value)
	if encode && want.failed {
		var refused *EncodeError
		if !errors.As(err, &refused) {
			v.t.Fatalf("written: %s (%v)", written, err)
		}
		return
	}
	if !codec.sending || !want.failed {
		if err != nil {
			v.t.Fatal(err)
		}
		again, _ := parse(written)
		if !want.has {
			want.value = v.all["input"]
		}
		if !equal(again, want.value) {
			v.t.Errorf("written again as %s", written)
		}
	}
	if v.mode() == Strict {
		if _, err := codec.DecodeStrict(input); (err != nil) != want.failed {
			v.t.Errorf("strict: %v", err)
		}
	}
}

func (v vector) run() {
	switch v.text("op") {
	case "merge":
		v.runMerge()
	case "stream":
		v.runStream()
	case "compose":
		whole, err := v.root().composed(v.t, v.list("deltas"))
		value, _ := parse(whole)
		v.settle(value, err)
	case "chunk":
		size, _ := v.all["size"].(number).int64()
		pieces, err := v.root().chunks(v.bytes("input"), int(size))
		value, _ := parse([]byte("[" + strings.Join(asTexts(pieces), ",") + "]"))
		if err != nil {
			value = nil
		}
		v.settle(value, err)
	case "diff":
		v.runDiff()
	case "events":
		v.runEvents()
	case "decode":
		v.runCodec(false)
	case "encode":
		v.runCodec(true)
	default:
		v.t.Fatalf("unknown op %q", v.text("op"))
	}
}

func asTexts(pieces [][]byte) []string {
	texts := make([]string, len(pieces))
	for i, piece := range pieces {
		texts[i] = string(piece)
	}
	return texts
}

func TestVectors(t *testing.T) {
	root := folder(t, "SPECLOOM_VECTORS", "tests", "vectors")
	files, err := filepath.Glob(filepath.Join(root, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors in %s (%v)", root, err)
	}
	count := 0
	for _, file := range files {
		if filepath.Base(file) == "schema.json" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		value, err := parse(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range value.([]any) {
			all := item.(object)
			count++
			t.Run(all["id"].(string), func(t *testing.T) {
				v := vector{t: t, all: all, source: write(nil, all)}
				v.run()
				if !equal(all, mustParse(t, v.source)) {
					t.Error("an input was changed")
				}
			})
		}
	}
	t.Logf("%d vectors", count)
}

func mustParse(t *testing.T, data []byte) any {
	t.Helper()
	value, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestExamples(t *testing.T) {
	root := folder(t, "SPECLOOM_SPEC", "spec")
	files, _ := filepath.Glob(filepath.Join(root, "examples", "*", "*", "*.json"))
	for _, file := range files {
		verdict := filepath.Base(filepath.Dir(file))
		name := filepath.Base(filepath.Dir(filepath.Dir(file)))
		t.Run(name+"/"+filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			codec, ok := Codecs[name]
			if !ok {
				t.Fatalf("no type %q", name)
			}
			whole := mustParse(t, data)
			if verdict == "accept" {
				value, err := codec.DecodeStrict(data)
				if err != nil {
					t.Fatal(err)
				}
				written, err := codec.Encode(value)
				if err != nil || !equal(mustParse(t, written), whole) {
					t.Errorf("written again as %s (%v)", written, err)
				}
				return
			}
			reject := whole.(object)
			var refused *DecodeError
			if _, err := codec.DecodeStrict(write(nil, reject["payload"])); !errors.As(err, &refused) {
				t.Fatalf("not refused: %v", err)
			}
			for _, problem := range refused.Problems {
				if problem.Pointer == reject["pointer"] {
					return
				}
			}
			t.Errorf("refused at other places than %v: %v", reject["pointer"], refused)
		})
	}
}

func TestStreams(t *testing.T) {
	root := folder(t, "SPECLOOM_SPEC", "spec")
	files, _ := filepath.Glob(filepath.Join(root, "streams", "*", "events.sse"))
	for _, file := range files {
		for _, size := range []int{1, 7, 4096} {
			t.Run(filepath.Base(filepath.Dir(file))+"/"+formatInt(int64(size)), func(t *testing.T) {
				replay(t, file, size)
			})
		}
	}
}

func replay(t *testing.T, file string, size int) {
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	final, err := os.ReadFile(filepath.Join(filepath.Dir(file), "final.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range streamsByName {
		g := newGathering(table, Lenient)
		var reader EventReader
		for rest := body; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			for _, event := range reader.Feed(rest[:min(size, len(rest))]) {
				if _, err := g.push(table.eventOf(event)); err != nil {
					t.Fatal(err)
				}
			}
		}
		got, want := g.snapshot(), mustParse(t, final).(object)
		for name, value := range want {
			if !equal(got[name], value) {
				t.Errorf("%s is %s", name, write(nil, got[name]))
			}
		}
	}
}

// fuzzCodec makes sure that a decoder takes any bytes, and that what it takes is written again as it was.
func fuzzCodec[T any](f *testing.F, decode func([]byte) (T, error)) {
	for _, seed := range []string{"{}", "[]", `""`, "null", `{"type":"text","index":0}`, "{}\x00", `{"a":1,"a":[2]}`} {
		f.Add([]byte(seed))
	}
	if files, err := filepath.Glob(filepath.Join(os.Getenv("SPECLOOM_SPEC"), "examples", "*", "accept", "*.json")); err == nil {
		for i := 0; i < len(files); i += 10 {
			if data, err := os.ReadFile(files[i]); err == nil {
				f.Add(data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		value, err := decode(data)
		if err != nil {
			return
		}
		var w writer
		writeUnion(&w, any(value))
		if known, ok := any(&value).(writable); ok {
			w.out = w.out[:0]
			known.writeTo(&w)
		} else if _, ok := any(value).(writable); !ok {
			return
		}
		before, err := parse(data)
		if err != nil {
			t.Fatalf("%q was taken: %v", data, err)
		}
		again, err := parse(w.done())
		if err != nil {
			t.Fatalf("%q became %q: %v", data, w.out, err)
		}
		if !equal(before, again) && !hasFractions(before) {
			t.Fatalf("%q became %q", data, w.out)
		}
	})
}

// hasFractions says whether a number may have lost digits that floating point does not hold.
func hasFractions(value any) bool {
	switch value := value.(type) {
	case number:
		return len(value) > 15 || strings.ContainsAny(string(value), ".eE")
	case []any:
		return slices.ContainsFunc(value, hasFractions)
	case object:
		for _, part := range value {
			if hasFractions(part) {
				return true
			}
		}
	}
	return false
}
