package specloom

import "sort"

// A slot holds a JSON value, or what deltas act on: a *grown object, a *keyed list, *gathered text. No slot at
// all is absent.

// grown is an object that deltas act on. made is the record that completes it in snapshots, nil if it was given.
type grown struct {
	members object
	made    *shape
}

// keyed is a list merged by key: entries in the order in which snapshots list them.
type keyed struct {
	entries []entry
	rules   *memberRule
	texts   map[string]bool
}

type entry struct {
	number int64
	text   string
	named  bool // the key is text
	slot   any
}

func isText(slot any) bool {
	switch slot.(type) {
	case string, *gathered:
		return true
	}
	return false
}

func isList(slot any) bool {
	switch slot.(type) {
	case []any, *keyed:
		return true
	}
	return false
}

func isObject(slot any) bool {
	switch slot.(type) {
	case object, *grown:
		return true
	}
	return false
}

// find gives the position of a key, or where it belongs.
func (k *keyed) find(key entry) (int, bool) {
	if key.named {
		for i := range k.entries {
			if k.texts[key.text] && k.entries[i].named && k.entries[i].text == key.text {
				return i, true
			}
		}
		return len(k.entries), false
	}
	last := len(k.entries) - 1
	if last < 0 || k.entries[last].number < key.number {
		return last + 1, false
	}
	at := sort.Search(len(k.entries), func(i int) bool { return k.entries[i].number >= key.number })
	return at, k.entries[at].number == key.number
}

func (k *keyed) insert(at int, one entry) {
	k.entries = append(k.entries, entry{})
	copy(k.entries[at+1:], k.entries[at:])
	k.entries[at] = one
	if one.named {
		if k.texts == nil {
			k.texts = map[string]bool{}
		}
		k.texts[one.text] = true
	}
}

func (k *keyed) remove(at int) {
	if k.entries[at].named {
		delete(k.texts, k.entries[at].text)
	}
	k.entries = append(k.entries[:at], k.entries[at+1:]...)
}

// hasGap says whether the keys are not 0 to n - 1.
func (k *keyed) hasGap() bool {
	last := len(k.entries) - 1
	return last >= 0 && (k.entries[last].named || k.entries[last].number != int64(last))
}

// key is the key as JSON has it; title is the same as text.
func (e entry) key() any {
	if e.named {
		return e.text
	}
	return number(formatInt(e.number))
}

func (e entry) title() string {
	if e.named {
		return e.text
	}
	return formatInt(e.number)
}

// plain is a slot as JSON, nothing completed; it shares nothing that changes.
func plain(slot any) any { return show(slot, false) }

// view is a slot as a snapshot shows it: objects that deltas made are completed.
func view(slot any) any { return show(slot, true) }

func show(slot any, complete bool) any {
	switch slot := slot.(type) {
	case *gathered:
		return slot.text()
	case *grown:
		shown := show(slot.members, complete).(object)
		if complete && slot.made != nil {
			return slot.made.complete(shown)
		}
		return shown
	case *keyed:
		items := make([]any, len(slot.entries))
		for i := range slot.entries {
			items[i] = show(slot.entries[i].slot, complete)
		}
		return items
	case object:
		shown := make(object, len(slot)+4)
		for name, part := range slot {
			shown[name] = show(part, complete)
		}
		return shown
	case []any:
		items := make([]any, len(slot))
		for i := range slot {
			items[i] = show(slot[i], complete)
		}
		return items
	}
	return slot
}

// spell is a composed slot as a delta: entries with their keys.
func spell(slot any) any {
	switch slot := slot.(type) {
	case *grown:
		spelled := make(object, len(slot.members))
		for name, part := range slot.members {
			spelled[name] = spell(part)
		}
		return spelled
	case *keyed:
		items := make([]any, len(slot.entries))
		for i, one := range slot.entries {
			members, _ := spell(one.slot).(object)
			if _, there := members[slot.rules.key[0]]; !there {
				members[slot.rules.key[0]] = one.key()
			}
			items[i] = members
		}
		return items
	}
	return plain(slot)
}
