package specloom

import (
	"io"
	"iter"
	"slices"
	"strings"
)

type action uint8

const (
	createAction action = iota
	refreshAction
	patchAction
	closeAction
	setAction
)

// streamTable says how a union of events folds into objects.
type streamTable struct {
	tag, data          string
	end, error, ignore []string
	targets            []targetTable
	constants          map[string]object // what an event's record declares as constant, by tag
}

type targetTable struct {
	name              string
	id, object, delta []string // steps into the event
	hasID, creates    bool
	actions           []actionTable
}

type actionTable struct {
	tag    string
	action action
	rules  *recordRules // patchAction
}

// streamed are the members of an object that its root deltas grow.
func (t *targetTable) streamed() map[string]bool {
	names := map[string]bool{}
	for _, one := range t.actions {
		if one.rules != nil {
			for i := range one.rules.members {
				if m := &one.rules.members[i]; m.rule != skipRule {
					names[m.into] = true
				}
			}
		}
	}
	return names
}

func (t *targetTable) rules() *recordRules {
	for _, one := range t.actions {
		if one.rules != nil {
			return one.rules
		}
	}
	return nil
}

// life is one object of a target.
type life struct {
	id     string
	root   *grown
	closed bool
	shown  any // the object in its type, until it changes
}

type early struct {
	index int
	delta any
	there bool
	rules *recordRules
}

// course is what a target has gathered.
type course struct {
	table *targetTable
	lives []*life
	byID  map[string]*life
	early map[string][]early
}

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

// follow finds what lies at steps into a document.
func follow(document any, steps []string) slotOf {
	for _, name := range steps {
		members, ok := document.(object)
		if !ok {
			return slotOf{}
		}
		next, there := members[name]
		if !there {
			return slotOf{}
		}
		document = next
	}
	return slotOf{document, true}
}

func pointerOf(steps []string) string {
	var at *place
	for _, name := range steps {
		at = at.member(name)
	}
	return at.pointer()
}

func (g *gathering) fault(code DeltaCode, index int, id string, steps ...string) *DeltaError {
	return &DeltaError{Code: code, Pointer: pointerOf(steps), Target: id, Index: index}
}

// push takes an event: nothing that is refused changes anything.
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

// replace puts a whole object where the one before was.
func (c *course) replace(one *life, id string, whole object, closed bool) {
	if one == nil {
		one = &life{id: id}
		c.lives = append(c.lives, one)
		c.byID[id] = one
	}
	one.root, one.closed, one.shown = &grown{members: whole}, closed, nil
}

func (c *course) refresh(one *life, whole object) {
	streamed := c.table.streamed()
	for name, part := range whole {
		if !streamed[name] {
			one.root.members[name] = part
		}
	}
	one.root.made, one.shown = nil, nil
}

// begin starts the life of an object; deltas that were held back are applied in order.
func (g *gathering) begin(c *course, id string, root *grown, change *StreamChange) *DeltaError {
	one := &life{id: id, root: root}
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
		one = &life{id: id, root: &grown{members: object{}, made: a.rules.snapshot}}
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
	fault := g.fold.push(one.root, e.rules, delta)
	prefix := pointerOf(c.table.delta)
	for _, note := range g.fold.notes {
		note.Pointer, note.Index, note.Target = prefix+note.Pointer, e.index, one.id
		g.diagnostics = append(g.diagnostics, note)
	}
	if fault != nil {
		fault.Pointer, fault.Index, fault.Target = prefix+fault.Pointer, e.index, one.id
		return fault
	}
	if one.shown != nil && !g.fold.follow(one.shown) {
		one.shown = nil
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

// shown gives an object in its type, the same until it changes.
func shown[S any](one *life, read func([]byte) (S, error)) *S {
	if typed, ok := one.shown.(*S); ok {
		return typed
	}
	typed, _ := read(write(nil, view(one.root)))
	one.shown = &typed
	return &typed
}

func only[S any](c *course, read func([]byte) (S, error)) *S {
	if len(c.lives) == 0 {
		return nil
	}
	return shown(c.lives[0], read)
}

// Gathered holds the objects of one target of a stream, in the order in which they began.
type Gathered[S any] struct {
	course *course
	read   func([]byte) (S, error)
}

// Len is the number of objects.
func (g Gathered[S]) Len() int { return len(g.course.lives) }

// Get is the object with an id as it is now, for reading only; nil if there is none.
func (g Gathered[S]) Get(id string) *S {
	if one := g.course.byID[id]; one != nil {
		return shown(one, g.read)
	}
	return nil
}

// All gives every object with its id.
func (g Gathered[S]) All() iter.Seq2[string, *S] {
	return func(yield func(string, *S) bool) {
		for _, one := range g.course.lives {
			if !yield(one.id, shown(one, g.read)) {
				return
			}
		}
	}
}

// Closed says whether the object with an id is final.
func (g Gathered[S]) Closed(id string) bool {
	one := g.course.byID[id]
	return one != nil && one.closed
}

// --- events ----------------------------------------------------------------------------------------------

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
	var data any = sent.Data
	if slices.Contains(t.end, sent.Name) || t.data == "" && slices.Contains(t.end, strings.TrimSpace(sent.Data)) {
		data = strings.TrimSpace(sent.Data)
	} else if value, err := parse([]byte(sent.Data)); err == nil {
		data = value
	}
	if t.data == "" {
		return data
	}
	return object{t.tag: sent.Name, t.data: data}
}

// typedEvents gives the events of a body, each in its type.
func typedEvents[E any](t *streamTable, body io.Reader, read func(*cursor) E) iter.Seq2[E, error] {
	return func(yield func(E, error) bool) {
		for sent, err := range ReadEvents(body) {
			var event E
			if err == nil {
				event, err = from(write(nil, t.eventOf(sent)), read)
			}
			if !yield(event, err) {
				return
			}
		}
	}
}
