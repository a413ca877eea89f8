package specloom

import (
	"io"
	"iter"
	"slices"
	"strings"
)

// events is what a server would send for the whole life of an object of a target.
func (t *streamTable) events(target *targetTable, rules *recordRules, before, after any) ([]object, error) {
	tags := map[action]string{}
	for _, one := range target.actions {
		if _, there := tags[one.action]; !there {
			tags[one.action] = one.tag
		}
	}
	_, creates := tags[createAction]
	_, closes := tags[closeAction]
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
	if !ok || !creates || !closes {
		return nil, refuse(CodeInexpressible, nil)
	}
	base, streamed := object{}, target.streamed()
	for name, part := range second {
		if !streamed[name] {
			base[name] = part
		}
	}
	for name, part := range first {
		if streamed[name] {
			base[name] = part
		}
	}
	delta, fault := rules.diff(base, second, nil)
	if fault != nil {
		return nil, fault
	}
	sent := []object{t.event(tags[createAction], target.object, first)}
	if len(delta) > 0 {
		event := t.event(tags[patchAction], target.delta, delta)
		if target.hasID {
			put(event, target.id, follow(sent[0], target.id).value)
		}
		sent = append(sent, event)
	}
	return append(sent, t.event(tags[closeAction], target.object, second)), nil
}

func eventsOf[S, E any](
	t *streamTable, target *targetTable, rules *recordRules, before, after S, read func(*cursor) E,
) ([]E, error) {
	sent, err := t.events(target, rules, &before, &after)
	if err != nil {
		return nil, err
	}
	typed := make([]E, len(sent))
	for i, event := range sent {
		if typed[i], err = from(write(nil, event), read); err != nil {
			return nil, err
		}
	}
	return typed, nil
}

func (t *streamTable) event(tag string, where []string, value any) object {
	event, ok := plain(t.constants[tag]).(object)
	if !ok {
		event = object{}
	}
	event[t.tag] = tag
	put(event, where, value)
	return event
}

// put puts a value at steps into a document, making the objects on the way.
func put(document object, steps []string, value any) {
	for i, name := range steps {
		if i == len(steps)-1 {
			document[name] = value
			return
		}
		inner, ok := document[name].(object)
		if !ok {
			inner = object{}
			document[name] = inner
		}
		document = inner
	}
	if len(steps) == 0 {
		if members, ok := value.(object); ok {
			for name, part := range members {
				document[name] = part
			}
		}
	}
}

// eventOf puts the name and the data of a server-sent event together; data that is not JSON stays text.
func (t *streamTable) eventOf(sent ServerSentEvent) any {
	value, err := parse([]byte(sent.Data))
	var data any = sent.Data
	switch {
	case t.isEnd(sent):
		data = strings.TrimSpace(sent.Data)
	case err == nil:
		data = value
	}
	if t.data == "" {
		return data
	}
	return object{t.tag: sent.Name, t.data: data}
}

// jsonOf is the same as JSON text.
func (t *streamTable) jsonOf(sent ServerSentEvent) []byte {
	var data []byte
	switch {
	case t.isEnd(sent):
		data = quote(nil, strings.TrimSpace(sent.Data))
	case isJSON(sent.Data):
		data = []byte(sent.Data)
	default:
		data = quote(nil, sent.Data)
	}
	if t.data == "" {
		return data
	}
	w := writer{append(make([]byte, 0, len(data)+128), '{')}
	w.name(t.tag)
	w.str(sent.Name)
	w.name(t.data)
	w.raw(data)
	w.end('}')
	return w.done()
}

func (t *streamTable) isEnd(sent ServerSentEvent) bool {
	return slices.Contains(t.end, sent.Name) || t.data == "" && slices.Contains(t.end, strings.TrimSpace(sent.Data))
}

// typedEvents gives the events of a body, each in its type.
func typedEvents[E any](t *streamTable, body io.Reader, read func(*cursor) E) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		for sent, err := range ReadEvents(body) {
			var event E
			if err == nil {
				event, err = from(t.jsonOf(sent), read)
			}
			if !yield(event, err) {
				return
			}
		}
	}
}
