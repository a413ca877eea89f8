package specloom

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

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
		push := g.pushJSON
		if watch {
			push = g.pushDecoded
		}
		if _, err := push(data); err != nil {
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
	v.agree("inputs emptied, snapshots between, typed events", v.stream(v.mode(), true, true), want)
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
