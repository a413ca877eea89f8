package specloom

import "unicode/utf8"

// Almost every delta of a stream adds a piece to one text and says nothing else. Such a delta goes a short way: its
// own method piece finds what it says, reach finds the text that grows and makes sure that the rules would do nothing
// but append to it, and a delta that goes where the last one went takes that text again. Whatever is out of the
// ordinary finds everything untouched and goes by the rules.

// way is where the only text of a delta belongs: a step for each record on the way, the last one the text's own. The
// way of the delta before is written over where it is another.
type way struct {
	steps []wayStep
	names []string // the keys that are text, in order
	taken int      // steps
	named int
	same  bool // as the one before
}

// wayStep is a member of a delta record, by its place in the rules; variant and key say which part of it. There are
// no pointers in it, which makes it cheap to note and to compare.
type wayStep struct {
	member, variant int32
	key             int64
}

func (w *way) begin() *way {
	w.taken, w.named, w.same = 0, 0, true
	return w
}

func (w *way) part(member, variant int32) *way {
	return w.entry(member, variant, 0)
}

func (w *way) entry(member, variant int32, key int64) *way {
	step := wayStep{member, variant, key}
	if w.taken < len(w.steps) && w.steps[w.taken] == step {
		w.taken++
		return w
	}
	return w.turn(step)
}

// turn leaves the way of the delta before.
func (w *way) turn(step wayStep) *way {
	w.steps = append(w.steps[:w.taken], step)
	w.same = false
	w.taken++
	return w
}

func (w *way) textEntry(member, variant int32, key string) *way {
	if w.named == len(w.names) || w.names[w.named] != key {
		w.names = append(w.names[:w.named], key)
		w.same = false
	}
	w.named++
	return w.entry(member, variant, int64(w.named-1))
}

// text ends a way. A piece that JSON would change does not go it, nor does half a surrogate pair.
func (w *way) text(member int32, piece string) (string, bool) {
	w.entry(member, 0, 0)
	if w.taken < len(w.steps) {
		w.steps = w.steps[:w.taken]
		w.same = false
	}
	for i := range len(piece) { // ASCII, as pieces mostly are, is seen sooner so
		if piece[i] >= utf8.RuneSelf {
			return piece, utf8.ValidString(piece[i:])
		}
	}
	return piece, true
}

// optional ends a way whose text may be null: null does not go it.
func (w *way) optional(member int32, text Opt[string]) (string, bool) {
	piece, there := text.Get()
	_, sound := w.text(member, piece)
	return piece, there && sound
}

// keyOf is the key in a step into a list.
func (w *way) keyOf(step wayStep, m *memberRule) entry {
	if m.textKey {
		return entry{text: w.names[step.key], named: true}
	}
	return entry{number: step.key}
}

// --- objects that grow -----------------------------------------------------------------------------------

// living is an object that grows: its slots, and the typed object that shows them once somebody has asked for it.
type living struct {
	root  *grown
	shown any // points to an object of the snapshot's type
	last  reached
}

// reached is the text to which a way has led.
type reached struct {
	text    *gathered // nil: none
	field   any       // points to the text in the typed object, if it is there
	pointer string    // to the text in the snapshot, once somebody has asked for it
}

// forget is for slots that have changed, or may have, in other ways.
func (l *living) forget() { l.last.text = nil }

// hide drops the typed object, which is made anew when somebody asks for it.
func (l *living) hide() {
	l.shown = nil
	l.forget()
}

// shown gives an object in its type, the same until it changes in a way that cannot be followed.
func shown[S any](l *living, read func([]byte) (S, error)) *S {
	if typed, ok := l.shown.(*S); ok {
		return typed
	}
	typed, _ := read(write(nil, view(l.root)))
	l.hide()
	l.shown = &typed
	return &typed
}

// reach finds the text that a way leads to, and says whether appending to it is all that the rules would do.
func (l *living) reach(rules *recordRules, w *way) bool {
	l.forget()
	here, shown := l.root, l.shown
	if !rules.repeats(here, nil, nil) {
		return false
	}
	last := len(w.steps) - 1
	for _, step := range w.steps[:last] {
		m := &rules.members[step.member]
		slot := here.members[m.into]
		shown = fieldOf(shown, m.into)
		var key any
		if list, ok := slot.(*keyed); ok {
			one := w.keyOf(step, m)
			position, there := list.find(one)
			if !there {
				return false
			}
			slot, key = list.entries[position].slot, one.key()
			shown = itemOf(shown, position)
		}
		var ok bool
		if here, ok = slot.(*grown); !ok {
			return false
		}
		if rules = m.inside(step); rules == nil || !rules.repeats(here, m.key, key) {
			return false
		}
	}
	m := &rules.members[w.steps[last].member]
	text, ok := here.members[m.into].(*gathered)
	if !ok {
		return false
	}
	l.last = reached{text: text, field: fieldOf(shown, m.into)}
	return true
}

// grow appends a piece to the text that was reached.
func (l *living) grow(piece string) {
	l.last.text.add(piece)
	if l.shown != nil && !setText(l.last.field, l.last.text) {
		l.hide()
	}
}

// inside gives the rules of the record to which a step leads.
func (m *memberRule) inside(step wayStep) *recordRules {
	if m.union != nil {
		return m.union.variants[m.union.tags[step.variant]]
	}
	return m.record
}

// repeats says whether an object holds what its short deltas say again each time: their constants, the tag among
// them, and the key, if it is to be kept.
func (r *recordRules) repeats(g *grown, keys []string, key any) bool {
	for i := range r.members {
		m := &r.members[i]
		var said any
		if m.required {
			said = m.mine.value
		}
		if m.rule != skipRule && contains(keys, m.member) {
			said = key
		}
		if said != nil && !equal(plain(g.members[m.into]), said) {
			return false
		}
	}
	return true
}

// pointer is where the text that was reached lies in the snapshot, entries of lists by their keys.
func (l *living) pointer(rules *recordRules, w *way) string {
	if l.last.pointer == "" {
		var at *place
		for _, step := range w.steps {
			m := &rules.members[step.member]
			at = at.member(m.into)
			if len(m.key) > 0 {
				at = at.member(w.keyOf(step, m).title())
			}
			rules = m.inside(step)
		}
		l.last.pointer = at.inSnapshot()
	}
	return l.last.pointer
}
