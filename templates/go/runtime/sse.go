package specloom

import (
	"bytes"
	"errors"
	"io"
	"iter"
	"strings"
)

// ServerSentEvent is an event as it came: its name ("message" if it gave none), its data, and the line on which
// it began.
type ServerSentEvent struct {
	Name string
	Data string
	Line int
}

// EventReader takes chunks of bytes, cut anywhere, and gives the events that became complete with each. Whatever
// follows the last blank line when the input ends is no event: that is the rule of the standard.
type EventReader struct {
	tail    []byte
	afterCR bool
	line    int
	begun   int
	name    string
	data    []string
}

var byteOrderMark = []byte("\xef\xbb\xbf")

// Feed takes the next bytes; it keeps nothing of the slice.
func (r *EventReader) Feed(chunk []byte) []ServerSentEvent {
	var found []ServerSentEvent
	for len(chunk) > 0 {
		if r.afterCR {
			r.afterCR = false
			if chunk[0] == '\n' {
				chunk = chunk[1:]
				continue
			}
		}
		end := bytes.IndexAny(chunk, "\r\n")
		if end < 0 {
			r.tail = append(r.tail, chunk...)
			break
		}
		line := chunk[:end]
		if len(r.tail) > 0 {
			line = append(r.tail, line...)
			r.tail = r.tail[:0]
		}
		r.afterCR = chunk[end] == '\r'
		chunk = chunk[end+1:]
		found = r.take(line, found)
	}
	return found
}

func (r *EventReader) take(line []byte, found []ServerSentEvent) []ServerSentEvent {
	r.line++
	if r.line == 1 {
		line = bytes.TrimPrefix(line, byteOrderMark)
	}
	if len(line) == 0 {
		if r.data != nil {
			name := r.name
			if name == "" {
				name = "message"
			}
			found = append(found, ServerSentEvent{name, strings.Join(r.data, "\n"), r.begun})
		}
		r.name, r.data, r.begun = "", nil, 0
		return found
	}
	if r.begun == 0 {
		r.begun = r.line
	}
	field, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(field) {
	case "data":
		r.data = append(r.data, strings.ToValidUTF8(string(value), "\uFFFD"))
	case "event":
		r.name = strings.ToValidUTF8(string(value), "\uFFFD")
	}
	return found
}

// ReadEvents gives the events of a body one by one. A failure to read ends them, as an error.
func ReadEvents(body io.Reader) iter.Seq2[ServerSentEvent, error] {
	return func(yield func(ServerSentEvent, error) bool) {
		var reader EventReader
		buffer := make([]byte, 16*1024)
		for {
			n, err := body.Read(buffer)
			for _, event := range reader.Feed(buffer[:n]) {
				if !yield(event, nil) {
					return
				}
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(ServerSentEvent{}, err)
				return
			}
		}
	}
}
