package specloom

// rawText is text gathered for a member that the snapshot holds as the JSON value it spells.
type rawText struct {
	holder *grown
	name   string
	text   *gathered
	at     string
}

// positions are the rules of lists that are only ever addressed.
var positions = &memberRule{theirs: anyShape, mine: anyShape, dense: true}

// reach carries out a rule at the place in the snapshot that an address names.
func (f *fold) reach(m *memberRule, g *grown, delta object, value any, at *place) *DeltaError {
	last := len(m.path) - 1
	var here any = g
	for _, step := range m.path[:last] {
		next, fault := f.step(here, step, delta, at)
		if fault != nil {
			return fault
		}
		here = next
	}
	step := m.path[last]
	if step.entry {
		return f.place(m, here, step, delta, value, at)
	}
	target, ok := here.(*grown)
	if !ok {
		return refuse(CodeUnknownTarget, at)
	}
	moved := *m
	moved.into = step.name
	return f.member(&moved, target, value, at)
}

// step goes one step into the snapshot, making what is there ready to be acted on.
func (f *fold) step(here any, step pathStep, delta object, at *place) (any, *DeltaError) {
	if step.entry {
		key, fault := addressIn(delta, step.name, at)
		if fault != nil {
			return nil, fault
		}
		list, ok := here.(*keyed)
		if !ok {
			return nil, refuse(CodeUnknownTarget, at)
		}
		position, there := list.find(key)
		if !there {
			return nil, refuse(CodeUnknownTarget, at)
		}
		entry := &list.entries[position]
		if given := lift(entry.slot); given != nil {
			entry.slot = given
		}
		return entry.slot, nil
	}
	target, ok := here.(*grown)
	if !ok {
		return nil, refuse(CodeUnknownTarget, at)
	}
	slot := target.members[step.name]
	if given := lift(slot); given != nil {
		if slot != any(given) {
			f.set(target.members, step.name, given)
		}
		return given, nil
	}
	list, isNew, fault := positions.list(slot)
	if isNew || fault {
		return nil, refuse(CodeUnknownTarget, at)
	}
	if slot != any(list) {
		f.set(target.members, step.name, list)
	}
	return list, nil
}

// place puts a whole entry under a key.
func (f *fold) place(m *memberRule, here any, step pathStep, delta object, value any, at *place) *DeltaError {
	key, fault := addressIn(delta, step.name, at)
	if fault != nil {
		return fault
	}
	list, ok := here.(*keyed)
	if !ok {
		return refuse(CodeUnknownTarget, at)
	}
	if value == nil || !m.mine.fits(value) {
		return refuse(CodeInvalidType, at)
	}
	position, there := list.find(key)
	back := change{list: list, key: key, was: there}
	if there {
		back.before = list.entries[position].slot
		list.entries[position].slot = value
	} else {
		key.slot = value
		list.insert(position, key)
	}
	f.journal = append(f.journal, back)
	return nil
}

// addressIn is the key that a member of the delta holds.
func addressIn(delta object, name string, at *place) (entry, *DeltaError) {
	value, there := delta[name]
	if !there {
		return entry{}, refuse(CodeMissingKey, at.above, name)
	}
	if n, ok := value.(number); ok {
		if whole, err := n.int64(); err == nil && whole >= 0 && whole <= largestKey {
			return entry{number: whole}, nil
		}
	}
	return entry{}, refuse(CodeBadKey, at.above, name)
}

// gatherRaw appends to the raw text of a member.
func (f *fold) gatherRaw(g *grown, name, piece string, at *place) {
	var found *gathered
	for i := range f.raws {
		if f.raws[i].holder == g && f.raws[i].name == name {
			found = f.raws[i].text
		}
	}
	if found == nil {
		found = gather("")
		f.raws = append(f.raws, rawText{g, name, found, at.inSnapshot()})
	}
	f.journal = append(f.journal, change{text: found, length: len(found.text())})
	found.append(piece)
}

// parseRaw puts the values that raw texts spell where they belong.
func (f *fold) parseRaw() []*DeltaError {
	var faults []*DeltaError
	for _, raw := range f.raws {
		if raw.text.text() == "" {
			continue
		}
		value, err := parse([]byte(raw.text.text()))
		if err != nil {
			faults = append(faults, &DeltaError{Code: CodeInvalidType, Pointer: raw.at, Index: -1})
			continue
		}
		raw.holder.members[raw.name] = value
	}
	return faults
}
