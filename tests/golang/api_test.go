package threadsapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"threadsapi"
)

// What people write who use the package: this file is copied beside the generated module and knows its public names only.

const begun = `{"id":"msg_1","object":"thread.message","created_at":1,"thread_id":"t","role":"assistant","content":[],
	"assistant_id":null,"run_id":null,"metadata":null}`

func delta(t *testing.T, text string) threadsapi.MessageDelta {
	t.Helper()
	d, err := threadsapi.DecodeMessageDeltaStrict([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestUnionsAreSwitchedOver(t *testing.T) {
	part, err := threadsapi.DecodeMessageContent([]byte(`{"type":"text","text":{"value":"hello","annotations":[]}}`))
	if err != nil {
		t.Fatal(err)
	}
	switch part := part.(type) {
	case *threadsapi.TextContentBlock:
		if part.Text.Value != "hello" || part.Type() != "text" {
			t.Errorf("read as %+v", part)
		}
	default:
		t.Errorf("read as %T", part)
	}
	strange, err := threadsapi.DecodeMessageContent([]byte(`{"type":"hologram","depth":3}`))
	if unknown, ok := strange.(*threadsapi.UnknownMessageContent); err != nil || !ok || unknown.Tag != "hologram" {
		t.Errorf("read as %#v (%v)", strange, err)
	}
}

func TestStructsOfOthersMayHoldOurs(t *testing.T) {
	var envelope struct {
		Messages []threadsapi.Message
		Latest   *threadsapi.Message
	}
	source := `{"Messages":[` + begun + `],"Latest":` + begun + `}`
	if err := json.Unmarshal([]byte(source), &envelope); err != nil {
		t.Fatal(err)
	}
	if envelope.Messages[0].ID != "msg_1" || envelope.Latest.Role != threadsapi.MessageRoleAssistant {
		t.Errorf("read as %+v", envelope)
	}
	if _, err := json.Marshal(envelope); err != nil {
		t.Fatal(err)
	}
}

func TestAbsentNullAndValueAreThree(t *testing.T) {
	for want, request := range map[string]threadsapi.ModifyThreadRequest{
		`{}`:                        {},
		`{"metadata":null}`:         {Metadata: threadsapi.Null[map[string]string]()},
		`{"metadata":{"kind":"a"}}`: {Metadata: threadsapi.Some(map[string]string{"kind": "a"})},
	} {
		got, err := json.Marshal(request)
		if err != nil || string(got) != want {
			t.Errorf("%s instead of %s (%v)", got, want, err)
		}
	}
}

func TestAFieldThatIsSetWinsOverTheResidue(t *testing.T) {
	message, err := threadsapi.DecodeMessage([]byte(strings.Replace(begun, `"created_at":1`, `"created_at":"soon"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if found := message.Problems(); len(found) != 1 || found[0].Pointer != "/created_at" {
		t.Errorf("problems: %v", found)
	}
	if got, _ := json.Marshal(message); !bytes.Contains(got, []byte(`"soon"`)) {
		t.Errorf("lost: %s", got)
	}
	message.CreatedAt = 7
	if got, _ := json.Marshal(message); !bytes.Contains(got, []byte(`"created_at":7`)) {
		t.Errorf("not set: %s", got)
	}
}

func TestOfMembersWithOneNameTheLastCounts(t *testing.T) {
	for _, twice := range []string{`"created_at":"soon","created_at":0`, `"created_at":7,"created_at":0`} {
		message, err := threadsapi.DecodeMessage([]byte(strings.Replace(begun, `"created_at":1`, twice, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := json.Marshal(message); !bytes.Contains(got, []byte(`"created_at":0`)) || len(message.Extra) != 0 {
			t.Errorf("%s became %s", twice, got)
		}
	}
}

func TestRequestsAreRefused(t *testing.T) {
	_, err := threadsapi.CreateMessageRequest{Role: "user"}.MarshalJSON()
	var refused *threadsapi.EncodeError
	if !errors.As(err, &refused) || refused.Problems[0].Pointer != "/content" {
		t.Errorf("got %v", err)
	}
}

func TestSyntaxErrorsAreErrors(t *testing.T) {
	for _, text := range []string{"", "{", "{}\x00", `{"id":01}`, `{"id" 1}`, `{"id":1,}`, `{,}`, "nul", `{"x":"` + "\x01" + `"}`,
		strings.Repeat(`[`, 100000), `{"a":` + strings.Repeat(`[`, 100000)} {
		if _, err := threadsapi.DecodeMessage([]byte(text)); err == nil {
			t.Errorf("%.20q was taken", text)
		}
		if _, err := threadsapi.DecodeMessageStrict([]byte(text)); err == nil {
			t.Errorf("%.20q was taken in strict mode", text)
		}
	}
}

func TestAnAccumulator(t *testing.T) {
	initial, err := threadsapi.DecodeMessageStrict([]byte(begun))
	if err != nil {
		t.Fatal(err)
	}
	a := threadsapi.NewMessageAccumulator(&initial, threadsapi.Strict)
	first := delta(t, `{"content":[{"index":0,"type":"text","text":{"value":"Hel"}}]}`)
	second := delta(t, `{"content":[{"index":0,"type":"text","text":{"value":"lo"}}]}`)
	if err := errors.Join(a.Push(first), a.Push(second)); err != nil {
		t.Fatal(err)
	}
	before := a.Snapshot()
	if a.Text("/content/0/text/value") != "Hello" || len(a.Current().Content) != 1 || len(initial.Content) != 0 {
		t.Errorf("gathered %s", a.SnapshotJSON())
	}
	bad := delta(t, `{"content":[{"index":1,"type":"text","text":{"value":"x"}},{"index":0,"type":"refusal"}]}`)
	var fault *threadsapi.DeltaError
	if err := a.Push(bad); !errors.As(err, &fault) || fault.Code != threadsapi.CodeVariantConflict ||
		fault.Pointer != "/content/1/type" || fault.Index != 2 {
		t.Errorf("got %v", err)
	}
	if after := a.Snapshot(); len(after.Content) != len(before.Content) {
		t.Error("a refused delta left something")
	}
	whole, err := a.Compact()
	if err != nil {
		t.Fatal(err)
	}
	merged, err := threadsapi.MergeMessage(initial, whole)
	if err != nil || merged.Content[0].(*threadsapi.TextContentBlock).Text.Value != "Hello" {
		t.Errorf("compacted to %+v (%v)", whole, err)
	}
	if said, err := threadsapi.DiffMessage(initial, merged); err != nil || len(said.Content) != 1 {
		t.Errorf("differs by %+v (%v)", said, err)
	}
	if pieces, err := threadsapi.ChunkMessage(whole, 2); err != nil || len(pieces) != 3 {
		t.Errorf("%d pieces (%v)", len(pieces), err)
	}
	if sent, err := threadsapi.MessageEvents(initial, merged); err != nil || len(sent) != 3 || sent[1].Event() != "thread.message.delta" {
		t.Errorf("events %v (%v)", sent, err)
	}
}

func TestWhatIsCurrentStaysCurrent(t *testing.T) {
	a := threadsapi.NewMessageAccumulator(nil, threadsapi.Lenient)
	var want strings.Builder
	for i := range 3000 {
		piece := string(rune('a' + i%26))
		want.WriteString(piece)
		if err := a.Push(delta(t, `{"content":[{"index":0,"type":"text","text":{"value":"`+piece+`"}}]}`)); err != nil {
			t.Fatal(err)
		}
		if got := a.Current().Content[0].(*threadsapi.TextContentBlock).Text.Value; got != want.String() {
			t.Fatalf("after %d deltas: %q", i+1, got)
		}
	}
}

func TestTextIsKeptWhateverIsInItAndWhereverItStands(t *testing.T) {
	for _, special := range []string{"", `"`, "\\", "\n", "\x00", "\x1f", " ", "!", "#", "[", "]", "\x7f", "\u0080", "\u00e9", "\U0001f600"} {
		for length := range 20 {
			for at := range length + 1 {
				want := strings.Repeat("a", at) + special + strings.Repeat("z", length-at)
				quoted, err := json.Marshal(want)
				if err != nil {
					t.Fatal(err)
				}
				text, err := threadsapi.DecodeText([]byte(`{"value":` + string(quoted) + `,"annotations":[]}`))
				if err != nil || text.Value != want {
					t.Fatalf("%q was read as %q (%v)", want, text.Value, err)
				}
				written, err := json.Marshal(text)
				if err != nil {
					t.Fatal(err)
				}
				var again struct{ Value string }
				if err := json.Unmarshal(written, &again); err != nil || again.Value != want {
					t.Fatalf("%q was written as %s (%v)", want, written, err)
				}
			}
		}
	}
	for at := range 20 {
		text := `{"annotations":[],"value":"` + strings.Repeat("a", at) + "\x1f" + strings.Repeat("z", 19-at) + `"}`
		if _, err := threadsapi.DecodeText([]byte(text)); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestEachObjectOfAStreamGetsItsOwnText(t *testing.T) {
	s := threadsapi.NewStreamAccumulator(threadsapi.Strict)
	push := func(name, data string) threadsapi.StreamChange {
		t.Helper()
		change, err := s.PushJSON([]byte(`{"event":"` + name + `","data":` + data + `}`))
		if err != nil {
			t.Fatal(err)
		}
		return change
	}
	want := map[string]string{}
	for _, id := range []string{"a", "b"} {
		push("thread.message.created", strings.Replace(begun, "msg_1", id, 1))
	}
	for _, id := range []string{"a", "a", "b", "a", "b", "b", "a"} {
		change := push("thread.message.delta", `{"id":"`+id+`","object":"thread.message.delta","delta":`+
			`{"content":[{"index":0,"type":"text","text":{"value":"`+id+`"}}]}}`)
		want[id] += id
		if change.ID != id || change.Target != "messages" || len(change.Appended) != 1 || change.Appended[0].Text != id {
			t.Errorf("changed %+v", change)
		}
	}
	for id, message := range s.Messages().All() {
		if got := message.Content[0].(*threadsapi.TextContentBlock).Text.Value; got != want[id] {
			t.Errorf("%s gathered %q instead of %q", id, got, want[id])
		}
	}
}

func TestAStream(t *testing.T) {
	body := "event: thread.message.created\ndata: " + strings.ReplaceAll(begun, "\n", "") + "\n\n" +
		`event: thread.message.delta` + "\n" +
		`data: {"id":"msg_1","object":"thread.message.delta","delta":{"content":[{"index":0,"type":"text","text":{"value":"hi"}}]}}` +
		"\n\nevent: done\ndata: [DONE]\n\n"
	s := threadsapi.NewStreamAccumulator(threadsapi.Strict)
	var changes []threadsapi.StreamChange
	for event, err := range threadsapi.ReadStreamEvents(strings.NewReader(body)) {
		if err != nil {
			t.Fatal(err)
		}
		change, err := s.Push(event)
		if err != nil {
			t.Fatal(err)
		}
		changes = append(changes, change)
	}
	if err := s.Finish(); err != nil || !s.Done() {
		t.Fatal(err)
	}
	if len(changes) != 3 || changes[1].ID != "msg_1" || changes[1].Appended[0].Text != "hi" ||
		changes[1].Appended[0].Pointer != "/content/0/text/value" || changes[1].Created[0] != "/content/0" {
		t.Errorf("changes %+v", changes)
	}
	for id, message := range s.Messages().All() {
		if id != "msg_1" || message.Content[0].(*threadsapi.TextContentBlock).Text.Value != "hi" {
			t.Errorf("gathered %s: %+v", id, message)
		}
	}
	if s.Run() != nil || s.Messages().Len() != 1 || s.Messages().Closed("msg_1") {
		t.Error("more than came")
	}
}

func TestEventsAreReadHoweverTheyAreCut(t *testing.T) {
	body := []byte("\xef\xbb\xbf: a comment\r\nevent: a\r\ndata: \u00e9\u00e9\r\ndata:two\r\n\r\ndata\r\rid: 1\ndata: last\n\nevent: cut\ndata: off")
	var whole threadsapi.EventReader
	want := whole.Feed(bytes.Clone(body))
	if len(want) != 3 || want[0].Name != "a" || want[0].Data != "\u00e9\u00e9\ntwo" || want[1].Data != "" || want[2].Data != "last" {
		t.Fatalf("read %+v", want)
	}
	for size := 1; size < len(body); size++ {
		var reader threadsapi.EventReader
		var got []threadsapi.ServerSentEvent
		for rest := body; len(rest) > 0; rest = rest[min(size, len(rest)):] {
			got = append(got, reader.Feed(bytes.Clone(rest[:min(size, len(rest))]))...)
		}
		for i := range want {
			if len(got) != len(want) || got[i] != want[i] {
				t.Fatalf("in chunks of %d: %+v", size, got)
			}
		}
	}
}
