package specloom

import "slices"

// gathering folds a stream of events into objects.
type gathering struct {
	table       *streamTable
	fold        fold
	courses     []*course
	diagnostics []*DeltaError
	failure     any
	failed      bool
	done        bool
	count       int
	way         way
	last        *life // to which the way led
	lastOf      *course
}

func newGathering(table *streamTable, mode Mode) *gathering {
	g := &gathering{table: table, fold: fold{strict: bool(mode), watched: true}}
	for i := range table.targets {
		g.courses = append(g.courses, &course{&table.targets[i], nil, map[string]*life{}, map[string][]early{}})
	}
	return g
}

// StreamChange says what an event has done.
type StreamChange struct {
	Event    string     // the name of the event
	Target   string     // the target it acted on, if any
	ID       string     // the id of the object
	Created  []string   // pointers of new entries of lists
	Appended []Appended // text that was appended
	Closed   bool       // the object is final
}

func (g *gathering) fault(code DeltaCode, index int, id string, steps ...string) *DeltaError {
	return &DeltaError{Code: code, Pointer: pointerOf(steps), Target: id, Index: index}
}

// push takes an event as a JSON value: nothing that is refused changes anything.
func (g *gathering) push(event any) (StreamChange, error) {
	index := g.count
	g.count++
	change, fault := g.take(event, index)
	if fault == nil {
		return change, nil
	}
	if g.fold.strict {
		return change, fault
	}
	g.diagnostics = append(g.diagnostics, fault)
	return change, nil
}

func (g *gathering) take(event any, index int) (StreamChange, *DeltaError) {
	t := g.table
	if g.done {
		return StreamChange{}, g.fault(CodeAfterDone, index, "")
	}
	if bare, ok := event.(string); ok && t.data == "" && slices.Contains(t.end, bare) {
		g.done = true
		return StreamChange{Event: bare}, nil
	}
	members, ok := event.(object)
	if !ok {
		return StreamChange{}, g.fault(CodeInvalidType, index, "")
	}
	value, there := members[t.tag]
	if !there {
		return StreamChange{}, g.fault(CodeMissingDiscriminator, index, "", t.tag)
	}
	tag, ok := value.(string)
	if !ok {
		return StreamChange{}, g.fault(CodeInvalidType, index, "", t.tag)
	}
	change := StreamChange{Event: tag}
	switch {
	case slices.Contains(t.end, tag):
		g.done = true
		return change, nil
	case slices.Contains(t.error, tag):
		return change, g.fail(event, index)
	case slices.Contains(t.ignore, tag):
		return change, nil
	}
	for _, c := range g.courses {
		for i := range c.table.actions {
			if c.table.actions[i].tag == tag {
				change.Target = c.table.name
				return change, g.act(c, &c.table.actions[i], members, index, &change)
			}
		}
	}
	g.diagnostics = append(g.diagnostics, g.fault(CodeUnknownEvent, index, "", t.tag))
	return change, nil
}

func (g *gathering) path() []string {
	if g.table.data == "" {
		return nil
	}
	return []string{g.table.data}
}

func (g *gathering) fail(event any, index int) *DeltaError {
	data, ok := follow(event, g.path()).value.(object)
	if !ok {
		return g.fault(CodeInvalidType, index, "", g.path()...)
	}
	g.failed = true
	g.failure = data
	if inner, ok := data["error"].(object); ok {
		g.failure = inner
	}
	return nil
}

func (g *gathering) act(c *course, a *actionTable, event object, index int, change *StreamChange) *DeltaError {
	where := c.table.object
	if a.action == patchAction {
		where = g.path()
	}
	whole, ok := follow(event, where).value.(object)
	if !ok {
		return g.fault(CodeInvalidType, index, "", where...)
	}
	id, place := "", c.table.object
	if c.table.hasID {
		place = c.table.id
		found := follow(event, place)
		if !found.there {
			return g.fault(CodeMissingKey, index, "", place...)
		}
		if id, ok = found.value.(string); !ok {
			return g.fault(CodeBadKey, index, "", place...)
		}
	}
	change.ID = id
	one := c.byID[id]
	switch {
	case a.action == setAction:
		c.replace(one, id, whole, false)
		return nil
	case one != nil && a.action == createAction:
		return g.fault(CodeDuplicateTarget, index, id, place...)
	case one != nil && one.closed:
		return g.fault(CodeClosed, index, id, place...)
	}
	switch a.action {
	case closeAction:
		delete(c.early, id)
		c.replace(one, id, whole, true)
		change.Closed = true
		return nil
	case patchAction:
		return g.patch(c, a, one, id, event, index, change, place)
	case refreshAction:
		if one != nil {
			c.refresh(one, whole)
			return nil
		}
		fault := g.fault(CodeUnknownTarget, index, id, place...)
		if g.fold.strict {
			return fault
		}
		g.diagnostics = append(g.diagnostics, fault)
	}
	return g.begin(c, id, &grown{members: whole}, change)
}

// begin starts the life of an object; deltas that were held back are applied in order.
func (g *gathering) begin(c *course, id string, root *grown, change *StreamChange) *DeltaError {
	one := &life{id: id, living: living{root: root}}
	c.lives = append(c.lives, one)
	c.byID[id] = one
	held := c.early[id]
	delete(c.early, id)
	for _, e := range held {
		if fault := g.grow(c, one, e, change); fault != nil {
			return fault
		}
	}
	return nil
}

func (g *gathering) patch(
	c *course, a *actionTable, one *life, id string, event object, index int, change *StreamChange, place []string,
) *DeltaError {
	delta := follow(event, c.table.delta)
	held := early{index, delta.value, delta.there, a.rules}
	if one == nil && !c.table.creates {
		root := &grown{members: object{}, made: a.rules.snapshot}
		one = &life{id: id, living: living{root: root}}
		fault := g.grow(c, one, held, change)
		if fault == nil {
			c.lives = append(c.lives, one)
			c.byID[id] = one
		}
		return fault
	}
	if one == nil {
		fault := g.fault(CodeUnknownTarget, index, id, place...)
		if g.fold.strict {
			return fault
		}
		g.diagnostics = append(g.diagnostics, fault)
		c.early[id] = append(c.early[id], held)
		return nil
	}
	return g.grow(c, one, held, change)
}

// grow applies a delta; pointers lead into the event.
func (g *gathering) grow(c *course, one *life, e early, change *StreamChange) *DeltaError {
	var delta any
	if e.there {
		delta = e.delta
	}
	fault := g.fold.push(&one.living, e.rules, delta)
	prefix := pointerOf(c.table.delta)
	for _, note := range g.fold.notes {
		note.Pointer, note.Index, note.Target = prefix+note.Pointer, e.index, one.id
		g.diagnostics = append(g.diagnostics, note)
	}
	if fault != nil {
		fault.Pointer, fault.Index, fault.Target = prefix+fault.Pointer, e.index, one.id
		return fault
	}
	change.Created = append(change.Created, g.fold.created...)
	for _, text := range g.fold.texts {
		change.Appended = append(change.Appended, Appended{text.at.inSnapshot(), text.piece})
	}
	return nil
}

func (g *gathering) finish() error {
	if !g.done && g.fold.strict && len(g.table.end) > 0 {
		return g.fault(CodeTruncated, -1, "")
	}
	for _, c := range g.courses {
		rules := c.table.rules()
		if rules == nil {
			continue
		}
		for _, one := range c.lives {
			if one.closed {
				continue
			}
			var at *place
			at = at.member(c.table.name)
			if c.table.hasID {
				at = at.member(one.id)
			}
			for _, pointer := range rules.gaps(one.root, at, nil) {
				fault := &DeltaError{Code: CodeIndexGap, Pointer: pointer, Target: one.id, Index: -1}
				if g.fold.strict {
					return fault
				}
				g.diagnostics = append(g.diagnostics, fault)
			}
		}
	}
	return nil
}

// snapshot is everything gathered, as a JSON value.
func (g *gathering) snapshot() object {
	shown := object{"error": g.failure, "done": g.done}
	for _, c := range g.courses {
		if !c.table.hasID {
			shown[c.table.name] = nil
			for _, one := range c.lives {
				shown[c.table.name] = view(one.root)
			}
			continue
		}
		objects := object{}
		for _, one := range c.lives {
			objects[one.id] = view(one.root)
		}
		shown[c.table.name] = objects
	}
	return shown
}

func (g *gathering) course(name string) *course {
	for _, c := range g.courses {
		if c.table.name == name {
			return c
		}
	}
	return nil
}

func (g *gathering) listed() []*DeltaError { return slices.Clone(g.diagnostics) }

func (g *gathering) errorJSON() []byte {
	if !g.failed {
		return nil
	}
	return write(nil, g.failure)
}
