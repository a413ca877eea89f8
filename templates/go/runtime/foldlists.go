package specloom

func (f *fold) entries(m *memberRule, g *grown, slot any, items []any, at *place) *DeltaError {
	list, isNew, fault := m.list(slot)
	if fault {
		return refuse(CodeInvalidType, at)
	}
	if slot != any(list) && !isNew {
		f.set(g.members, m.into, list)
	}
	for i, item := range items {
		mark, made, grew, dirty := len(f.journal), len(f.created), len(f.texts), len(f.dirty)
		here := at.item(i)
		here.entry = true
		if fault := f.entry(m, list, item, here); fault != nil {
			if f.strict {
				return fault
			}
			f.undo(mark)
			f.created, f.texts, f.dirty = f.created[:made], f.texts[:grew], f.dirty[:dirty]
			f.notes = append(f.notes, fault)
		}
	}
	if isNew && len(list.entries) > 0 {
		f.set(g.members, m.into, list)
	}
	return nil
}

func (f *fold) entry(m *memberRule, list *keyed, item any, at *place) *DeltaError {
	delta, ok := item.(object)
	if !ok {
		return refuse(CodeInvalidType, at)
	}
	key, fault := m.keyOf(delta, at)
	if fault != nil {
		return fault
	}
	position, there := list.find(key)
	at.shown, at.position = key.title(), position
	mark, dirty := len(f.journal), len(f.dirty)
	var g *grown
	if there {
		slot := list.entries[position].slot
		if g = lift(slot); g == nil {
			// the tag is looked at before the state
			if m.union != nil {
				if fault := m.union.check(delta, at); fault != nil {
					return fault
				}
			}
			return refuse(CodeInvalidType, at)
		}
		list.entries[position].slot = g
	} else {
		g = &grown{members: object{}}
	}
	if fault := f.object(m.record, m.union, g, !there, delta, m.key, at); fault != nil {
		return fault
	}
	if !there {
		key.slot = g
		list.insert(position, key)
		f.journal = append(f.journal, change{list: list, key: key})
		if f.watched {
			f.created = append(f.created, at.inSnapshot())
		}
	}
	f.soil(at, list, !there, mark, dirty)
	return nil
}

// check looks at the tag of a delta alone.
func (u *unionRules) check(delta object, at *place) *DeltaError {
	tag, there := delta[u.tag]
	if !there {
		return refuse(CodeMissingDiscriminator, at, u.tag)
	}
	if _, ok := tag.(string); !ok {
		return refuse(CodeInvalidType, at, u.tag)
	}
	return nil
}

const largestKey = 1<<53 - 1

// keyOf is the key of an entry: the first key member that is there.
func (m *memberRule) keyOf(delta object, at *place) (entry, *DeltaError) {
	for _, name := range m.key {
		value, there := delta[name]
		if !there {
			continue
		}
		if text, ok := value.(string); ok && m.textKey {
			return entry{text: text, named: true}, nil
		}
		if n, ok := value.(number); ok && !m.textKey {
			if whole, err := n.int64(); err == nil && whole >= 0 && whole <= largestKey {
				return entry{number: whole}, nil
			}
		}
		return entry{}, refuse(CodeBadKey, at, name)
	}
	return entry{}, refuse(CodeMissingKey, at, m.key[0])
}

// list gives a slot as a list by key. Given items have their own keys where the snapshot declares keys, all are
// sound and in order; otherwise their positions.
func (m *memberRule) list(slot any) (list *keyed, isNew, fault bool) {
	switch slot := slot.(type) {
	case nil:
		return &keyed{rules: m}, true, false
	case *keyed:
		return slot, false, false
	case []any:
		list := &keyed{rules: m}
		for i, one := range m.given(slot) {
			list.insert(i, one)
		}
		return list, false, false
	}
	return nil, false, true
}

func (m *memberRule) given(items []any) []entry {
	own := make([]entry, 0, len(items))
	seen := map[string]bool{}
	for i, item := range items {
		members, ok := item.(object)
		if !ok || !m.ownKey {
			break
		}
		key, fault := m.keyOf(members, nil)
		if fault != nil || key.named && seen[key.text] || i > 0 && !key.named && own[i-1].number >= key.number {
			break
		}
		seen[key.text] = true
		key.slot = item
		own = append(own, key)
	}
	if len(own) == len(items) {
		return own
	}
	own = own[:0]
	for i, item := range items {
		own = append(own, entry{number: int64(i), slot: item})
	}
	return own
}
