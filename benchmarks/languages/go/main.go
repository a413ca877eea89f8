// Measures the generated package beside its peers and prints the processor time of each call in seconds, by work,
// contender and round, as JSON. The payloads are the lines of two files: messages, and events that carry deltas.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/openai/openai-go"

	"threadsapi"
)

const (
	rounds = 9
	deltas = 20_000 // in a merge: a long answer
)

// contender does its work once.
type contender struct {
	work, name string
	calls      int // what its time is divided by
	run        func()
}

func main() {
	messages, events := lines(os.Args[1]), lines(os.Args[2])
	contenders := append(decoding(messages, events), merging(events)...)
	times := map[string]map[string][]float64{}
	for round := range rounds {
		for i := range contenders {
			c := &contenders[(i+round)%len(contenders)]
			if times[c.work] == nil {
				times[c.work] = map[string][]float64{}
			}
			times[c.work][c.name] = append(times[c.work][c.name], measure(c))
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(times); err != nil {
		fail(err)
	}
}

// measure runs a contender for a while and gives the time of a call.
func measure(c *contender) float64 {
	const enough = 40_000_000
	begun, runs := used(), 0
	for used()-begun < enough {
		c.run()
		runs++
	}
	return float64(used()-begun) / 1e9 / float64(runs*c.calls)
}

// used is the processor time of this process, the collector's too, in nanoseconds.
func used() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func lines(path string) [][]byte {
	data, err := os.ReadFile(path)
	if err != nil {
		fail(err)
	}
	return bytes.Split(bytes.TrimSpace(data), []byte("\n"))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// must gives a value that there is no reason not to get.
func must[T any](value T, err error) T {
	if err != nil {
		fail(err)
	}
	return value
}

// decoded reads text by encoding/json.
func decoded[T any](data []byte) (T, error) {
	var value T
	err := json.Unmarshal(data, &value)
	return value, err
}

func each[T any](docs [][]byte, read func([]byte) (T, error)) func() {
	return func() {
		for _, doc := range docs {
			must(read(doc))
		}
	}
}

func decoding(messages, events [][]byte) []contender {
	return []contender{
		{"decode messages", "ours", size(messages), each(messages, threadsapi.DecodeMessage)},
		{"decode messages", "ours, strict", size(messages), each(messages, threadsapi.DecodeMessageStrict)},
		{"decode messages", "plain structs", size(messages), each(messages, decoded[message])},
		{"decode messages", "openai-go", size(messages), each(messages, decoded[openai.Message])},
		{"decode deltas", "ours", size(events), each(events, threadsapi.DecodeMessageDeltaEvent)},
		{"decode deltas", "plain structs", size(events), each(events, decoded[messageDeltaEvent])},
		{"decode deltas", "openai-go", size(events), each(events, decoded[openai.MessageDeltaEvent])},
	}
}

func size(docs [][]byte) int {
	bytes := 0
	for _, doc := range docs {
		bytes += len(doc)
	}
	return bytes
}

func merging(events [][]byte) []contender {
	typed := make([]threadsapi.MessageDelta, len(events))
	bare := make([][]byte, len(events))
	whole := make([]threadsapi.AssistantStreamEvent, len(events))
	for i, event := range events {
		typed[i] = must(threadsapi.DecodeMessageDeltaEvent(event)).Delta
		bare[i] = must(json.Marshal(typed[i]))
		whole[i] = must(threadsapi.DecodeAssistantStreamEvent(
			fmt.Appendf(nil, `{"event":"thread.message.delta","data":%s}`, event)))
	}
	id := must(threadsapi.DecodeMessageDeltaEvent(events[0])).ID
	begun := fmt.Appendf(nil, `{"event":"thread.message.created","data":{"id":%q,"content":[]}}`, id)
	created := must(threadsapi.DecodeAssistantStreamEvent(begun))
	text := func(m *threadsapi.Message) string { return m.Content[0].(*threadsapi.TextContentBlock).Text.Value }
	push := func(each func(a *threadsapi.MessageAccumulator, i int)) func() {
		return func() {
			a := threadsapi.NewMessageAccumulator(nil, threadsapi.Strict)
			for i := range deltas {
				each(a, i%len(events))
			}
			if a.Current() == nil || len(text(a.Current())) < deltas {
				fail(fmt.Errorf("a text of %d bytes", len(text(a.Current()))))
			}
		}
	}
	read := 0
	return []contender{
		{"merge a text delta", "ours", deltas, push(func(a *threadsapi.MessageAccumulator, i int) {
			check(a.Push(typed[i]))
		})},
		{"merge a text delta", "ours, text read after each", deltas, push(func(a *threadsapi.MessageAccumulator, i int) {
			check(a.Push(typed[i]))
			read += len(text(a.Current()))
		})},
		{"merge a text delta", "ours, from JSON", deltas, push(func(a *threadsapi.MessageAccumulator, i int) {
			check(a.PushJSON(bare[i]))
		})},
		{"merge a text delta", "ours, in a stream", deltas, func() {
			s := threadsapi.NewStreamAccumulator(threadsapi.Strict)
			must(s.Push(created))
			for i := range deltas {
				must(s.Push(whole[i%len(whole)]))
			}
		}},
		{"merge a text delta", "a strings.Builder alone", deltas, func() {
			var text strings.Builder
			for i := range deltas {
				text.WriteString(*typed[i%len(typed)].Content[0].(*threadsapi.TextDeltaBlock).Text.Value)
			}
		}},
	}
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}
